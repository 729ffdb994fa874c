import { seed } from '@signalbox/emulators/dataworld-sentry';
import { eventReceiver } from '../../emulators/event-receiver';
import { startStill, stopAll } from './running-dataworld';

const receivers: { close(): Promise<void> }[] = [];

async function receive(answers?: Parameters<typeof eventReceiver>[0]) {
  const receiver = await eventReceiver(answers);
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  await stopAll();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

const { sales, ledger, review } = seed.resources;
const { organization } = seed;

describe('webhooks', () => {
  it('tell what changes in the catalog', async () => {
    const { emulator } = await startStill();
    const { control, url } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook });
    control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    control.emitData({ action: 'create', entity: 'insight', resourceId: review.id, insight: 'Up 3 %' });
    control.emitData({ action: 'delete', entity: 'file', resourceId: sales.id, file: ['a.csv', 'b.csv'] });
    await control.idle();
    const [dataset, insight, files] = events.map(({ body }) => body);
    const common = { actor: 'Anna Berg', owner: organization.displayName, origin: 'data.world' };
    expect(dataset).toEqual({
      ...common,
      action: 'update',
      entity: 'dataset',
      dataset: sales.name,
      timestamp: '2026-01-05T08:00:00.000Z',
      links: {
        web: {
          actor: `${url}/anna.berg`,
          owner: `${url}/${organization.id}`,
          dataset: `${url}/${organization.id}/${sales.id}`,
        },
        api: {
          actor: `${url}/v0/users/anna.berg`,
          owner: `${url}/v0/users/${organization.id}`,
          dataset: `${url}/v0/datasets/${organization.id}/${sales.id}`,
        },
      },
    });
    expect(insight).toMatchObject({
      action: 'create',
      entity: 'insight',
      dataset: review.name,
      project: review.name,
      insight: 'Up 3 %',
      links: { web: { insight: `${url}/${organization.id}/${review.id}/insights/up-3-` } },
    });
    expect(files).toMatchObject([
      { ...common, action: 'delete', entity: 'file', dataset: sales.name, file: 'a.csv' },
      { ...common, action: 'delete', entity: 'file', dataset: sales.name, file: 'b.csv' },
    ]);
  });

  it('tell who wants, gets and loses access', async () => {
    const { emulator } = await startStill();
    const { control, url } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook });
    control.emitAccess({
      eventType: 'dataset.authorization_request.created',
      resourceId: ledger.id,
      level: 'WRITE',
      form: { Why: 'Audit' },
    });
    control.emitAccess({
      eventType: 'dataset.authorization.deleted',
      resourceId: ledger.id,
      granteeType: 'ORGANIZATION',
    });
    await control.idle();
    expect(events[0]!.body).toEqual({
      eventType: 'dataset.authorization_request.created',
      granteeEmail: 'carl.dietz@example.com',
      granteeId: 'carl.dietz',
      granteeType: 'USER',
      resourceOwner: organization.id,
      resourceId: ledger.id,
      authorizationLevel: 'WRITE',
      requestFormFields: { Why: 'Audit' },
      event: { triggeredBy: 'anna.berg', created: 'Mon, 05 Jan 2026 08:00:00 GMT' },
      actorId: 'anna.berg',
      actorName: 'Anna Berg',
      granteeName: 'Carl Dietz',
      resourceName: ledger.name,
      resourceOwnerName: organization.displayName,
      resourceUrl: `${url}/${organization.id}/${ledger.id}`,
      resourceAccessUrl: `${url}/${organization.id}/${ledger.id}/access`,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(events[1]!.body).toMatchObject({ granteeType: 'ORGANIZATION', granteeId: 'partner-org' });
    expect(events[1]!.body).not.toHaveProperty('requestId');
  });

  it('tell of syncs that fail and recover', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook });
    control.emitSync({ outcome: 'failure', resourceId: sales.id, file: 'x.csv', error: 'Gone' });
    control.emitSync({ outcome: 'recovery', resourceId: sales.id, file: 'x.csv' });
    await control.idle();
    expect(events.map(({ body }) => body)).toMatchObject([
      {
        action: 'sync_failure',
        entity: 'dataset',
        actor: 'system',
        error: { message: 'Gone', file: 'x.csv' },
      },
      { action: 'sync_recovery', entity: 'dataset', files: [{ name: 'x.csv' }] },
    ]);
  });

  it('webhooks of one dataset get only what happens there, and nothing about access', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook, resourceId: sales.id });
    for (const { id } of [ledger, sales]) {
      control.emitData({ action: 'update', entity: 'dataset', resourceId: id });
      control.emitSync({ outcome: 'failure', resourceId: id });
      control.emitAccess({ eventType: 'dataset.authorization.created', resourceId: id });
    }
    await control.idle();
    expect(events.map(({ body }) => [body.action, body.dataset])).toEqual([
      ['update', sales.name],
      ['sync_failure', sales.name],
    ]);
  });

  it('say nothing of a new dataset that is not public', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook });
    for (const resourceId of [ledger.id, sales.id]) {
      control.emitData({ action: 'create', entity: 'dataset', resourceId });
      control.emitData({ action: 'delete', entity: 'dataset', resourceId });
    }
    await control.idle();
    expect(events.map(({ body }) => `${body.action} ${body.dataset}`)).toEqual([
      'delete Ledger',
      'create Sales orders',
      'delete Sales orders',
    ]);
  });

  it('carry the authorization key in the header that was chosen', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: `${hook}/1`, authorizationKey: 'k 1' });
    control.registerWebhook({ url: `${hook}/2`, authorizationKey: 'k2', headerName: 'X-Key' });
    control.registerWebhook({ url: `${hook}/3` });
    control.emit({ any: 'event' });
    await control.idle();
    const by = (path: string) => events.find((event) => event.path === `/hook/${path}`)!.headers;
    expect(by('1')).toMatchObject({
      authorization: 'k 1',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(by('2')['x-key']).toBe('k2');
    expect(by('2').authorization).toBeUndefined();
    expect(by('3').authorization).toBeUndefined();
  });

  it('are tried once, unless they are removed before', async () => {
    const { clock, emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive(() => 500);
    const { id } = control.registerWebhook({ url: hook });
    control.emit({ n: 1 });
    await control.idle();
    clock.advance(3_600_000);
    await control.idle();
    expect(events).toHaveLength(1);
    control.switchDeliveries({ delayMs: 1_000 });
    control.emit({ n: 2 });
    control.removeWebhook(id);
    clock.advance(1_000);
    await control.idle();
    expect(events).toHaveLength(1);
    expect(control.webhooks()).toEqual([]);
    expect(() => control.removeWebhook(id)).toThrow('no such webhook');
  });

  it('do not wait for ever for an answer', async () => {
    const { emulator } = await startStill({ assume: { deliveryTimeoutMs: 50 } });
    const { url: hook } = await receive(() => 'hang');
    emulator.control.registerWebhook({ url: hook });
    emulator.control.emit({ any: 'event' });
    await emulator.control.idle();
    expect(emulator.journal.deliveries).toMatchObject([{ status: null, error: 'TIMEOUT' }]);
  });

  it('can go wrong: twice, altered, lost', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    const { url: hook, events } = await receive();
    control.registerWebhook({ url: hook });
    control.switchDeliveries({ duplicates: 1, omit: ['actor'], add: { subscriberid: 'agent:x' } });
    control.emitData({ action: 'create', entity: 'file', resourceId: sales.id, file: ['a', 'b'] });
    await control.idle();
    expect(events).toHaveLength(2);
    for (const { body } of events) {
      expect(body).toMatchObject([
        { file: 'a', subscriberid: 'agent:x' },
        { file: 'b', subscriberid: 'agent:x' },
      ]);
      expect(body[0]).not.toHaveProperty('actor');
    }
    control.switchDeliveries({ duplicates: 0, drop: 1 });
    control.emit({ n: 1 });
    await control.idle();
    expect(events).toHaveLength(2);
  });

  it('need a URL, and a dataset or project that exists', async () => {
    const { emulator } = await startStill();
    const { control } = emulator;
    expect(() => control.registerWebhook({ url: 'nix' })).toThrow();
    expect(() => control.registerWebhook({ url: 'ftp://x.example' })).toThrow('http(s)');
    expect(() => control.registerWebhook({ url: 'http://x.example', resourceId: 'nix' })).toThrow('nix');
    expect(() => control.emitSync({ outcome: 'failure', resourceId: 'nix' })).toThrow('nix');
    expect(control.webhooks()).toEqual([]);
  });
});
