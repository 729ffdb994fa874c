import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = join(__dirname, '../../nodes/dataworld-sentry/nodes/api/service-time.ts');

/** Reads times in a new process with this time zone, because a running one cannot change it. */
function readIn(timeZone: string, values: readonly unknown[]): unknown[] {
  const script = `
    import { isoTime } from ${JSON.stringify(pathToFileURL(source).href)};
    process.stdout.write(JSON.stringify(${JSON.stringify(values)}.map((value) => isoTime(value) ?? null)));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TZ: timeZone, NODE_OPTIONS: '' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output) as unknown[];
}

const eight = '2031-03-01T08:00:00.000Z';
const cases: readonly (readonly [value: unknown, iso: string | null])[] = [
  ['2031-03-01T08:00:00Z', eight],
  ['2031-03-01T08:00:00.000000Z', eight],
  ['2031-03-01T10:00:00+02:00', eight],
  ['2031-03-01T10:00:00+0200', eight],
  ['2031-03-01T08:00:00', eight],
  ['2031-03-01 08:00', eight],
  [' 2031-03-01 08:00:00 ', eight],
  ['2031-03-01 08:00:00 UTC', eight],
  ['2031-03-01 03:00:00 -0500', eight],
  ['2031-03-01', '2031-03-01T00:00:00.000Z'],
  ['Sat, 01 Mar 2031 08:00:00 GMT', eight],
  ['Sat, 01 Mar 2031 08:00:00', eight],
  ['Sat, 01 Mar 2031 10:00:00 +0200', eight],
  [1_930_118_400, eight],
  [1_930_118_400_000, eight],
  ['1930118400', eight],
  ['1930118400000', eight],
  ['1930118400.5', '2031-03-01T08:00:00.500Z'],
  ['', null],
  [' ', null],
  ['yesterday evening', null],
  ['2031-13-41T08:00:00Z', null],
  [1e300, null],
  [null, null],
  [true, null],
  [{}, null],
  [['2031-03-01'], null],
];

test.each(['UTC', 'Asia/Tokyo', 'America/New_York'])('times of data.world are the same in %s', (timeZone) => {
  const read = readIn(
    timeZone,
    cases.map(([value]) => value),
  );
  expect(cases.map(([value], index) => [value, read[index]])).toEqual(cases);
});
