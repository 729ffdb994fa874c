import type { IDataObject, IHookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { lifecycleOf, webhookTrigger } from '@signalbox/http-core/webhook';
import type {
  ManualSubscription,
  SubscriptionLifecycle,
  WebhookReceiver,
  WebhookTrigger,
} from '@signalbox/http-core/webhook';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { loadState } from '@signalbox/http-core/internal/webhook/state/subscription-state';
import { listen, loadWorkflow } from '../real-contexts';
import { withN8nExtras } from './delivery-server';
import { FakeRegistry } from './fake-registry';

const TOKEN = 'a token of the user, long enough';

const manual: ManualSubscription = { manual: true, secret: 'urlToken', userSecret: () => TOKEN };

interface Event {
  id: string;
}

const receiver: WebhookReceiver<Event> = {
  verify: () => ({ ok: true }),
  needsSecret: () => false,
  schema: () => z.looseObject({ id: z.string() }),
  deliveryId: ({ id }) => id,
  inFlightWaitMs: 20,
  toItems: (event) => [{ json: event }],
};

const lifecycle = lifecycleOf(manual);

let database: IDataObject;

beforeEach(() => {
  clearProcessCache();
  database = {};
});

describe('the description of the webhook', () => {
  test('lets n8n send the JSON of the receiver as soon as an execution has started', () => {
    const { webhooks } = webhookTrigger({ path: 'acme', lifecycle, receiver });
    expect(webhooks).toEqual([
      { name: 'default', httpMethod: 'POST', path: 'acme', responseMode: 'onReceived', responseData: '' },
    ]);
  });

  test('keeps the output of a workflow from the sender that waits for its end', () => {
    const { webhooks } = webhookTrigger({
      path: 'acme',
      lifecycle,
      receiver,
      responseModeParameter: 'acknowledge',
    });
    expect(webhooks).toEqual([
      {
        name: 'default',
        httpMethod: 'POST',
        path: 'acme',
        responseMode: '={{$parameter["acknowledge"]}}',
        responseData: 'noData',
      },
    ]);
  });

  test('cannot be contradicted by a receiver', () => {
    const contradicting = { ...receiver, responseMode: () => 'lastNode' as const };
    // @ts-expect-error `lastNode` takes a parameter that the description knows.
    expect(webhookTrigger({ path: 'acme', lifecycle, receiver: contradicting }).webhooks).toHaveLength(1);
  });
});

describe('webhook()', () => {
  /** Responses of n8n to the same event twice, the second while the first has no response yet. */
  async function deliverTwice(trigger: WebhookTrigger, acknowledge = 'onReceived'): Promise<string[]> {
    const responses: string[] = [];
    const pending: (() => void)[] = [];
    const server = await listen((request, response) => {
      const ctx = loadWorkflow({
        staticData: database,
        properties: [{ displayName: 'Acknowledge', name: 'acknowledge', type: 'string', default: '' }],
        parameters: { acknowledge },
      }).webhookContext(withN8nExtras(request), response);
      void trigger.webhook.call(ctx).then((result: IWebhookResponseData) => {
        if (!response.headersSent) pending.push(() => response.end(JSON.stringify(result.webhookResponse)));
        else pending.shift()?.();
      });
    });
    const send = async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(server.url, { method: 'POST', headers, body: '{"id":"1"}' });
      responses.push(`${response.status} ${await response.text()}`);
    };
    const first = send();
    while (pending.length === 0 && responses.length === 0) await new Promise((next) => setTimeout(next, 1));
    if (responses.length === 0) await send();
    await first;
    await server.close();
    return responses;
  }

  beforeEach(async () => {
    const loaded = loadWorkflow();
    await lifecycle.create.call(loaded.hookContext('trigger', 'activate'));
    database = loaded.saved();
  });

  test('receives with the receiver', async () => {
    const trigger = webhookTrigger({ path: 'acme', lifecycle, receiver });
    expect(await deliverTwice(trigger)).toEqual([
      '200 {"accepted":true,"duplicate":true}',
      '200 {"accepted":true}',
    ]);
  });

  test('keeps the event in progress until the end of the workflow where the user chose that', async () => {
    const trigger = webhookTrigger({
      path: 'acme',
      lifecycle,
      receiver,
      responseModeParameter: 'acknowledge',
    });
    expect(await deliverTwice(trigger)).toEqual([
      '200 {"accepted":true,"duplicate":true}',
      '200 {"accepted":true}',
    ]);
    clearProcessCache();
    expect(await deliverTwice(trigger, 'lastNode')).toEqual([
      '503 {"error":"the event is being handled, send it again later"}',
      '200 {"accepted":true}',
    ]);
  });

  test('makes the receiver for each delivery where it is a function', async () => {
    const seen: string[] = [];
    const trigger = webhookTrigger<Event>({
      path: 'acme',
      lifecycle,
      receiver: async (ctx) => {
        seen.push(ctx.getNode().name);
        return receiver;
      },
    });
    expect(await deliverTwice(trigger)).toHaveLength(2);
    expect(seen).toEqual(['Trigger', 'Trigger']);
  });

  test('responds once with 500 if the receiver cannot be made', async () => {
    const trigger = webhookTrigger<Event>({
      path: 'acme',
      lifecycle,
      receiver: async () => {
        throw new Error('no receiver');
      },
    });
    expect(await deliverTwice(trigger)).toEqual([
      '500 {"error":"the event could not be handled, send it again"}',
    ]);
  });
});

