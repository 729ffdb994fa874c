import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { expectNoSecret, rejectionOf, useLab } from './lab';
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
const registrations = () => lab.requests().filter(({ method }) => method === 'POST').length;
const upload = (tags: Record<string, string>) => lab.emulator.control.upload({ tags });
const answers = () => lab.emulator.journal.deliveries.map(({ status }) => status);

/** The IDs that n8n was told to be left behind. */
function named({ logs }: N8nNode): Set<string> {
  return new Set(
    logs.flatMap(
      ({ message }) => /^Left behind at the service: event ([\w-]+) /.exec(message)?.slice(1) ?? [],
    ),
  );
}

describe('n8n dies between a registration and the saving of its ID', () => {
  test('recovers the orphaned subscription from its first notice after a crash', async () => {
    const node = await place();
    await node.publishAndDie();
    const [id] = ids();
    expect(node.database).toEqual({});

    const items = started(
      await node.whileUp(async () => {
        upload({ foo: 'bar' });
        await lab.emulator.control.idle();
        upload({ foo: 'bar' });
      }),
    );
    expect(items.map(({ eventId }) => eventId)).toEqual([id, id]);
    expect(answers()).toEqual([200, 200]);
    expect(node.logs.filter(({ level }) => level === 'warn')).toEqual([]);
    // And is used when the workflow is published again.
    await node.restart();
    await node.publish();
    expect(ids()).toEqual([id]);
  });

  test('an orphaned subscription is named by its first notice when the workflow is published again after a crash', async () => {
    const node = await place();
    await node.publishAndDie();
    await node.publish();
    const [lost, current] = ids();
    const received = await node.whileUp(async () => {
      upload({ foo: 'bar' });
      await lab.emulator.control.idle();
      upload({ foo: 'bar' });
    });
    expect(started(received).map(({ eventId }) => eventId)).toEqual([current, current]);
    expect(answers()).toEqual([200, 200, 200, 200]);
    expect(named(node)).toEqual(new Set([lost]));
    expect(node.logs.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expectNoSecret(
      node.logs,
      events().map(({ callbackUrl }) => callbackUrl!.split('token=')[1]!),
    );
    expect(started(await node.whileUp(() => upload({ foo: 'bar' })))).toMatchObject([
      { eventId: current, leftoverEvents: [lost] },
    ]);
  });

  test('an orphaned subscription of other tags is named after a crash and not used again', async () => {
    const node = await place();
    await node.publishAndDie(watching({ a: '1' }));
    await node.publish(watching({ a: '2' }));
    const [lost, current] = ids();
    expect(started(await node.whileUp(() => upload({ a: '1' })))).toEqual([]);
    expect(answers()).toEqual([200]);
    expect(named(node)).toEqual(new Set([lost]));
    // Its tags are no longer known, so another one is registered.
    await node.publish(watching({ a: '1' }));
    expect(events()).toHaveLength(3);
    expect(named(node)).toEqual(new Set([lost, current]));
  });

  test('the last registration counts after a crash that left the database of before the last edit', async () => {
    const node = await place({ parameters: watching({ a: '1' }) });
    await node.publish();
    await node.publishAndDie(watching({ a: '2' }));
    const [old, current] = ids();
    const received = await node.whileUp(async () => {
      upload({ a: '1' });
      await lab.emulator.control.idle();
      upload({ a: '2' });
      await lab.emulator.control.idle();
      upload({ a: '2' });
    });
    expect(started(received).map(({ eventId, tags }) => [eventId, tags])).toEqual([
      [current, { a: '2' }],
      [current, { a: '2' }],
    ]);
    expect(started(received)[1]).toMatchObject({ leftoverEvents: [old] });
    await node.restart();
    expect(await node.hooks().checkExists()).toBe(true);
  });

  test('the newer subscription counts after a crash when the one in the database has been removed', async () => {
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    const parameters = watching({ a: '1' }, { removeByApi: true });
    const node = await place({ parameters });
    await node.publish();
    const [removed] = ids();
    await node.publishAndDie(parameters);
    const [current, ...more] = ids();
    expect(more).toEqual([]);
    expect(JSON.stringify(node.database)).toContain(removed);
    const items = started(await node.whileUp(() => upload({ a: '1' })));
    expect(items).toMatchObject([{ eventId: current, leftoverEvents: [removed] }]);
  });

  test('in an edit back to what was left behind: that one counts again', async () => {
    const node = await place({ parameters: watching({ a: '1' }) });
    await node.publish();
    await node.publish(watching({ a: '2' }));
    await node.publishAndDie(watching({ a: '1' }));
    const [first, second] = ids();
    const received = await node.whileUp(() => {
      upload({ a: '1' });
      upload({ a: '2' });
    });
    expect(started(received)).toMatchObject([{ eventId: first, leftoverEvents: [second] }]);
  });
});

test('what is remembered is recognised after the secret of the credential has changed, what is lost is refused', async () => {
  const credential: ICredentialDataDecryptedObject = {};
  const node = await place({ credential });
  await node.publish();
  credential.clientSecret = 'another secret of the same client';
  await node.restart();
  const received = await node.whileUp(() => upload({ foo: 'bar' }));
  expect(started(received)).toHaveLength(1);

  await node.restart();
  node.database = {};
  expect(started(await node.whileUp(() => upload({ foo: 'bar' })))).toEqual([]);
  expect(answers()).toEqual([200, 401]);
});

test('an error in which Trust quotes the URL does not show the token', async () => {
  const quoting = createServer((request, response) => {
    const answer = async () => {
      const body = await text(request);
      const isToken = request.url!.startsWith('/oauth/');
      return response
        .writeHead(isToken ? 200 : 422, { 'content-type': 'application/json' })
        .end(
          isToken
            ? JSON.stringify({ access_token: 'A'.repeat(40), token_type: 'Bearer', expires_in: 7200 })
            : JSON.stringify({ code: 422, message: `Validation fail of ${body}` }),
        );
    };
    answer().catch((error: unknown) => response.destroy(error as Error));
  });
  quoting.listen(0, '127.0.0.1');
  await once(quoting, 'listening');
  const url = `http://127.0.0.1:${(quoting.address() as AddressInfo).port}`;
  const node = await place({ credential: { baseUrl: url, ateneaUrl: url } });
  const { message } = await rejectionOf(node.publish());
  expect(message).toContain('token=[hidden]');
  quoting.closeAllConnections();
  quoting.close();
});

describe('the answer to a registration is lost', () => {
  const loseAnswer = () =>
    lab.emulator.faults.inject({
      match: { method: 'POST', path: '/lighthouse' },
      fault: { kind: 'resetAfter' },
    });

  test('immediate retries of n8n register nothing more while the response to a registration is lost', async () => {
    const node = await place();
    loseAnswer();
    const first = await rejectionOf(node.publish());
    expect(first.description).toMatch(/may have been carried out all the same/);
    for (let attempt = 2; attempt <= 5; attempt++) {
      const { message, description } = await rejectionOf(node.publish());
      expect(message).toBe('The service may have registered this already: its response was lost');
      expect(description).toMatch(/Publish the workflow again in a minute/);
    }
    expect(registrations()).toBe(1);
    expect(events()).toHaveLength(1);
  });

  test('an orphaned subscription is named when it calls after the user published again', async () => {
    const node = await place();
    loseAnswer();
    await rejectionOf(node.publish());
    await node.restart();
    aMinuteLater(node);
    await node.publish();
    const [lost, current] = ids();
    const received = await node.whileUp(() => upload({ foo: 'bar' }));
    expect(started(received)).toMatchObject([{ eventId: current }]);
    expect(named(node)).toEqual(new Set([lost]));
  });

  test.each<[string, unknown]>([
    ['no JSON', 'Created'],
    ['no ID', { status: 'Created', value: {} }],
    ['an ID that is a number', { status: 'Created', value: { event_id: 7 } }],
  ])('because it holds %s: the same', async (_, body) => {
    const node = await place();
    lab.emulator.faults.inject({
      match: { method: 'POST', path: '/lighthouse' },
      fault: { kind: 'status', code: 201, body },
    });
    await rejectionOf(node.publish());
    const { message } = await rejectionOf(node.publish());
    expect(message).toBe('The service may have registered this already: its response was lost');
    expect(registrations()).toBe(1);
  });

  test.each([400, 401, 403, 422, 501])(
    'a registration that was refused (%i) is tried again',
    async (code) => {
      const node = await place();
      lab.emulator.faults.inject({
        match: { method: 'POST', path: '/lighthouse' },
        times: code === 401 ? 2 : 1,
        fault: { kind: 'status', code },
      });
      await rejectionOf(node.publish());
      await node.publish();
      expect(events()).toHaveLength(1);
      expect(named(node)).toEqual(new Set());
    },
  );
});

/** Turns the clock of what is in the database back, as far as it tells time. */
function aMinuteLater(node: N8nNode): void {
  const { production } = node.database.subscriptions as Record<string, { extra: { orphans: IDataObject[] } }>;
  for (const one of production!.extra.orphans) one.since = Number(one.since) - 60_001;
}
