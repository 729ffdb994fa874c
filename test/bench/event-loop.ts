import type { IncomingMessage, ServerResponse } from 'node:http';
import { receive } from '@signalbox/http-core/internal/webhook/receive/receive';
import { receiver as events } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldTrigger/receiver';
import { triggerFields as eventFields } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldTrigger/trigger-fields';
import { receiver as pushes } from 'n8n-nodes-disruptive-technologies/nodes/DisruptiveTechnologiesTrigger/receiver';
import { triggerFields as pushFields } from 'n8n-nodes-disruptive-technologies/nodes/DisruptiveTechnologiesTrigger/trigger-fields';
import { receiver as alerts } from 'n8n-nodes-signl4/nodes/Signl4AlertingTrigger/receiver';
import { triggerFields as alertFields } from 'n8n-nodes-signl4/nodes/Signl4AlertingTrigger/trigger-fields';
import { receiverFor as callbackReceiver } from 'n8n-nodes-trust-lighthouse/nodes/TrustLighthouseTrigger/receiver-for';
import { triggerFields as fileFields } from 'n8n-nodes-trust-lighthouse/nodes/TrustLighthouseTrigger/trigger-fields';
import type { INodeParameters, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
// Not exported: only the webhook module is to use them.
import { saveState } from '@signalbox/http-core/internal/webhook/state/subscription-state';
import { hashToken } from '@signalbox/http-core/internal/webhook/verify/url-token';
import { loadWorkflow } from '../http-core/real-contexts';
import type { Benchmark } from './benchmark';
import { median } from './median';
import { verdict } from './report/section';

/** No delivery may keep n8n, which has one thread, from other work for longer than this. */
const BAR_MS = 50;

const TOKEN = 'bench-token-0123456789abcdefghijklmnopqrstu';

/** The longest time for which a delivery of the largest size keeps the event loop of n8n busy. */
export const eventLoop: Benchmark = async ({ quick, progress }) => {
  const rounds = quick ? 3 : 9;
  const problems: string[] = [];
  const rows: string[][] = [];
  for (const { name, properties, parameters, maxBytes, deliveries, webhook } of subjects()) {
    progress(name);
    let worst: { delivery: string; block: number; status: string } | undefined;
    for (const [delivery, body] of Object.entries(deliveries)) {
      const rawBody = Buffer.from(body);
      if (rawBody.length > maxBytes) problems.push(`${name}: "${delivery}" is larger than the limit`);
      const blocks: number[] = [];
      let status = '';
      for (let round = 0; round < rounds; round++) {
        const { ctx, answered } = exchange({ name, properties, parameters }, rawBody);
        blocks.push(await longestBlock(async () => void (await webhook(ctx))));
        status = answered();
      }
      const block = median(blocks);
      if (!worst || block > worst.block) worst = { delivery, block, status };
    }
    rows.push([
      name,
      `${maxBytes / 1024} KB`,
      String(Object.keys(deliveries).length),
      worst!.delivery,
      worst!.status,
      `${worst!.block.toFixed(1)} ms`,
      verdict(worst!.block <= BAR_MS),
    ]);
  }
  return {
    title: 'How long a delivery keeps n8n from other work',
    method: [
      `n8n has one thread, so what a trigger does with a delivery without a pause, all others wait for. Deliveries of the largest size that each trigger takes, genuine by their token and as costly as they can be made, are handed to webhook() on the real n8n-core; measured is the longest time between two turns of the event loop, median of ${rounds} rounds. The table has the costliest of each trigger. What n8n does with the request before and with the items afterwards is not part of it.`,
    ],
    tables: [
      {
        columns: [
          'trigger',
          'size',
          'deliveries tried',
          'the costliest',
          'answer',
          'longest pause',
          `<= ${BAR_MS} ms`,
        ],
        rows,
      },
    ],
    problems,
  };
};

interface Subject {
  name: string;
  properties: INodeProperties[];
  parameters: INodeParameters;
  maxBytes: number;
  /** Bodies by what is special about them. */
  deliveries: Record<string, string>;
  webhook(ctx: IWebhookFunctions): Promise<unknown>;
}

function subjects(): Subject[] {
  const kib256 = 256 * 1024;
  const mib = 1024 * 1024;
  return [
    {
      name: 'data.world Trigger',
      properties: eventFields,
      parameters: {
        events: ['fileUpdated', 'datasetUpdated', 'other'],
        options: { owner: '', resource: '' },
      },
      maxBytes: mib,
      deliveries: {
        ...shapes(mib, { timestamp: '2026-01-05T08:00:00Z' }),
        'a list of {}': filled(mib, '[', '{}', ']'),
        'a list of []': filled(mib, '[', '[]', ']'),
        'a list of numbers': filled(mib, '[', '1', ']'),
        'a list of events': filled(mib, '[', dataWorldEvent, ']'),
        '1,000 events of 24 values': list(mib, 1_000, (n) =>
          JSON.stringify({ action: 'update', entity: 'file', timestamp: n, files: Array(18).fill(1) }),
        ),
        '1,000 events': list(mib, 1_000, dataWorldEvent),
        '1,000 large events': list(mib, 1_000, (n) => dataWorldEvent(n, 'x'.repeat(500))),
        '1,000 events nobody knows': list(mib, 1_000, (n) =>
          JSON.stringify({ sync: n, timestamp: n, more: 'x'.repeat(900) }),
        ),
      },
      webhook: async (ctx) => await receive(ctx, events),
    },
    {
      name: 'SIGNL4 Alerting Trigger',
      properties: alertFields,
      parameters: { events: ['alertAcknowledged', 'other'], teamId: '', options: {} },
      maxBytes: kib256,
      deliveries: {
        ...shapes(kib256, { eventType: 201, id: 'a', alert: { statusCode: 2 } }),
        'a list of wrong IDs': filled(
          kib256,
          '{"eventType":201,"id":"b","alert":{"statusCode":2,"acknowledgedUserIds":[',
          '1',
          ']}}',
        ),
        'a list of as many IDs as are taken': filled(
          kib256,
          '{"eventType":201,"id":"c","alert":{"statusCode":2,"acknowledgedUserIds":[',
          '1',
          ']}}',
          TAKEN,
        ),
        'a list of IDs': filled(
          kib256,
          '{"eventType":201,"id":"b","alert":{"statusCode":2,"acknowledgedUserIds":[',
          '""',
          ']}}',
        ),
        'a test event of many lists': filled(kib256, '{"eventType":1,"id":"b","alert":[', '[]', ']}'),
        'an alert of many keys': filled(
          kib256,
          '{"eventType":201,"id":"b","alert":{"statusCode":2,',
          (n) => `"${n}":0`,
          '}}',
        ),
      },
      webhook: async (ctx) => await receive(ctx, alerts),
    },
    {
      name: 'Disruptive Technologies Trigger',
      properties: pushFields,
      parameters: {
        events: [],
        devices: [],
        labelFilters: ['a', 'b=c'],
        projectId: 'p',
        options: { onlyNewer: true },
      },
      maxBytes: kib256,
      deliveries: {
        ...shapes(kib256, {
          event: {
            eventId: 'a',
            eventType: 'touch',
            targetName: 'projects/p/devices/d',
            timestamp: '2026-01-05T08:00:00Z',
          },
        }),
        'many labels': filled(
          kib256,
          '{"event":{"eventId":"b","eventType":"touch"},"labels":{"a":"","b":"c",',
          (n) => `"${n}":""`,
          '}}',
        ),
        'many Cloud Connectors': filled(
          kib256,
          '{"event":{"eventId":"c","eventType":"networkStatus","data":{"networkStatus":{"cloudConnectors":[',
          '{}',
          ']}}},"labels":{"a":"","b":"c"}}',
        ),
        'as many Cloud Connectors as are taken': filled(
          kib256,
          '{"event":{"eventId":"e","eventType":"networkStatus","data":{"networkStatus":{"cloudConnectors":[',
          '{}',
          ']}}},"labels":{"a":"","b":"c"}}',
          TAKEN / 2,
        ),
        'many samples': filled(
          kib256,
          '{"event":{"eventId":"d","eventType":"temperature","data":{"temperature":{"samples":[',
          '{"value":1}',
          ']}}},"labels":{"a":"","b":"c"}}',
        ),
      },
      // Its signature would have to be made for each body; what checking it takes, the benchmark "verify" tells.
      webhook: async (ctx) =>
        await receive(ctx, { ...pushes, needsSecret: () => false, verify: () => ({ ok: true }) }),
    },
    {
      name: 'Trust Lighthouse Trigger',
      properties: fileFields,
      parameters: { specifyTags: 'json', tagsJson: '{"foo":"bar"}', options: {} },
      maxBytes: mib,
      deliveries: {
        ...shapes(mib, { event_id: 'e', data: { file_register_uuid: 'f', tags: { foo: 'bar' } } }),
        'many tags': filled(
          mib,
          '{"event_id":"e","data":{"file_register_uuid":"g","tags":{"foo":"bar",',
          (n) => `"${n}":""`,
          '}}}',
        ),
        'as many tags as are taken': filled(
          mib,
          '{"event_id":"e","data":{"file_register_uuid":"i","tags":{"foo":"bar",',
          (n) => `"${n}":""`,
          '}}}',
          TAKEN,
        ),
        'tags of lists': filled(
          mib,
          '{"event_id":"e","data":{"file_register_uuid":"h","tags":{"foo":"bar","x":[',
          '[]',
          ']}}}',
        ),
      },
      webhook: async (ctx) => await receive(ctx, callbackReceiver),
    },
  ];
}

/** Extra fields that make an event as costly as possible for any receiver, within the limits of size and count. */
function shapes(bytes: number, event: object): Record<string, string> {
  const head = JSON.stringify(event).slice(0, -1);
  // Each has a different id, so that none is a duplicate.
  const shape = (n: number, open: string, entry: Entry, close: string, most?: number) =>
    filled(bytes, `${head.replace(/"(a|e|touch)"/, `"$1${n}"`)},"x":${open}`, entry, `${close}}`, most);
  const many: [string, string, Entry, string][] = [
    ['many keys', '{', (n) => `"${n.toString(36)}":0`, '}'],
    ['many nulls', '{', (n) => `"${n.toString(36)}":null`, '}'],
    ['many lists', '[', '[]', ']'],
    ['many objects with escapes', '["\\u0041",', '{}', ']'],
    ['many nulls in objects', '[', '{"a":null}', ']'],
    ['many numbers', '[null,', '1', ']'],
  ];
  return {
    ...Object.fromEntries(
      many.flatMap(([name, open, entry, close], n) => [
        [`${name}, too many`, shape(n, open, entry, close)],
        [name, shape(n + 10, open, entry, close, /[[{]/.test(String(entry)) ? TAKEN / 2 : TAKEN)],
      ]),
    ),
    'a long text': shape(20, '["\\u0041', 'x'.repeat(1_000), '"]'),
    'a long text of escapes': shape(21, '["', '\\u0041'.repeat(100), '"]'),
    'many keys beside, too many': filled(bytes, `${head},`, (n) => `"${n.toString(36)}":0`, '}'),
    'many keys beside': filled(bytes, `${head},`, (n) => `"${n.toString(36)}":0`, '}', TAKEN),
    'many lists in lists': shape(22, '['.repeat(bytes / 2 - 1_000), '', ']'.repeat(bytes / 2 - 1_000)),
  };
}

type Entry = string | ((n: number) => string);

/** A little less than the most values that are taken. */
const TAKEN = 24_500;

function dataWorldEvent(n: number, more = ''): string {
  return JSON.stringify({
    action: 'update',
    entity: 'file',
    owner: 'Org',
    dataset: 'Sales',
    file: `${n}.csv`,
    actor: more,
    timestamp: '2026-01-05T08:00:00.123Z',
    links: {
      web: { dataset: 'https://data.world/org/sales' },
      api: { dataset: 'https://api.data.world/v0/datasets/org/sales' },
    },
  });
}

/** Open, as many entries as there is room for, close. */
function filled(bytes: number, open: string, entry: Entry, close: string, most = Infinity): string {
  const entries: string[] = [];
  let left = bytes - Buffer.byteLength(open) - Buffer.byteLength(close);
  for (let n = 0; entry !== '' && n < most; n++) {
    const one = typeof entry === 'string' ? entry : entry(n);
    left -= Buffer.byteLength(one) + 1;
    if (left < 0) break;
    entries.push(one);
  }
  // Parts of one text, or values of a list or an object.
  return open + entries.join(/"[^"]*$/.test(open) && close.startsWith('"') ? '' : ',') + close;
}

function list(bytes: number, count: number, entry: (n: number) => string): string {
  const text = `[${Array.from({ length: count }, (_, n) => entry(n)).join()}]`;
  return text.length <= bytes ? text : filled(bytes, '[', entry, ']');
}

/** A delivery to a trigger that is registered, as n8n hands it over. */
function exchange(
  { name, properties, parameters }: Pick<Subject, 'name' | 'properties' | 'parameters'>,
  rawBody: Buffer,
): { ctx: IWebhookFunctions; answered(): string } {
  const loaded = loadWorkflow({ webhookId: `${name} ${deliveries++}`, properties, parameters });
  saveState(loaded.hookContext('trigger', 'activate'), 'production', {
    url: 'https://n8n.example.com/webhook',
    tokenHashes: [hashToken(TOKEN)],
    recipes: [],
    settings: '{}',
  });
  let status = 200;
  const response = {
    statusCode: 200,
    headersSent: false,
    writableEnded: true,
    once: () => {},
    writeHead(code: number) {
      status = code;
      this.headersSent = true;
      return this;
    },
    end() {},
  };
  const headers = { 'content-type': 'application/json', authorization: TOKEN };
  const request = { headers, query: { token: TOKEN }, rawBody };
  return {
    ctx: loaded.webhookContext(request as unknown as IncomingMessage, response as unknown as ServerResponse),
    answered: () => String(status),
  };
}

let deliveries = 0;

/** The longest time that this thread has computed between two turns of the event loop, in milliseconds. */
async function longestBlock(job: () => Promise<void>): Promise<number> {
  // Of this thread alone, so that what else runs on the machine does not count.
  const computed = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [last, longest, going] = [0, 0, true];
  const turn = (): void => {
    const now = computed();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(turn);
  };
  await new Promise((resolve) => setImmediate(resolve));
  last = computed();
  setImmediate(turn);
  await job();
  await new Promise((resolve) => setImmediate(resolve));
  going = false;
  return longest;
}
