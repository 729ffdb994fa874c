import { triggerHooks } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, expectNoSecret, rejectionOf, seed, tagsJson, useLab } from './lab';
import { n8nNode, started, watching, type N8nNode, type NodeOptions } from './n8n-node';

const lab = useLab();

const nodes: N8nNode[] = [];
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((each) => each.close()));
});

async function place(options?: NodeOptions): Promise<N8nNode> {
  const node = await n8nNode(lab, options);
  nodes.push(node);
  return node;
}

const events = () => lab.emulator.control.events();
const ids = () => events().map(({ id }) => id);
const calls = () => lab.requests().map(({ method, path, status }) => `${method} ${path} ${status}`);
const tokenOf = (url: string | undefined) => new URL(url!).searchParams.get('token')!;
const upload = (tags: Record<string, string>) => lab.emulator.control.upload({ tags });

/** The IDs that n8n was told to be left behind. */
function named({ logs }: N8nNode): Set<string> {
  return new Set(
    logs.flatMap(
      ({ message }) => /^Left behind at the service: event ([\w-]+) /.exec(message)?.slice(1) ?? [],
    ),
  );
}

test('the first activation registers one event, for ever, with a token of which the hash alone is kept', async () => {
  const node = await place({ parameters: watching({ foo: 'bar', year: '2026' }) });
  expect(await node.publish()).toBe('created');
  expect(calls()).toEqual(['POST /lighthouse/api/v1/event 201']);
  const [event, ...more] = events();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    companyId: seed.companies.main.id,
    listener: { type: 'tagged_file', tags: { foo: 'bar', year: '2026' } },
    deleteAfterAction: false,
    callbackUrl: expect.stringMatching(/\?token=[\w-]{64}$/),
  });
  expect(event!.callbackUrl!.split('?')[0]).toBe(node.url);
  expectNoSecret([node.database, node.logs], [tokenOf(event!.callbackUrl)]);
  expect(JSON.stringify(node.database)).toContain(event!.id);
});

test.each<[string, object]>([
  ['fields', watching({ n: '7' })],
  ['fields with a number', { tags: { tag: [{ name: 'n', value: 7 }] } }],
  ['JSON', tagsJson({ n: 7 })],
])('the tags can be given as %s', async (_, parameters) => {
  const node = await place({ parameters: parameters as never });
  await node.publish();
  expect(events()).toMatchObject([{ listener: { tags: { n: '7' } } }]);
});

describe('the company', () => {
  test('is that of the node before that of the credential', async () => {
    const { id: clientId, secret: clientSecret } = seed.clients.other;
    const node = await place({
      parameters: { ...watching({ a: 'b' }), companyId: ' 99 ' },
      credential: { clientId, clientSecret },
    });
    await node.publish();
    expect(events()).toMatchObject([{ companyId: '99' }]);
  });

  test('the company that is not of the client is refused by Trust', async () => {
    const node = await place({ credential: { companyId: '99' } });
    expect((await rejectionOf(node.publish())).message).toMatch(/\(HTTP 403\)$/);
    expect(await node.hooks().checkExists()).toBe(false);
  });

  test('must be given', async () => {
    const node = await place({ credential: { companyId: '' } });
    expect((await rejectionOf(node.publish())).message).toBe('There is no company ID');
    expect(lab.requests()).toEqual([]);
  });
});

test.each<[string, object, RegExp]>([
  ['no tags', watching({}), /^There are no tags to watch for$/],
  ['a tag without a name', watching({ '': 'x' }), /^A tag has no name$/],
  [
    'an option that an expression cannot give',
    { ...watching({ a: 'b' }), options: { confirm: "={{ $('Nowhere').first().json.x }}" } },
    /^The parameter "options" cannot be read: /,
  ],
  ['a tag that is an object', tagsJson({ a: {} }), /^The tag "a" is an object, but Trust only accepts text$/],
])('%s: nothing is registered', async (_, parameters, expected) => {
  const node = await place({ parameters: parameters as never });
  expect((await rejectionOf(node.publish())).message).toMatch(expected);
  expect(lab.requests()).toEqual([]);
});

