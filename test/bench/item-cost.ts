import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed as signl4Seed } from '@signalbox/emulators/signl4';
import { alertIds } from './alert-ids';
import { packBefore } from './before';
import type { Benchmark } from './benchmark';
import { BARE } from './beside-ideal';
import type { Cost, CostRequest } from './cost-process';
import { median } from './median';
import { benchTarballs, type ExpressionEngine } from './n8n/bench-n8n';
import { startReplayApi, type ReplayApi } from './replay-api';
import { openFilesLimit } from './report/machine-facts';
import { verdict, type Table } from './report/section';
import { sampleAlert } from './sample-alert';

const CONCURRENCY = 10;
/** Upper limits for the CPU time of an item, relative to a node that only calls n8n's helper. */
const BARS: Record<ExpressionEngine, number> = { vm: 1.05, legacy: 1.1 };
/** Measurements of each node, by the number of items. */
const ROUNDS = [
  [1_000, 3],
  [10_000, 3],
  [100_000, 1],
] as const;
const QUICK_ROUNDS = [[1_000, 2]] as const;

type Subject = Pick<CostRequest, 'nodeType' | 'typeVersion' | 'parameters' | 'tarballs'> & {
  name: string;
  /** Most items that it is measured with. */
  upTo: number;
};

/** Cost of an item, compared with the minimum in n8n and with n8n's HTTP Request node. */
export const itemCost: Benchmark = async ({ quick, engines, before, progress }) => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-cost-'));
  const { id, body } = await sampleAlert();
  const api = await startReplayApi({ body, placeholder: id, latencyMs: 0 });
  const problems: string[] = [];
  const tables: Table[] = [];
  try {
    const subjects = await subjectsAt(api.url, folder, before);
    for (const engine of engines) {
      const rows: string[][] = [];
      for (const [items, rounds] of quick ? QUICK_ROUNDS : ROUNDS) {
        const measured = subjects.filter(({ upTo }) => items <= upTo);
        const costs = measured.map((): Cost[] => []);
        for (let round = 0; round < rounds; round++) {
          for (let turn = 0; turn < measured.length; turn++) {
            const at = (turn + round) % measured.length;
            progress(`${engine}, ${items} items, round ${round + 1} of ${rounds}, ${measured[at]!.name}`);
            costs[at]!.push(await measure(measured[at]!, { engine, items, api }));
          }
        }
        const bare = median(
          costs[measured.findIndex(({ name }) => name === BARE)]!.map(({ cpuMs }) => cpuMs),
        );
        for (const [at, { name }] of measured.entries()) {
          rows.push(rowOf({ name, items, engine, bare }, costs[at]!));
          for (const { error, misplaced } of costs[at]!) {
            if (error !== undefined && name.startsWith('HTTP Request')) continue;
            if (error !== undefined || misplaced > 0)
              problems.push(`${name}, ${items} items: ${error ?? `${misplaced} misplaced`}`);
          }
        }
      }
      tables.push({
        caption: `Expression engine ${engine}`,
        columns: [
          'node',
          'items',
          'CPU of an item',
          'CPU / bare',
          `<= ${BARS[engine]}`,
          'longest block',
          'memory at its peak',
        ],
        rows,
      });
    }
  } finally {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    title: 'What an item costs',
    method: [
      `Alert: Get for items with an ID each, ${CONCURRENCY} at a time, against an API in a separate process that answers without latency. Each measurement has a separate process with n8n-core, in which 300 items have gone before. CPU is the user and system time of that process, garbage collection and the isolate of the expressions included, and so does not depend on what else the machine does; medians of ${ROUNDS.map(([items, rounds]) => `${rounds} for ${items.toLocaleString('en')} items`).join(', ')}, the nodes in turn. The longest block is the CPU time of the main thread between two looks at it, 2 ms apart, which nothing else in n8n can use. Memory is the growth of the resident set.`,
      `SIGNL4 Alerting is the real node but for its rate limit. "${BARE}" is a node that does nothing but call n8n's own authenticated helper, as many at a time. Read as a stream, it could limit the size of a response and the time for it, as our nodes do; n8n's HTTP client takes more for that. HTTP Request uses the same credential and sends all items at once: each has a connection, and so an open file, of which this machine allows ${openFilesLimit()} to a process. Where fewer are allowed than there are items, it cannot open them all (EMFILE).`,
    ],
    tables,
    problems,
  };
};

