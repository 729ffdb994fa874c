import type { INodeTypeDescription } from 'n8n-workflow';
import { readmeTables, withTables } from '../../packages/package-tools/src/generate/readme-tables';

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

test('the events of a trigger are a table, whatever their field in the output is called', () => {
  const tables = readmeTables([trigger]);
  expect(tables.get('events')).toBe(TABLE);
  expect(tables.get('operations')).toBe('');
  const readme = '# A\n\n<!-- events:start -->old<!-- events:end -->\n\nMore\n';
  const written = `# A\n\n<!-- events:start -->\n${TABLE}\n<!-- events:end -->\n\nMore\n`;
  expect(withTables(readme, tables)).toBe(written);
  expect(withTables(written, tables)).toBe(written);
});

test('a README without a place for a table that is not empty is an error', () => {
  expect(() => withTables('# A\n', readmeTables([trigger]))).toThrow(
    'The README has no place for the table "events"',
  );
  expect(withTables('# A\n', readmeTables([]))).toBe('# A\n');
});
