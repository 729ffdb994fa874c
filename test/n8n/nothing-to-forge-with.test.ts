import { randomUUID } from 'node:crypto';
import { poll, triggerHooks, webhookServer, type HookOptions } from '@signalbox/node-harness';
import type { IDataObject } from 'n8n-workflow';
import * as dataworld from '../dataworld-sentry/lab';
import * as disruptive from '../disruptive-technologies/lab';
import { connectors } from '../disruptive-technologies/listening-trigger';
import { push, sharedSecretHeader } from '../disruptive-technologies/signed-push';
import * as signl4 from '../signl4/lab';
import * as trust from '../trust-lighthouse/lab';
import { expectNotGuessable, possibleSecrets } from './forgery';

/*
 * n8n shows static data to everybody who may read workflows. Nothing in it must let such a reader send an event that the node
 * takes: not as a secret, and not as something that a secret can be computed or searched from.
 */

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A published node that has taken one genuine event, with all that n8n keeps of it. */
async function published(options: Partial<HookOptions> & Pick<HookOptions, 'packages' | 'nodeType'>) {
  const trigger = { webhookId: randomUUID(), ...options };
  const hooks = triggerHooks({ webhookBaseUrl: 'https://flows.example.test/webhook', ...trigger });
  await hooks.create();
  const server = await webhookServer({ ...trigger, staticData: hooks.staticData });
  closing.push(() => server.close());
  return {
    hooks,
    server,
    deliver: async (
      rawBody: string,
      headers: Record<string, string> = {},
      query: Record<string, string> = {},
    ) =>
      (await server.deliver({ rawBody, headers: { 'content-type': 'application/json', ...headers }, query }))
        .status,
  };
}

/** Tries all that static data holds as the secret. `send` forges an event with it. */
async function expectUnforgeable(
  { server }: { server: { staticData: IDataObject } },
  send: (secret: string | Buffer) => Promise<number>,
): Promise<void> {
  const secrets = possibleSecrets(server.staticData);
  expect(secrets.length).toBeGreaterThan(10);
  for (const secret of secrets) expect([String(secret), await send(secret)]).toEqual([String(secret), 401]);
}

describe('Disruptive Technologies', () => {
  const lab = disruptive.useLab();
  const signatureSecret = 'correct-horse-battery';

  test.each([
    ['registered by itself', { projectId: disruptive.building }],
    ['registered by hand', { projectId: disruptive.building, registration: 'manual' }],
  ])('%s', async (_title, parameters) => {
    const trigger = await published({
      packages: lab.packages,
      nodeType: disruptive.TRIGGER,
      credentials: lab.credentials({ signatureSecret }),
      parameters,
    });
    const key = connectors(lab)[0]?.config.signatureSecret ?? signatureSecret;
    const send = async (secret: string | Buffer) => {
      const body = push();
      return await trigger.deliver(body, sharedSecretHeader(body, secret));
    };
    expect(await send(key)).toBe(200);
    await expectUnforgeable(trigger, send);
    for (const secret of [key, signatureSecret, disruptive.keyOf('full').secret]) {
      expectNotGuessable(trigger.server.staticData, secret);
    }
  });
});

describe('SIGNL4', () => {
  const lab = signl4.useLab();
  const event = () => JSON.stringify({ id: randomUUID(), eventType: 201 });

  test.each(['automatic', 'manual'])('registration: %s', async (registration) => {
    const trigger = await published({
      packages: lab.packages,
      nodeType: signl4.TRIGGER,
      credentials: lab.credentials(),
      parameters: { registration },
    });
    const { extUrl } = lab.emulator.control.webhooks()[0] ?? {};
    const token = extUrl ? new URL(extUrl).searchParams.get('token')! : signl4.webhookToken;
    const send = async (secret: string | Buffer) =>
      await trigger.deliver(event(), {}, { token: String(secret) });
    expect(await send(token)).toBe(200);
    await expectUnforgeable(trigger, send);
    for (const secret of [signl4.webhookToken, signl4.seed.apiKey]) {
      expectNotGuessable(trigger.server.staticData, secret);
    }
  });
});

describe('data.world', () => {
  const lab = dataworld.useLab();

  test('the webhook', async () => {
    const trigger = await published({
      packages: lab.packages,
      nodeType: 'n8n-nodes-dataworld-sentry.dataWorldTrigger',
      credentials: lab.credentials(),
    });
    const send = async (secret: string | Buffer) =>
      await trigger.deliver(
        JSON.stringify({ action: 'update', entity: 'file', file: 'a.csv', timestamp: new Date() }),
        {
          authorization: Buffer.from(secret)
            .toString('latin1')
            .replace(/[^\x20-\x7e]/g, '?'),
        },
      );
    expect(await send(dataworld.webhookKey)).toBe(200);
    await expectUnforgeable(trigger, send);
    for (const secret of dataworld.secrets) expectNotGuessable(trigger.server.staticData, secret);
  });

  test('the poll keeps nothing of the credential', async () => {
    const { staticData } = await poll({
      packages: lab.packages,
      nodeType: 'n8n-nodes-dataworld-sentry.dataWorldSentryTrigger',
      credentials: lab.credentials(),
    });
    for (const secret of dataworld.secrets) expectNotGuessable(staticData, secret);
  });
});

describe('Trust', () => {
  const lab = trust.useLab();
  const tags = trust.tagFields({ foo: 'bar' });

  test('the callback', async () => {
    const trigger = await published({
      packages: lab.packages,
      nodeType: trust.TRIGGER,
      credentials: lab.credentials(),
      parameters: { ...tags, options: { allowLocalCallbackUrl: true } },
    });
    const [{ id, callbackUrl }] = lab.emulator.control.events() as unknown as [
      { id: string; callbackUrl: string },
    ];
    const send = async (secret: string | Buffer) =>
      await trigger.deliver(
        JSON.stringify({ event_id: id, data: { file_register_uuid: randomUUID(), tags: { foo: 'bar' } } }),
        {},
        { token: String(secret) },
      );
    expect(await send(new URL(callbackUrl).searchParams.get('token')!)).toBe(200);
    await expectUnforgeable(trigger, send);
    for (const secret of trust.secrets) expectNotGuessable(trigger.server.staticData, secret);
  });

  test('the poll keeps nothing of the credential', async () => {
    const { staticData } = await poll({
      packages: lab.packages,
      nodeType: trust.POLLING_TRIGGER,
      credentials: lab.credentials(),
      parameters: tags,
    });
    for (const secret of trust.secrets) expectNotGuessable(staticData, secret);
  });
});
