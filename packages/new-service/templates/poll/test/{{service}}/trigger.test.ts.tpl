import { poll } from '@signalbox/node-harness';
import type { IDataObject } from 'n8n-workflow';
import { TRIGGER, expectNoSecret, useLab } from './lab';

const lab = useLab();
let staticData: IDataObject;
beforeEach(() => (staticData = {}));

/** One poll of a published trigger; what n8n keeps goes from poll to poll as JSON, as over a restart. */
async function polled(mode?: 'manual'): Promise<IDataObject[]> {
  const options = { packages: lab.packages, nodeType: TRIGGER, credentials: lab.credentials(), staticData };
  const result = await poll({ ...options, ...(mode && { mode }) });
  expectNoSecret(result);
  if (result.error) throw result.error as Error;
  staticData = JSON.parse(JSON.stringify(result.staticData)) as IDataObject;
  return (result.items?.[0] ?? []).map(({ json }) => json);
}

test('a poll gives what is new since the one before, once, oldest first', async () => {
  expect(await polled()).toEqual([]);
  const created = ['First', 'Second'].map((name) => lab.emulator.control.create(name));
  expect(await polled()).toEqual(created);
  expect(await polled()).toEqual([]);
});

test('a poll reads all pages', async () => {
  await lab.emulatorWith({ assume: { pageSize: 2 } });
  expect(await polled()).toEqual([]);
  const created = ['First', 'Second', 'Third'].map((name) => lab.emulator.control.create(name));
  expect(await polled()).toEqual(created);
});

test('what is created while the service is down comes with the poll after', async () => {
  await polled();
  lab.emulator.faults.inject({ times: 'always', fault: { kind: 'status', code: 503 } });
  const created = lab.emulator.control.create('Missed');
  await expect(polled()).rejects.toThrow(/503/);
  lab.emulator.faults.clear();
  expect(await polled()).toEqual([created]);
});

test('a run in the editor gives samples and keeps nothing', async () => {
  expect(await polled('manual')).toHaveLength(1);
  expect(staticData).toEqual({});
});
