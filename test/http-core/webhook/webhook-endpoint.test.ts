import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { checkExists, create, remove } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import { verifyUrlToken } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { loadWorkflow } from '../real-contexts';
import type { TriggerOptions } from '../real-contexts';
import { serveDeliveries } from './delivery-server';
import { FakeRegistry } from './fake-registry';

const receiver: Receiver<{ id: string }> = {
  verify: verifyUrlToken(),
  schema: () => z.looseObject({ id: z.string() }),
  toItems: (event) => [{ json: event }],
};

const PATH = '6a1f2d5e-0000-4000-8000-000000000001/webhook';

/** Settings of n8n for its webhook URLs, and the resulting URLs. */
const INSTALLATIONS: Array<{ name: string; options: TriggerOptions; production: string; test: string }> = [
  {
    name: 'as it comes',
    options: {},
    production: `https://n8n.example.com/webhook/${PATH}`,
    test: `https://n8n.example.com/webhook-test/${PATH}`,
  },
  {
    name: 'WEBHOOK_URL has /webhook-test/ in its path',
    options: { baseUrl: 'https://n8n.example.com/webhook-test/' },
    production: `https://n8n.example.com/webhook-test/webhook/${PATH}`,
    test: `https://n8n.example.com/webhook-test/webhook-test/${PATH}`,
  },
  {
    name: 'N8N_ENDPOINT_WEBHOOK_TEST is renamed',
    options: { testEndpoint: 'trial' },
    production: `https://n8n.example.com/webhook/${PATH}`,
    test: `https://n8n.example.com/trial/${PATH}`,
  },
  {
    name: 'the two endpoints have changed their names',
    options: { endpoint: 'webhook-test', testEndpoint: 'webhook' },
    production: `https://n8n.example.com/webhook-test/${PATH}`,
    test: `https://n8n.example.com/webhook/${PATH}`,
  },
];

describe.each(INSTALLATIONS)('n8n: $name', ({ options, production, test: testUrl }) => {
  const abilities = { canList: true, canRepair: true, tellsId: true };
  let registry: FakeRegistry;
  let database: IDataObject;
  /** Static data of the workflow that listens for a test event; n8n keeps it apart. */
  let testData: IDataObject;

  beforeEach(() => {
    clearProcessCache();
    registry = new FakeRegistry();
    database = {};
    testData = {};
  });

  const subscription = () => registry.adapter('all', abilities);

  async function publish(): Promise<void> {
    const loaded = loadWorkflow({ ...options, staticData: database });
    const ctx = loaded.hookContext('trigger', 'activate');
    if (!(await checkExists(ctx, subscription()))) await create(ctx, subscription());
    database = loaded.saved();
  }

  async function unpublish(): Promise<void> {
    const loaded = loadWorkflow({ ...options, staticData: database });
    await remove(loaded.hookContext('internal', 'update'), subscription());
    database = loaded.saved();
  }

  async function listenForTest(): Promise<void> {
    const loaded = loadWorkflow({ ...options, staticData: {} });
    const ctx = loaded.hookContext('manual', 'manual', true);
    if (!(await checkExists(ctx, subscription()))) await create(ctx, subscription());
    testData = loaded.saved();
  }

  async function stopTest(): Promise<void> {
    const loaded = loadWorkflow({ ...options, staticData: testData });
    await remove(loaded.hookContext('internal', 'update', true), subscription());
  }

  const counts = () => [registry.at(production).length, registry.at(testUrl).length];

  test('publishing registers the webhook, and an event is accepted', async () => {
    await publish();
    expect(counts()).toEqual([1, 0]);
    const server = await serveDeliveries(() => receiver as never);
    try {
      server.database = database;
      const called = `${server.url}${new URL(registry.at(production)[0]!.url).search}`;
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(called, { method: 'POST', headers, body: '{"id":"1"}' })).status).toBe(200);
      expect(server.executions).toEqual([[{ json: { id: '1' } }]]);
    } finally {
      await server.close();
    }
    await unpublish();
    expect(counts()).toEqual([0, 0]);
  });

  test('starting and stopping a test leaves the production webhook unchanged', async () => {
    await publish();
    const [before] = registry.at(production);
    await listenForTest();
    expect(counts()).toEqual([1, 1]);
    await stopTest();
    expect(counts()).toEqual([1, 0]);
    expect(registry.at(production)).toEqual([before]);
  });

  test('unpublishing leaves a running test unchanged', async () => {
    await publish();
    await listenForTest();
    await unpublish();
    expect(counts()).toEqual([0, 1]);
    await stopTest();
    expect(counts()).toEqual([0, 0]);
  });

  test('cleaning up a failed test registration leaves the production webhook unchanged', async () => {
    await publish();
    registry.faults = ['none', 'failBefore'];
    await expect(listenForTest()).rejects.toThrow('503');
    registry.faults = [];
    await stopTest();
    expect(counts()).toEqual([1, 0]);
  });

  test('static data is enough to tell test and production apart after a restart', async () => {
    await publish();
    await listenForTest();
    clearProcessCache();
    await stopTest();
    expect(counts()).toEqual([1, 0]);
    clearProcessCache();
    await unpublish();
    expect(counts()).toEqual([0, 0]);
  });
});
