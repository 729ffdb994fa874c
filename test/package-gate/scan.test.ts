import { scan } from '@signalbox/package-gate/internal/scan';
import { copyFixture, removeCopies } from '../package-tools/copy-fixture';

afterAll(removeCopies);

const folder = (files: string[]): string => {
  const fixture = copyFixture();
  for (const file of files) fixture.write(`scanned/${file}`, 'exports.one = 1;');
  return `${fixture.dir}/scanned`;
};

test('a file that the scanner skips is a failure, although the scanner reports a pass', async () => {
  const dir = folder(['dist/a.js', 'dist/node_modules/b.js']);
  const { problems } = await scan(dir, ['**/*.js'], ['dist/a.js', 'dist/node_modules/b.js']);
  expect(problems).toEqual(['The scanner did not look at dist/node_modules/b.js.']);
});

test('an unexpected file is reported', async () => {
  const { problems } = await scan(folder(['dist/a.js', 'dist/b.js']), ['**/*.js'], ['dist/a.js']);
  expect(problems).toEqual(['The scanner looked at dist/b.js, which was not expected.']);
});

test('a scan of no files is a failure', async () => {
  const { problems } = await scan(folder(['readme.txt']), ['**/*.js'], []);
  expect(problems).toEqual(['There is nothing to scan.']);
});
