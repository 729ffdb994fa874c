import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Printed {
  engine: string;
  clock: number;
  sent: Record<string, string[]>;
}

test('every date of every package is read in the time zone of the workflow, not in that of the process', () => {
  const printed = execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, 'send-dates.ts')], {
    cwd: join(__dirname, '..', '..'),
    // NODE_ENV=test makes n8n load nodes without its vm context.
    env: { ...process.env, NODE_ENV: '', TZ: 'America/New_York' },
    encoding: 'utf8',
  });
  const { engine, clock, sent } = JSON.parse(printed) as Printed;
  expect({ engine, clock }).toEqual({ engine: 'vm', clock: 300 });
  const unlike = Object.entries(sent).flatMap(([name, dates]) =>
    dates
      .filter((date) => !/^2026-07-01(T01:00:00(\.000)?Z| 01:00:00)?$/.test(date))
      .map((date) => `${name}: ${date}`),
  );
  expect(unlike).toEqual([]);
  expect(Object.keys(sent)).toHaveLength(13);
  for (const dates of Object.values(sent)) expect(dates.length).toBeGreaterThanOrEqual(11);
}, 300_000);
