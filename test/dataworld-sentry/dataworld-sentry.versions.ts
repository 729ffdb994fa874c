import { randomUUID } from 'node:crypto';
import { triggerHooks, webhookServer } from '@signalbox/node-harness';
import { byId, itemsOf, seed, useLab, webhookKey } from './lab';
import { WatchingTrigger, report } from './watching-trigger';
import { expectComplete, n8nVersion, tested } from '../versions/on-this-n8n';

const lab = useLab();
const { orders, finance } = seed.sentries;

test('the package is loaded with all its parts', () => expectComplete(lab));

test('the credential is tested', async () => {
  expect(await tested(lab)).toMatchObject({ status: 'OK' });
  // n8n 1.123 and 2.0 lose the answer, and with it what the credential says about a status.
  const loses = ['1.123', '2.0'].includes(n8nVersion);
  expect((await tested(lab, { apiToken: 'wrong' })).message).toMatch(
    loses ? /^Authorization failed/ : /rejected the API token/,
  );
});

test('a Sentry is read and updated', async () => {
  expect(itemsOf(await lab.run('get', { sentry: byId(finance.uid) }))).toMatchObject([{ state: 'sad' }]);
  itemsOf(await lab.run('update', { state: 'sick', message: '={{ "No " + "data" }}' }));
  expect(itemsOf(await lab.run('get'))).toMatchObject([{ uid: orders.uid, state: 'sick' }]);
});

test('a poll gives a change, once', async () => {
  const trigger = new WatchingTrigger(lab);
  expect(await trigger.poll()).toEqual([]);
  await report(lab.emulator, orders.uid, { state: 'sick' });
  expect(await trigger.poll()).toMatchObject([{ sentry: orders.uid, event: 'stateChanged' }]);
  expect(await trigger.poll()).toEqual([]);
});

test('a webhook takes an event with its key, and nothing else', async () => {
  const options = {
    packages: lab.packages,
    nodeType: 'n8n-nodes-dataworld-sentry.dataWorldTrigger',
    parameters: { events: ['datasetUpdated'] },
    credentials: lab.credentials(),
    webhookId: randomUUID(),
  };
  const hooks = triggerHooks(options);
  expect(await hooks.create()).toBe(true);
  const server = await webhookServer({ ...options, staticData: hooks.staticData });
  try {
    lab.emulator.control.registerWebhook({ url: server.url, authorizationKey: webhookKey });
    const { sales } = seed.resources;
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    const items = server.received.flatMap(({ workflowData }) => workflowData?.[0] ?? []);
    expect(items).toMatchObject([{ json: { event: 'datasetUpdated' } }]);
    const headers = { 'content-type': 'application/json' };
    expect(await server.deliver({ rawBody: '{}', headers })).toMatchObject({ status: 401 });
  } finally {
    await server.close();
  }
});
