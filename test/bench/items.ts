import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signl4Seed } from '@signalbox/emulators';
import { loadPackage, runNode, type LoadedPackage } from '@signalbox/package-tools/harness';
import type { INodeParameters } from 'n8n-workflow';
import { alertIds } from './alert-ids';
import type { Benchmark } from './benchmark';
import { median } from './median';
import { BenchN8n, benchTarballs } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import { startReplayApi, type ReplayApi } from './replay-api';
import type { Section } from './report/section';
import { verdict } from './report/section';
import { sampleAlert } from './sample-alert';

const ITEMS = 1000;
const LATENCY_MS = 50;
const CONCURRENCIES = [10, 50];
/** How much longer than the ideal time the node may take. */
const BAR = 1.15;

/** One way to get the alerts, a node of a workflow. */
interface Subject {
  name: string;
  /** Requests at a time that it was set to, if it can be. */
  concurrency?: number;
  /** Whether the bar is for it; the others are there for comparison. */
  isOurs: boolean;
  type: string;
  typeVersion?: number;
  parameters: INodeParameters;
  needsCredential: boolean;
}

/** One run of a node: what it took, and the alert IDs that it gave. */
interface Run {
  milliseconds: number;
  alertIds: unknown[];
}

/** Many items through SIGNL4 Alerting, beside n8n's HTTP Request node. */
export const items: Benchmark = async ({ quick, engines, progress }) => {
  const runs = quick ? 2 : 3;
  const { id, body } = await sampleAlert();
  const api = await startReplayApi({ body, placeholder: id, latencyMs: LATENCY_MS });
  const problems: string[] = [];
  const tables: Section['tables'][number][] = [];
  try {
    for (const engine of engines) {
      progress(`a real n8n, expression engine ${engine}`);
      const rows = await BenchN8n.use(engine, async (n8n) => {
        const { id: credentialId, name } = await n8n.signl4Credential(api.url, signl4Seed.apiKey);
        const credentials = { signl4AlertingApi: { id: credentialId, name } };
        return await compare(subjectsInN8n(api.url), { runs, api, problems }, async (subject, ids) => {
          const node: ChainNode = {
            ...subject,
            name: 'Subject',
            ...(subject.needsCredential && { credentials }),
          };
          const execution = await n8n.run(
            chain(subject.name, [
              { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
              {
                name: 'Items',
                type: 'n8n-nodes-nothing.manyItems',
                parameters: { alertIds: JSON.stringify(ids) },
              },
              node,
            ]),
          );
          const run = execution.runData.Subject?.[0];
          return {
            milliseconds: run?.executionTime ?? NaN,
            alertIds: (run?.data?.main?.[0] ?? []).map(({ json }) => json.id),
          };
        });
      });
      tables.push({ caption: `In n8n, expression engine ${engine}`, columns, rows });
    }
    progress("n8n's engine alone");
    tables.push({
      caption: "The same nodes on n8n's engine alone (n8n-core in the process of the benchmark)",
      columns,
      rows: await withPackages(
        async (packages) =>
          await compare(ownSubjects(api.url), { runs, api, problems }, async (subject, ids) => {
            const { run, outputs, error } = await runNode({
              packages,
              nodeType: subject.type,
              parameters: subject.parameters,
              credentials: {
                signl4AlertingApi: {
                  environment: 'custom',
                  baseUrl: api.url,
                  apiKey: signl4Seed.apiKey,
                  plan: 'commercial',
                },
              },
              items: ids.map((alertId) => ({ json: { alertId } })),
            });
            if (error) throw error;
            return {
              milliseconds: run?.data.resultData.runData.Node?.[0]?.executionTime ?? NaN,
              alertIds: (outputs[0] ?? []).map(({ json }) => json.id),
            };
          }),
      ),
    });
  } finally {
    await api.close();
  }
  return {
    title: `${ITEMS} items at ${LATENCY_MS} ms API latency`,
    method: [
      `Alert: Get for ${ITEMS} items with an ID each, against an API in a process of its own that answers after ${LATENCY_MS} ms. The time is that of the node alone, as n8n stores it; median of ${runs} runs after one to warm up, in turn. Ideal is items x latency / concurrency; the bar is ${BAR} times that.`,
      'SIGNL4 Alerting is the real node but for its rate limit: SIGNL4 takes 10 requests a second, and so the node sends no more. "Bare request" is a node that does nothing but call n8n\'s own authenticated helper, as many at a time: what n8n itself takes. HTTP Request has no limit to its concurrency: it sends everything at once, which is only fast as long as the API puts up with it.',
    ],
    tables,
    problems,
  };
};

const columns = [
  'node',
  'at a time',
  'time',
  'ideal',
  'time / ideal',
  `<= ${BAR}`,
  'time / bare',
  'peak in flight',
];

function ownSubjects(url: string): Subject[] {
  return CONCURRENCIES.flatMap((concurrency): Subject[] => [
    {
      name: 'SIGNL4 Alerting',
      concurrency,
      isOurs: true,
      type: 'n8n-nodes-signl4-unpaced.signl4Unpaced',
      needsCredential: true,
      parameters: {
        resource: 'alert',
        operation: 'get',
        alertId: { __rl: true, mode: 'id', value: '={{ $json.alertId }}' },
        requestOptions: { concurrency },
      },
    },
    {
      name: 'Bare request',
      concurrency,
      isOurs: false,
      type: 'n8n-nodes-nothing.bareRequest',
      needsCredential: true,
      parameters: { url: `=${url}/api/v2/alerts/{{ $json.alertId }}`, concurrency },
    },
  ]);
}

function subjectsInN8n(url: string): Subject[] {
  const httpRequest: Omit<Subject, 'name' | 'needsCredential'> = {
    isOurs: false,
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    parameters: { url: `=${url}/api/v2/alerts/{{ $json.alertId }}`, options: {} },
  };
  return [
    ...ownSubjects(url),
    {
      ...httpRequest,
      name: 'HTTP Request with the SIGNL4 credential',
      needsCredential: true,
      parameters: {
        ...httpRequest.parameters,
        authentication: 'predefinedCredentialType',
        nodeCredentialType: 'signl4AlertingApi',
      },
    },
    {
      ...httpRequest,
      name: 'HTTP Request, key in a header, no credential',
      needsCredential: false,
      parameters: {
        ...httpRequest.parameters,
        sendHeaders: true,
        headerParameters: { parameters: [{ name: 'X-S4-Api-Key', value: signl4Seed.apiKey }] },
      },
    },
  ];
}

/** Runs all subjects in turn, again and again. @returns a row for each */
async function compare(
  subjects: readonly Subject[],
  { runs, api, problems }: { runs: number; api: ReplayApi; problems: string[] },
  run: (subject: Subject, ids: string[]) => Promise<Run>,
): Promise<string[][]> {
  const times = subjects.map((): number[] => []);
  const peaks = subjects.map(() => 0);
  for (let round = -1; round < runs; round++) {
    for (const [at, subject] of subjects.entries()) {
      const ids = alertIds(ITEMS);
      await api.takeCounts();
      const { milliseconds, alertIds: given } = await run(subject, ids);
      const { requests, peak } = await api.takeCounts();
      const wrong = ids.filter((id, index) => given[index] !== id).length;
      if (wrong > 0 || given.length !== ITEMS || requests !== ITEMS) {
        problems.push(
          `${subject.name}: ${given.length} items and ${requests} requests for ${ITEMS} items, ${wrong} lost or in the wrong place`,
        );
      }
      if (round < 0) continue;
      times[at]!.push(milliseconds);
      peaks[at] = Math.max(peaks[at]!, peak);
    }
  }
  const bareMs = (concurrency: number | undefined) => {
    const at = subjects.findIndex((one) => one.name === 'Bare request' && one.concurrency === concurrency);
    return at < 0 ? NaN : median(times[at]!);
  };
  return subjects.map(({ name, concurrency, isOurs }, at) => {
    const ms = median(times[at]!);
    const ideal = (ITEMS * LATENCY_MS) / (concurrency ?? ITEMS);
    return [
      name,
      concurrency === undefined ? 'all' : String(concurrency),
      `${ms.toFixed(0)} ms`,
      `${ideal.toFixed(0)} ms`,
      (ms / ideal).toFixed(2),
      isOurs ? verdict(ms / ideal <= BAR) : '',
      concurrency === undefined ? '' : (ms / bareMs(concurrency)).toFixed(2),
      String(peaks[at]),
    ];
  });
}

async function withPackages<T>(work: (packages: LoadedPackage[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-items-'));
  const packages: LoadedPackage[] = [];
  try {
    for (const tarball of await benchTarballs(folder)) packages.push(await loadPackage(tarball));
    return await work(packages);
  } finally {
    await Promise.all(packages.map((one) => one.dispose()));
    rmSync(folder, { recursive: true, force: true });
  }
}