test.each<[string, RegExp]>([
  [
    'http://flows.example.com/webhook',
    /^The callback URL is not encrypted \(http:\/\/flows\.example\.com\)$/,
  ],
  [
    'https://localhost:5678/webhook',
    /^Trust cannot reach the callback URL: localhost is not on the internet$/,
  ],
  ['https://10.1.2.3/webhook', /^Trust cannot reach the callback URL: 10\.1\.2\.3 is not on the internet$/],
])('a webhook URL such as %s is refused before Trust hears of it', async (webhookBaseUrl, expected) => {
  const hooks = triggerHooks({
    packages: lab.packages,
    nodeType: TRIGGER,
    parameters: watching({ foo: 'bar' }),
    // An address that is never called: an emulator on this machine would reach any URL.
    credentials: lab.credentials({ environment: 'production' }),
    webhookBaseUrl,
  });
  const { message, description } = await rejectionOf(hooks.create());
  expect(message).toMatch(expected);
  expect(description).toContain('https://');
});

describe('what is there is used again', () => {
  test('after a restart of n8n, without a word to Trust', async () => {
    const node = await place();
    await node.publish();
    const before = ids();
    lab.emulator.journal.clear();
    await node.restart();
    expect(await node.hooks().checkExists()).toBe(true);
    await node.publish();
    expect(ids()).toEqual(before);
    expect(calls()).toEqual([]);
    await node.whileUp(() => upload({ foo: 'bar' }));
    expect(started(await node.whileUp(() => upload({ foo: 'bar' })))).toMatchObject([{ eventId: before[0] }]);
  });

  test('after it was not published for a while, although it counted as left behind', async () => {
    const node = await place();
    await node.publish();
    await node.unpublish();
    expect(named(node)).toEqual(new Set(ids()));
    await node.restart();
    await node.publish();
    expect(events()).toHaveLength(1);
    expect(started(await node.whileUp(() => upload({ foo: 'bar' })))).toHaveLength(1);
  });

  test('when more tags are watched: it calls for all of these, and the others are dropped here', async () => {
    const node = await place({ parameters: watching({ foo: 'bar' }) });
    await node.publish();
    await node.publish(watching({ foo: 'bar', year: '2026' }));
    expect(events()).toHaveLength(1);
    const items = started(
      await node.whileUp(() => {
        upload({ foo: 'bar' });
        upload({ foo: 'bar', year: '2025' });
        upload({ year: '2026', foo: 'bar', more: 'x' });
      }),
    );
    expect(items).toMatchObject([{ tags: { foo: 'bar', year: '2026', more: 'x' } }]);
    expect(lab.emulator.journal.deliveries.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('when the tags are changed back: of all that were registered the right one', async () => {
    const node = await place({ parameters: watching({ a: '1' }) });
    await node.publish();
    await node.publish(watching({ a: '2' }));
    const [first, second] = ids();
    expect(named(node)).toEqual(new Set([first]));
    await node.publish(watching({ a: '1' }));
    await node.restart();
    expect(ids()).toEqual([first, second]);
    const items = started(
      await node.whileUp(() => {
        upload({ a: '1' });
        upload({ a: '2' });
      }),
    );
    expect(items).toMatchObject([{ eventId: first, tags: { a: '1' }, leftoverEvents: [second] }]);
    expect(lab.emulator.journal.deliveries.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('when anything else but company and tags is edited', async () => {
    const node = await place();
    await node.publish();
    for (const more of [{ download: true }, { options: { confirm: true } }]) {
      await node.publish({ ...watching({ foo: 'bar' }), ...more });
    }
    expect(events()).toHaveLength(1);
  });
});

describe('a new one is registered', () => {
  test.each<[string, INodeParameters]>([
    ['a tag has another value', watching({ foo: 'baz' })],
    ['a tag is taken away', watching({ foo: 'bar' })],
  ])('when %s, and the old one is named and starts nothing', async (_, after) => {
    const node = await place({ parameters: watching({ foo: 'bar', year: '2026' }) });
    await node.publish();
    const [old] = ids();
    expect(await node.publish(after)).toBe('created');
    const [, current, ...more] = ids();
    expect(more).toEqual([]);
    expect(named(node)).toEqual(new Set([old]));
    const received = await node.whileUp(() => {
      lab.emulator.control.fire(old!);
      lab.emulator.control.fire(current!);
    });
    expect(started(received)).toMatchObject([{ eventId: current, leftoverEvents: [old] }]);
    expect(lab.emulator.journal.deliveries.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('for another company, although the tags are the same', async () => {
    const credential: ICredentialDataDecryptedObject = {};
    const node = await place({ credential });
    await node.publish();
    const { id: clientId, secret: clientSecret } = seed.clients.other;
    Object.assign(credential, { clientId, clientSecret, companyId: '99' });
    await node.publish();
    expect(events().map(({ companyId }) => companyId)).toEqual(['1', '99']);
    expect(named(node)).toEqual(new Set([ids()[0]]));
  });

  test('for a copy of the workflow, which leaves that of the original alone', async () => {
    const [original, copy] = [await place(), await place()];
    await original.publish();
    copy.database = structuredClone(original.database);
    await copy.publish();
    expect(events()).toHaveLength(2);
    expect(tokenOf(events()[0]!.callbackUrl)).not.toBe(tokenOf(events()[1]!.callbackUrl));
    expect(copy.logs.filter(({ level }) => level === 'warn')).toEqual([]);
    await copy.publish(watching({ foo: 'bar' }, { removeByApi: true }));
    await copy.unpublish();
    expect(ids()).toContain(events()[0]!.id);
    expect(calls().filter((call) => call.includes(events()[0]!.id))).toEqual([]);
  });

  test('when the user says that Trust has removed the old one', async () => {
    const node = await place();
    await node.publish();
    const [old] = ids();
    lab.emulator.control.removeEvent(old!);
    await node.publish(watching({ foo: 'bar' }, { removedEvents: ` 1234, ${old} ` }));
    expect(events()).toHaveLength(1);
    expect(events()[0]!.id).not.toBe(old);
    const [item] = started(await node.whileUp(() => upload({ foo: 'bar' })));
    expect(item).not.toHaveProperty('leftoverEvents');
  });

  test('when n8n has moved, since the old one calls the old address', async () => {
    const node = await place();
    await node.publish();
    const [old] = ids();
    const hooks = triggerHooks({
      packages: lab.packages,
      nodeType: TRIGGER,
      parameters: watching({ foo: 'bar' }),
      credentials: lab.credentials(),
      webhookId: node.webhookId,
      webhookBaseUrl: 'https://new.example.com/webhook',
      staticData: node.database,
    });
    expect(await hooks.checkExists()).toBe(false);
    await hooks.create();
    expect(events()).toHaveLength(2);
    expect(events()[1]!.callbackUrl).toContain('https://new.example.com/webhook/');
    expect(JSON.stringify(hooks.staticData)).toContain(old);
  });
});

describe('with Refuse to Leave Events Behind', () => {
  const parameters = (tags: Record<string, string>) => watching(tags, { refuseSecond: true });

  test('publishing fails with their IDs, and Trust hears nothing', async () => {
    const node = await place({ parameters: parameters({ a: '1' }) });
    await node.publish();
    const [old] = ids();
    lab.emulator.journal.clear();
    const { message, description } = await rejectionOf(node.publish(parameters({ a: '2' })));
    expect(message).toMatch(
      new RegExp(
        `^Left behind and in the way: event ${old} \\(company 1, tags \\{"a":"1"\\}, since 20[^)]*Z\\)$`,
      ),
    );
    expect(description).toMatch(/^Such an event starts no workflow/);
    expect(calls()).toEqual([]);

    // Back to what it waits for, or removed by Trust: both are ways out.
    await node.publish(parameters({ a: '1' }));
    lab.emulator.control.removeEvent(old!);
    await node.publish(watching({ a: '2' }, { refuseSecond: true, removedEvents: old! }));
    expect(events()).toHaveLength(1);
  });
});

test('after fifty that were left behind no further one is registered', async () => {
  const node = await place({ parameters: watching({ n: '0' }) });
  for (let n = 0; n < 51; n++) await node.publish(watching({ n: String(n) })).catch(() => undefined);
  expect(events()).toHaveLength(50);
  const { message, description } = await rejectionOf(node.publish(watching({ n: 'x' })));
  expect(message).toBe('50 registrations were left behind, so the node does not make another one');
  for (const id of ids()) expect(description).toContain(id);
}, 60_000);

describe('with Remove Events by API', () => {
  const removing = (tags: Record<string, string> = { foo: 'bar' }) => watching(tags, { removeByApi: true });

  test.each([200, 202, 204] as const)(
    'Remove Events by API keeps at most one event when the service answers %s',
    async (status) => {
      await lab.emulatorWith({ assume: { deleteEventStatus: status } });
      const node = await place({ parameters: removing({ a: '1' }) });
      await node.publish();
      await node.publish(removing({ a: '2' }));
      await node.publish(removing({ a: '2', b: '3' }));
      expect(events()).toMatchObject([{ listener: { tags: { a: '2', b: '3' } } }]);
      expect(calls().map((call) => call.split(' ')[0])).toEqual(['POST', 'DELETE', 'POST', 'DELETE', 'POST']);
      await node.unpublish();
      expect(events()).toEqual([]);
      expect(named(node)).toEqual(new Set());
      expect(node.database).toEqual({ subscriptions: {} });
    },
  );

  // 404 is also what a service answers that has no such endpoint: taken for a removal, an event would live on unnamed.
  test.each([404, 405] as const)(
    'Remove Events by API names the orphaned event when the service answers %s',
    async (status) => {
      await lab.emulatorWith({ assume: { deleteEventStatus: status } });
      const node = await place({ parameters: removing({ a: '1' }) });
      await node.publish();
      await node.publish(removing({ a: '2' }));
      const [old, current] = ids();
      expect(named(node)).toEqual(new Set([old]));
      const received = await node.whileUp(() => {
        upload({ a: '1' });
        upload({ a: '2' });
      });
      expect(started(received)).toMatchObject([{ eventId: current, leftoverEvents: [old] }]);
    },
  );

  test('one that may be gone (404) is not used again, unless it calls', async () => {
    const node = await place({ parameters: removing({ a: '1' }) });
    await node.publish();
    const [old] = ids();
    await node.publish(removing({ a: '2' }));
    await node.publish(removing({ a: '1' }));
    expect(events()).toHaveLength(3);
    const current = ids()[2];
    const items = started(await node.whileUp(() => upload({ a: '1' })));
    expect(items).toMatchObject([{ eventId: current }]);
    expect(named(node)).toContain(old);
  });

  test('what could not be removed in a bad moment is removed the next time', async () => {
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    const node = await place({ parameters: removing({ a: '1' }) });
    await node.publish();
    lab.emulator.faults.inject({
      match: { method: 'DELETE' },
      times: 'always',
      fault: { kind: 'status', code: 403 },
    });
    await node.unpublish();
    expect(events()).toHaveLength(1);
    expect(named(node)).toEqual(new Set(ids()));
    lab.emulator.faults.clear();
    await node.publish(removing({ a: '2' }));
    expect(events()).toMatchObject([{ listener: { tags: { a: '2' } } }]);
  });

  test('a "not known" counts where another one could be removed', async () => {
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    const node = await place({ parameters: watching({ a: '1' }) });
    await node.publish();
    await node.publish(watching({ a: '2' }));
    lab.emulator.control.removeEvent(ids()[0]!);
    await node.publish(removing({ a: '3' }));
    await node.unpublish();
    expect(events()).toEqual([]);
    expect(node.database).toEqual({ subscriptions: {} });
  });

  test('one of another environment is not asked for where it cannot be', async () => {
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    const node = await place({ parameters: removing() });
    await node.publish();
    const elsewhere = lab.emulator;
    const [old] = ids();
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    await node.publish(removing());
    expect(calls()).toEqual(['POST /lighthouse/api/v1/event 201']);
    expect(elsewhere.control.events()).toHaveLength(1);
    expect(named(node)).toEqual(new Set([old]));
  });
});
