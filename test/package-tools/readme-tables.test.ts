import type { INodeTypeDescription } from 'n8n-workflow';
import { readmeTables, withTables } from '@signalbox/package-tools/internal/generate/readme-tables';
import { supportedN8n, testedVersions } from '@signalbox/package-tools/internal/generate/supported-n8n';

const trigger = {
  dir: '',
  operations: [],
  description: {
    properties: [
      {
        displayName: 'Events',
        name: 'events',
        type: 'multiOptions',
        default: [],
        options: [
          { name: 'Lamp On', value: 'lampOn', description: 'Somebody switched it on' },
          { name: 'Lamp Off', value: 'lampOff' },
        ],
      },
    ],
  } as unknown as INodeTypeDescription,
};

const TABLE = `
| Event    | Value in the output | Meaning                 |
| -------- | ------------------- | ----------------------- |
| Lamp On  | \`lampOn\`            | Somebody switched it on |
| Lamp Off | \`lampOff\`           |                         |
`;

test('the events of a trigger become a table, whatever their field in the output is called', () => {
  const tables = readmeTables([trigger]);
  expect(tables.get('events')).toBe(TABLE);
  expect(tables.get('operations')).toBe('');
  const readme = '# A\n\n<!-- events:start -->old<!-- events:end -->\n\nMore\n';
  const written = `# A\n\n<!-- events:start -->\n${TABLE}\n<!-- events:end -->\n\nMore\n`;
  expect(withTables(readme, tables)).toBe(written);
  expect(withTables(written, tables)).toBe(written);
});

test('a README without markers for a table that is not empty is refused', () => {
  expect(() => withTables('# A\n', readmeTables([trigger]))).toThrow(
    'The README has no place for the table "events"',
  );
  expect(withTables('# A\n', readmeTables([]))).toBe('# A\n');
});

test('a README names the versions of n8n that npm run test:versions runs the package on', () => {
  const { projects } = require('../versions/jest.config.js') as { projects: { displayName: string }[] };
  const run = projects.map(({ displayName }) => displayName.replace('n8n ', ''));
  expect(run.length).toBeGreaterThan(1);
  expect(testedVersions()).toEqual(run);
  expect(supportedN8n(['1.100', '2.0', '2.41'])).toBe(
    '\nFor n8n 1.100 or newer. Tested with n8n 1.100, 2.0 and 2.41.\n',
  );

  // With another list every README is outdated, which `npm test` takes for an error.
  const readme = `# A\n\n<!-- n8n:start -->\n${supportedN8n(run)}\n<!-- n8n:end -->\n`;
  expect(withTables(readme, new Map([['n8n', supportedN8n(run)]]))).toBe(readme);
  expect(withTables(readme, new Map([['n8n', supportedN8n(run.slice(1))]]))).not.toBe(readme);
});
