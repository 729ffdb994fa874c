import { startEmulator } from '@signalbox/emulators';
import { plugin as signl4, seed as signl4Seed } from '@signalbox/emulators/signl4';
import type { Benchmark } from './benchmark';
import { BenchN8n } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import { verdict } from './report/section';

/** signl4.md §1.9, commercial plan, all endpoints but the inbound webhook. */
const REQUESTS = 150;
const WINDOW_S = 15;
/** Upper limit for the time of the node, relative to the minimum under the rate limit. */
const BAR = 1.15;

/** Many items against an API that enforces its rate limit. */
export const rateLimit: Benchmark = async ({ quick, engines, progress }) => {
  const count = quick ? 2 * REQUESTS : 3 * REQUESTS;
  // The last request may be sent when all windows before its own are over.
  const idealS = (Math.ceil(count / REQUESTS) - 1) * WINDOW_S;
  const problems: string[] = [];
  const engine = engines[0]!;
  const rows = await BenchN8n.use(engine, async (n8n) => {
    const found: string[][] = [];
    for (const { name, isOurs, node, withCredential } of subjects()) {
      progress(`${name}, ${count} items`);
      // Each gets a separate SIGNL4: they would use up each other's rate limit.
      const emulator = await startEmulator(signl4, {
        rateLimits: true,
        plan: 'commercial',
        processingDelayMs: 0,
      });
      try {
        const alertId = await raiseAlert(emulator);
        const { id, name: credentialName } = await n8n.signl4Credential(emulator.url, signl4Seed.apiKey);
        const { runData } = await n8n.run(
          chain(name, [
            { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
            {
              name: 'Items',
              type: 'n8n-nodes-nothing.manyItems',
              parameters: { alertIds: JSON.stringify(Array.from({ length: count }, () => alertId)) },
            },
            {
              ...node(emulator.url),
              name: 'Subject',
              onError: 'continueRegularOutput',
              ...(withCredential && { credentials: { signl4AlertingApi: { id, name: credentialName } } }),
            },
          ]),
        );
        const run = runData.Subject?.[0];
        const output = run?.data?.main?.[0] ?? [];
        const failed = count - output.filter(({ json }) => json.id === alertId).length;
        const seconds = (run?.executionTime ?? NaN) / 1000;
        const refused = emulator.journal.requests.filter(({ status }) => status === 429).length;
        if (isOurs && failed > 0) problems.push(`${name}: ${failed} of ${count} items failed`);
        found.push([
          name,
          `${seconds.toFixed(1)} s`,
          (seconds / idealS).toFixed(2),
          isOurs ? verdict(seconds / idealS <= BAR && failed === 0) : '',
          String(failed),
          String(emulator.journal.requests.filter(({ method }) => method === 'GET').length),
          String(refused),
        ]);
      } finally {
        await emulator.close();
      }
    }
    return found;
  });
  return {
    title: `${count} items against a rate limit of ${REQUESTS} requests in ${WINDOW_S} s`,
    method: [
      `Alert: Get for ${count} items in a real n8n (expression engine ${engine}), against the emulator of SIGNL4 that enforces the limit of the commercial plan: who exceeds it is refused for ${WINDOW_S} s. ${count} items instead of 1,000, to keep the run short; every further ${REQUESTS} take another ${WINDOW_S} s. No client that keeps to the limit can send the last request before ${idealS} s; the bar is ${BAR} times that, and no failed item. One run each.`,
    ],
    tables: [
      {
        columns: [
          'node',
          'time',
          `time / ${idealS} s`,
          `<= ${BAR}, 0 failed`,
          'failed items',
          'requests',
          'refused',
        ],
        rows,
      },
    ],
    problems,
  };
};

interface Subject {
  name: string;
  isOurs: boolean;
  withCredential: boolean;
  node: (url: string) => Pick<ChainNode, 'type' | 'typeVersion' | 'parameters'>;
}

function subjects(): Subject[] {
  const httpRequest =
    (options: object): Subject['node'] =>
    (url) => ({
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      parameters: {
        url: `=${url}/api/v2/alerts/{{ $json.alertId }}`,
        authentication: 'predefinedCredentialType',
        nodeCredentialType: 'signl4AlertingApi',
        options,
      },
    });
  return [
    {
      name: 'SIGNL4 Alerting',
      isOurs: true,
      withCredential: true,
      node: () => ({
        type: 'n8n-nodes-signl4.signl4Alerting',
        parameters: {
          resource: 'alert',
          operation: 'get',
          alertId: { __rl: true, mode: 'id', value: '={{ $json.alertId }}' },
        },
      }),
    },
    {
      name: 'HTTP Request with the SIGNL4 credential',
      isOurs: false,
      withCredential: true,
      node: httpRequest({}),
    },
    {
      name: 'HTTP Request, batches of 10 every second',
      isOurs: false,
      withCredential: true,
      node: httpRequest({ batching: { batch: { batchSize: 10, batchInterval: 1000 } } }),
    },
  ];
}

async function raiseAlert(emulator: {
  url: string;
  control: { idle(): Promise<void>; alerts(): { id: string }[] };
}): Promise<string> {
  await fetch(`${emulator.url}/webhook/${signl4Seed.teams.operations.secret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Cold store 3 is too warm' }),
  });
  await emulator.control.idle();
  return emulator.control.alerts()[0]!.id;
}