describe('the hooks', () => {
  test('get the context of n8n', async () => {
    const called: string[] = [];
    const hook = (name: string) =>
      async function (this: IHookFunctions) {
        called.push(`${name} ${this.constructor.name}`);
        return true;
      };
    const noted: SubscriptionLifecycle = {
      checkExists: hook('checkExists'),
      create: hook('create'),
      delete: hook('delete'),
    };
    const { default: hooks } = webhookTrigger({ path: 'acme', lifecycle: noted, receiver }).webhookMethods;
    const ctx = loadWorkflow().hookContext('trigger', 'activate');
    await hooks.checkExists.call(ctx);
    await hooks.create.call(ctx);
    await hooks.delete.call(ctx);
    expect(called).toEqual(['checkExists HookContext', 'create HookContext', 'delete HookContext']);
  });

  test('ask for the subscription of each hook', async () => {
    const asked: string[] = [];
    const {
      checkExists,
      create,
      delete: remove,
    } = lifecycleOf(async (_ctx, hook) => {
      asked.push(hook);
      return manual;
    });
    const ctx = loadWorkflow().hookContext('trigger', 'activate');
    expect(await checkExists.call(ctx)).toBe(false);
    expect(await create.call(ctx)).toBe(true);
    expect(await checkExists.call(ctx)).toBe(true);
    expect(await remove.call(ctx)).toBe(true);
    expect(await checkExists.call(ctx)).toBe(false);
    expect(asked).toEqual(['checkExists', 'create', 'checkExists', 'delete', 'checkExists']);
  });
});

describe('registered', () => {
  const abilities = { canList: true, canRepair: true, tellsId: true };

  test('is called once the id of a created or repaired subscription is saved, and not for one that fits', async () => {
    const registry = new FakeRegistry();
    const saved: unknown[] = [];
    const loaded = loadWorkflow();
    const ctx = loaded.hookContext('trigger', 'activate');
    const { create } = lifecycleOf({
      ...registry.adapter('all', abilities),
      registered: async (_ctx, id) => {
        saved.push([id, loadState(ctx, 'production')?.id]);
      },
    });
    await create.call(ctx);
    expect(saved).toEqual([['subscription-1', 'subscription-1']]);
    await create.call(ctx);
    expect(saved).toHaveLength(1);
    for (const one of registry.registered.values()) one.enabled = false;
    await create.call(ctx);
    expect(saved).toEqual([
      ['subscription-1', 'subscription-1'],
      ['subscription-1', 'subscription-1'],
    ]);
  });

  test('fails the publication with its own error, though the service answers 404', async () => {
    const registry = new FakeRegistry();
    const { create } = lifecycleOf({
      ...registry.adapter('all', abilities),
      registered: async () => {
        throw Object.assign(new Error('cannot be synchronized'), { httpCode: '404' });
      },
    });
    const ctx = loadWorkflow().hookContext('trigger', 'activate');
    await expect(create.call(ctx)).rejects.toThrow('cannot be synchronized');
    for (const one of registry.registered.values()) one.enabled = false;
    // A repair whose 404 was taken for a removed subscription would create a second one.
    await expect(create.call(ctx)).rejects.toThrow('cannot be synchronized');
    expect(registry.registered.size).toBe(1);
  });
});
