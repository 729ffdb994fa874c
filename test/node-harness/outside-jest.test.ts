import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installIsolate } from '@signalbox/node-harness';

test('outside jest, nodes run on the engine that n8n uses by default', () => {
  const printed = execFileSync(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'run-outside-jest.ts')],
    {
      cwd: join(__dirname, '..', '..'),
      // NODE_ENV=test makes n8n load nodes without its vm context.
      env: { ...process.env, NODE_ENV: '' },
      encoding: 'utf8',
    },
  );
  expect(JSON.parse(printed)).toEqual({
    engine: 'vm',
    status: 'success',
    json: { echoed: { text: 'A' }, url: '/echo?tenant=fixed', key: 'key-4711' },
  });
}, 60_000);

test('inside jest the isolate cannot start, and nodes run on the older engine', async () => {
  expect(await installIsolate()).toBe('legacy');
});
