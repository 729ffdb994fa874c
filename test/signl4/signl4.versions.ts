import { listSearch } from '@signalbox/node-harness';
import { ACTION, byId, itemsOf, raise, useLab } from './lab';
import { listeningTrigger } from './listening-trigger';
import { expectComplete, tested, told } from '../versions/on-this-n8n';

const lab = useLab();

test('the package is loaded with all its parts', () => expectComplete(lab));

test('the credential is tested', async () => {
  expect(await tested(lab)).toMatchObject({ status: 'OK' });
  expect(await tested(lab, { apiKey: 'no-such-key' })).toMatchObject({ status: 'Error' });
});

test('an alert is sent with a file, read, chosen from a list and closed', async () => {
  const binary = { log: { data: 'aGVsbG8=', mimeType: 'text/plain', fileName: 'log.txt' } };
  const sent = await lab.run(
    'send',
    {
      title: 'Cold store',
      message: '={{ "Too " + $json.what }}',
      options: { externalId: 'INC-1', attachments: 'log' },
    },
    { items: [{ json: { what: 'warm' }, binary }] },
  );
  expect(itemsOf(sent)).toEqual([{ eventId: lab.emulator.control.events()[0]!.id }]);
  await lab.emulator.control.idle();
  const [alert] = lab.emulator.control.alerts();
  expect(alert!.attachments).toMatchObject([{ name: 'log.txt' }]);
  expect(itemsOf(await lab.run('get', { alertId: byId(alert!.id) }))).toMatchObject([
    { text: 'Too warm', externalId: 'INC-1', statusName: 'open' },
  ]);
  const { results } = await listSearch({
    packages: lab.packages,
    nodeType: ACTION,
    credentials: lab.credentials(),
    method: 'searchAlerts',
  });
  expect(results.map(({ value }) => value)).toEqual([alert!.id]);
  itemsOf(await lab.run('resolveByExternalId', { externalId: 'INC-1' }));
  await lab.emulator.control.idle();
  expect(lab.emulator.control.alerts()).toMatchObject([{ statusCode: 4 }]);
});

test('a node waits before it sends again, and no longer when it is stopped', async () => {
  const parameters = { alertId: byId((await raise(lab.emulator)).id) };
  const fail = (seconds: number) =>
    lab.emulator.faults.inject({
      match: { path: /alerts/ },
      fault: { kind: 'status', code: 503, headers: { 'retry-after': String(seconds) } },
    });
  fail(1);
  expect(itemsOf(await lab.run('get', parameters))).toHaveLength(1);
  expect(lab.requests().map(({ status }) => status)).toEqual([503, 200]);
  const [first, second] = lab.requests().map(({ at }) => Date.parse(at));
  expect(second! - first!).toBeGreaterThanOrEqual(1000);

  fail(20);
  lab.emulator.journal.clear();
  const stop = new AbortController();
  const running = lab.run('get', parameters, { signal: stop.signal });
  while (lab.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  const { status, cancelledInMs } = await running;
  expect(status).toBe('canceled');
  expect(cancelledInMs! / 20_000).toBeLessThan(0.5);
  expect(lab.requests()).toHaveLength(1);
});

test('an alert that may have been raised is not sent again, and one that surely was not is', async () => {
  const send = async () => await lab.run('send', { title: 'Cold store' });
  lab.emulator.faults.inject({ match: { path: '/webhook' }, fault: { kind: 'resetAfter' } });
  expect(told(await send())).toMatch(
    /closed the connection before it had answered.*may have been carried out/,
  );
  await lab.emulator.control.idle();
  expect(lab.emulator.control.alerts()).toHaveLength(1);

  await lab.emulator.stopListening();
  const sending = send();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await lab.emulator.resumeListening();
  expect(itemsOf(await sending)).toHaveLength(1);
  await lab.emulator.control.idle();
  expect(lab.emulator.control.alerts()).toHaveLength(2);
});

test('what was done is not done again when n8n tries the node again', async () => {
  const items = ['A', '', 'B'].map((title) => ({ json: { title } }));
  const run = await lab.run(
    'send',
    { title: '={{ $json.title }}' },
    { items, retry: { maxTries: 3, waitBetweenTries: 0 } },
  );
  expect(told(run)).toMatch(/"Title"/);
  await lab.emulator.control.idle();
  const titles = lab.emulator.control.alerts().map(({ title }) => title);
  expect(titles.length).toBeGreaterThan(0);
  expect(new Set(titles).size).toBe(titles.length);
});

test('failures are told in the words of the node, item by item', async () => {
  const alert = await raise(lab.emulator);
  const unknown = `${alert.id.slice(0, -4)}0000`;
  const items = [alert.id, unknown, 'x'].map((id) => ({ json: { id } }));
  const parameters = { alertId: byId('={{ $json.id }}') };
  const run = await lab.run('get', parameters, { items, onError: 'continueErrorOutput' });
  expect(run.itemsPerOutput).toEqual([1, 2]);
  expect(run.outputs[1]!.map(({ json }) => json.error)).toEqual([
    expect.stringMatching(/^SIGNL4 .*\(HTTP 404\)$/),
    expect.stringContaining('"Alert" is not an alert ID'),
  ]);
  const refused = await lab.run('get', parameters, { items, credential: { apiKey: 'no-such-key' } });
  expect(told(refused)).toMatch(/^SIGNL4 .*\(HTTP 401\) .*API key/i);
  const empty = await lab.run('send', { title: 'A' }, { credential: { teamSecret: '' } });
  expect(told(empty)).toMatch(/The credential has no Team Secret.* Fill in "Team Secret" of the credential/);
  expect(empty.error!.stack ?? '').not.toContain('credential:');
});

test('a trigger registers itself and takes an event once, with its token alone', async () => {
  const trigger = await listeningTrigger(lab);
  try {
    const alert = await raise(lab.emulator);
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ event: 'alertCreated', alertId: alert.id }]);
    const body = trigger.items()[0]!.raw;
    expect(await trigger.deliver(body)).toMatchObject({ status: 200, workflowData: undefined });
    expect(await trigger.deliver(body, { query: { token: 'x' } })).toMatchObject({ status: 401 });
    expect(trigger.items()).toHaveLength(1);
  } finally {
    await trigger.close();
  }
});
