import { randomUUID } from 'node:crypto';
import { startEmulator } from '@signalbox/emulators';
import { plugin as dataworld, seed as dataworldSeed } from '@signalbox/emulators/dataworld-sentry';
import type { Benchmark } from './benchmark';
import { BAR, BARE, LATENCY_MS, besideIdeal, type Subject } from './beside-ideal';
import { BenchN8n } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import { startReplayApi } from './replay-api';
import type { Section } from './report/section';

const SENTRIES = 200;
/** The node's own, and a higher one. */
const CONCURRENCIES = [5, 20];

const { token } = dataworldSeed.accounts.administrator;
const MESSAGE = 'Orders are up to date';
const NOTE = 'Loaded by the nightly workflow';
/** The update as query parameters, for nodes that need them in this form. */
const QUERY = { state: 'happy', user_message: MESSAGE, history_note: NOTE, private_entry: 'true' };

/**
 * One way to update the Sentries. A node without a limit of requests at a time counts those that it begins within the
 * latency.
 */
interface Updater extends Subject {
  /** True if one item stands for all Sentries; otherwise there is one item per Sentry. */
  fansOut: boolean;
  node: Pick<ChainNode, 'type' | 'typeVersion' | 'parameters'>;
}

/** Many Sentries updated in one run, beside n8n's HTTP Request node. */
export const sentries: Benchmark = async ({ quick, engines, progress }) => {
  const runs = quick ? 2 : 3;
  const { uid, body } = await sampleSentry();
  const api = await startReplayApi({ body, placeholder: uid, latencyMs: LATENCY_MS });
  const problems: string[] = [];
  const newIds = () => Array.from({ length: SENTRIES }, () => randomUUID());
  const tables: Section['tables'][number][] = [];
  try {
    for (const engine of engines) {
      progress(`a real n8n, expression engine ${engine}`);
      const table = await BenchN8n.use(engine, async (n8n) => {
        const type = 'dataWorldSentryApi';
        const { id, name } = await n8n.playground.client.createCredential({
          name: `data.world at ${api.url}`,
          type,
          data: { apiUrl: `${api.url}/h/api/v1`, apiToken: token, sentryUid: '', webhookKey: '' },
        });
        return await besideIdeal(
          subjects(api.url),
          { runs, api, problems, newIds },
          async (subject, uids) => {
            const { runData } = await n8n.run(
              chain(subject.name, [
                { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
                {
                  name: 'List',
                  type: 'n8n-nodes-base.set',
                  typeVersion: 3.4,
                  parameters: { mode: 'raw', jsonOutput: JSON.stringify({ uids }), options: {} },
                },
                ...(subject.fansOut ? [] : [oneItemForEach]),
                { ...subject.node, name: 'Subject', credentials: { [type]: { id, name } } },
              ]),
            );
            const run = runData.Subject?.[0];
            return {
              milliseconds: run?.executionTime ?? NaN,
              ids: (run?.data?.main?.[0] ?? []).map(({ json }) => json.uid),
            };
          },
        );
      });
      tables.push({ caption: `In n8n, expression engine ${engine}`, ...table });
    }
  } finally {
    await api.close();
  }
  return {
    title: `${SENTRIES} Sentries updated in one run at ${LATENCY_MS} ms API latency`,
    method: [
      `${SENTRIES} data.world Sentries get state, message and note, against an API in a separate process that answers after ${LATENCY_MS} ms: from one item that names all of them (Report Run), and from ${SENTRIES} items (Update). Each has to be updated exactly once. The time is that of the node alone, as n8n stores it; median of ${runs} runs after one to warm up, in turn. Ideal is Sentries x latency / concurrency; the bar is ${BAR} times that.`,
      `"${BARE}" is a node that does nothing but call n8n's own authenticated helper, as many at a time: what n8n itself takes. HTTP Request posts the same query with the same credential. By itself it sends everything at once, which is only fast as long as the API puts up with it; in batches it begins ${CONCURRENCIES[0]} requests every ${LATENCY_MS} ms, whether or not those before have been answered.`,
    ],
    tables,
    problems,
  };
};

const oneItemForEach: ChainNode = {
  name: 'One item for each',
  type: 'n8n-nodes-base.splitOut',
  parameters: { fieldToSplitOut: 'uids', options: { destinationFieldName: 'uid' } },
};

function subjects(url: string): Updater[] {
  const ours = CONCURRENCIES.flatMap((concurrency): Updater[] => [
    {
      name: 'data.world Sentry, one item (Report Run)',
      concurrency,
      isOurs: true,
      fansOut: true,
      node: sentryNode({
        operation: 'reportRun',
        sentries: '={{ $json.uids }}',
        outcome: 'success',
        successMessage: MESSAGE,
        options: { historyNote: NOTE, concurrency },
      }),
    },
    {
      name: `data.world Sentry, ${SENTRIES} items (Update)`,
      concurrency,
      isOurs: true,
      fansOut: false,
      node: sentryNode({
        operation: 'update',
        sentry: { __rl: true, mode: 'id', value: '={{ $json.uid }}' },
        state: 'happy',
        userMessage: MESSAGE,
        historyNote: NOTE,
        options: { privateEntry: true, concurrency },
      }),
    },
    {
      name: BARE,
      concurrency,
      isOurs: false,
      fansOut: false,
      node: {
        type: 'n8n-nodes-nothing.bareRequest',
        parameters: {
          credentialType: 'dataWorldSentryApi',
          method: 'POST',
          url: `=${url}/h/api/v1/sentries/{{ $json.uid }}?${new URLSearchParams(QUERY).toString()}`,
          concurrency,
        },
      },
    },
  ]);
  const [concurrency] = CONCURRENCIES;
  return [
    ...ours,
    {
      name: 'HTTP Request, all at once',
      isOurs: false,
      fansOut: false,
      node: httpRequest(url, {}),
    },
    {
      name: 'HTTP Request, in batches',
      concurrency,
      isOurs: false,
      fansOut: false,
      node: httpRequest(url, { batching: { batch: { batchSize: concurrency, batchInterval: LATENCY_MS } } }),
    },
  ];
}

function sentryNode(parameters: object): Updater['node'] {
  return {
    type: 'n8n-nodes-dataworld-sentry.dataWorldSentry',
    parameters: { resource: 'sentry', ...parameters },
  };
}

/** The same request, as people make it without this package. */
function httpRequest(url: string, options: object): Updater['node'] {
  return {
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    parameters: {
      method: 'POST',
      url: `=${url}/h/api/v1/sentries/{{ $json.uid }}`,
      authentication: 'predefinedCredentialType',
      nodeCredentialType: 'dataWorldSentryApi',
      sendQuery: true,
      queryParameters: {
        parameters: Object.entries(QUERY).map(([name, value]) => ({ name, value })),
      },
      options,
    },
  };
}

/** The answer of the emulated data.world to an update, as it stands on the wire, and the uid of the Sentry. */
async function sampleSentry(): Promise<{ uid: string; body: string }> {
  const emulator = await startEmulator(dataworld, {});
  try {
    const { uid } = dataworldSeed.sentries.orders;
    const answer = await fetch(`${emulator.control.sentryUrl(uid)}?state=happy`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`The emulator answered ${answer.status} to an update`);
    return { uid, body: await answer.text() };
  } finally {
    await emulator.close();
  }
}