async function measure(
  { name: _, upTo: __, ...node }: Subject,
  { engine, items, api }: { engine: ExpressionEngine; items: number; api: ReplayApi },
): Promise<Cost> {
  const child = fork(join(__dirname, 'cost-process.ts'), {
    execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=8192'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const answer = once(child, 'message') as Promise<[Cost]>;
  child.send({
    ...node,
    engine,
    alertIds: alertIds(items),
    credential: { environment: 'custom', baseUrl: api.url, apiKey: signl4Seed.apiKey, plan: 'commercial' },
  } satisfies CostRequest);
  const crash = exit.then(([code, signal]): [Cost] => [
    {
      cpuMs: NaN,
      longestBlockMs: NaN,
      peakBytes: NaN,
      misplaced: NaN,
      error: `ended with ${signal ?? code}`,
    },
  ]);
  const [cost] = await Promise.race([answer, crash]);
  await exit;
  return cost;
}

function rowOf(
  { name, items, engine, bare }: { name: string; items: number; engine: ExpressionEngine; bare: number },
  costs: readonly Cost[],
): string[] {
  const of = (key: 'cpuMs' | 'longestBlockMs' | 'peakBytes') => median(costs.map((cost) => cost[key]));
  const failed = costs.find(({ error }) => error !== undefined);
  if (failed) return [name, items.toLocaleString('en'), `fails: ${failed.error}`, '', '', '', ''];
  const ratio = of('cpuMs') / bare;
  return [
    name,
    items.toLocaleString('en'),
    `${(of('cpuMs') / items).toFixed(2)} ms`,
    ratio.toFixed(2),
    name === OURS ? verdict(ratio <= BARS[engine]) : '',
    `${of('longestBlockMs').toFixed(0)} ms`,
    `${(of('peakBytes') / 1024 / 1024).toFixed(0)} MB`,
  ];
}

const OURS = 'SIGNL4 Alerting';
const UNPACED = 'n8n-nodes-signl4-unpaced';

async function subjectsAt(url: string, folder: string, before: string | undefined): Promise<Subject[]> {
  const tarballs = await benchTarballs(folder);
  const ours: Subject = {
    name: OURS,
    upTo: Infinity,
    tarballs,
    nodeType: `${UNPACED}.signl4Unpaced`,
    parameters: {
      resource: 'alert',
      operation: 'get',
      alertId: { __rl: true, mode: 'id', value: '={{ $json.alertId }}' },
      options: { concurrency: CONCURRENCY },
    },
  };
  const subjects: Subject[] = [
    ours,
    {
      name: BARE,
      upTo: Infinity,
      tarballs,
      nodeType: 'n8n-nodes-nothing.bareRequest',
      parameters: { url: `=${url}/api/v2/alerts/{{ $json.alertId }}`, concurrency: CONCURRENCY },
    },
    {
      name: 'Bare request, read as a stream',
      upTo: 10_000,
      tarballs,
      nodeType: 'n8n-nodes-nothing.bareRequest',
      parameters: {
        url: `=${url}/api/v2/alerts/{{ $json.alertId }}`,
        concurrency: CONCURRENCY,
        asStream: true,
      },
    },
    {
      name: 'HTTP Request, all at once',
      upTo: 10_000,
      tarballs,
      nodeType: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      parameters: {
        url: `=${url}/api/v2/alerts/{{ $json.alertId }}`,
        authentication: 'predefinedCredentialType',
        nodeCredentialType: 'signl4AlertingApi',
        options: {},
      },
    },
  ];
  if (before === undefined) return subjects;
  const { commit, tarball } = await packBefore(before, ['signl4', UNPACED], folder);
  return [
    ...subjects,
    {
      ...ours,
      name: `SIGNL4 Alerting at ${commit}`,
      upTo: 10_000,
      tarballs: [tarball('signl4'), tarball(UNPACED)],
    },
  ];
}
