import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@signalbox/emulators';
import { plugin as signl4, seed as signl4Seed } from '@signalbox/emulators/signl4';
import { plugin as trust, seed as trustSeed } from '@signalbox/emulators/trust-lighthouse';
import { loadPackage, poll, triggerHooks, webhookServer } from '@signalbox/node-harness';
import type { LoadedPackage, TriggerOptions } from '@signalbox/node-harness';
import { probe } from '@signalbox/package-gate';
import { packNodePackages } from '@signalbox/playground';
import type { IDataObject } from 'n8n-workflow';
import { packBefore } from './before';
import type { Benchmark } from './benchmark';
import { median } from './median';
import type { Table } from './report/section';

const FILES = 10_000;
const CALL_BYTES = 256 * 1024;
const DELIVERIES = [50, 250] as const;
const FOLDERS = ['dataworld-sentry', 'disruptive-technologies', 'signl4', 'trust-lighthouse'];

/** Earlier names of nodes. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  signl4AlertingTrigger: 'signl4Trigger',
  trustLighthouseTrigger: 'trustTaggedFileTrigger',
  trustNewFilePollingTrigger: 'trustNewTaggedFileTrigger',
};

/** The packages at one commit. */
interface Version {
  name: string;
  packages: LoadedPackage[];
}

/** Cost of triggers while they wait, per delivery and on loading, compared with an earlier commit. */
export const triggerCost: Benchmark = async ({ quick, before, progress }) => {
  const rounds = quick ? 3 : 5;
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-triggers-'));
  const versions: Version[] = [];
  try {
    const now = await Promise.all((await packNodePackages()).map(loadPackage));
    versions.push({ name: 'now', packages: now });
    if (before !== undefined) {
      const { commit, tarball } = await packBefore(before, FOLDERS, folder);
      const packages = await Promise.all(FOLDERS.map((one) => loadPackage(tarball(one))));
      versions.push({ name: `at ${commit}`, packages });
    }
    progress('polls');
    const polling = await pollTable(versions, rounds);
    progress('static data');
    const storing = await staticDataTable(versions);
    progress('calls');
    const calling = await callTable(versions, rounds);
    progress('loading');
    const loading = await loadingTable(versions, rounds);
    return {
      title: 'What loading a node, an idle poll and a delivery cost',
      method: [
        `Loading: wall time in a fresh process, after n8n-workflow, divided by that of zod/v4-mini in another fresh process right before; median of ${rounds} such pairs. Polls: Trust New File Polling Trigger with ${FILES.toLocaleString('en')} files that are all known, in Chronos emulated by a separate process. Static data: what n8n writes to its database with every delivery, after ${DELIVERIES.join(' and ')} of them. Calls: ${CALL_BYTES / 1024} KB to Trust Lighthouse Trigger over HTTP on the real n8n-core, with a wrong token and with the right one, the versions in turn; CPU of the process, which sends and receives. Medians of ${rounds} polls and ${rounds * 5} calls.`,
      ],
      tables: [loading, polling, storing, calling],
      problems: [],
    };
  } finally {
    await Promise.all(versions.flatMap(({ packages }) => packages.map((one) => one.dispose())));
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The full name of a node, as it is called in these packages. */
function typeOf(packages: readonly LoadedPackage[], packageName: string, node: string): string {
  const known = packages.find(({ name }) => name === packageName)?.nodeTypes ?? [];
  const types = [node, FORMER_NAMES[node] ?? node].map((name) => `${packageName}.${name}`);
  return types.find((type) => known.includes(type)) ?? types[0]!;
}

async function loadingTable(versions: readonly Version[], rounds: number): Promise<Table> {
  const nodes = versions[0]!.packages.flatMap(({ name, nodeTypes }) =>
    nodeTypes.map((type) => ({ packageName: name, node: type.slice(name.length + 1) })),
  );
  const rows: string[][] = [];
  for (const { packageName, node } of nodes) {
    const ratios = versions.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, { packages }] of versions.entries()) {
        const found = packages.find(({ name }) => name === packageName)!;
        const known = found.loader.known.nodes[typeOf(packages, packageName, node).split('.')[1]!];
        if (!known) continue;
        const reference = await probe({ dir: __dirname, modules: [{ module: 'zod/v4-mini' }] });
        const loaded = await probe({
          dir: found.directory,
          modules: [{ module: `./${known.sourcePath}`, className: known.className }],
          after: ['n8n-workflow'],
        });
        ratios[at]!.push(loaded.milliseconds / reference.milliseconds);
      }
    }
    rows.push([node, ...ratios.map((each) => median(each).toFixed(2))]);
  }
  return {
    caption: 'Loading, as a part of what loading zod/v4-mini takes',
    columns: ['node', ...versions.map(({ name }) => name)],
    rows,
  };
}

async function pollTable(versions: readonly Version[], rounds: number): Promise<Table> {
  const child = fork(join(__dirname, 'trust-process.ts'), [String(FILES)]);
  const ask = async () => {
    const answer = once(child, 'message') as Promise<[{ requests: number }]>;
    child.send('count');
    return (await answer)[0].requests;
  };
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  try {
    const rows: string[][] = [];
    for (const { name, packages } of versions) {
      let staticData: IDataObject = {};
      const once = async () => {
        const result = await poll({
          packages,
          nodeType: typeOf(packages, 'n8n-nodes-trust-lighthouse', 'trustNewFilePollingTrigger'),
          parameters: { specifyTags: 'json', tagsJson: '{"foo":"bar"}' },
          credentials: trustCredentials(url),
          staticData,
        });
        if (result.error) throw result.error as Error;
        ({ staticData } = result);
      };
      for (let warmUp = 0; warmUp < 3; warmUp++) await once();
      const [requests, cpu]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        const sent = await ask();
        cpu.push(await cpuMs(once));
        requests.push((await ask()) - sent);
      }
      const bytes = JSON.stringify(staticData).length;
      rows.push([name, String(median(requests)), `${median(cpu).toFixed(1)} ms`, bytes.toLocaleString('en')]);
    }
    return {
      caption: `An idle poll with ${FILES.toLocaleString('en')} known files`,
      columns: ['', 'requests', 'CPU', 'bytes of static data'],
      rows,
    };
  } finally {
    child.disconnect();
  }
}

async function staticDataTable(versions: readonly Version[]): Promise<Table> {
  const emulator = await startEmulator(signl4, {});
  try {
    const rows: string[][] = [];
    for (const { name, packages } of versions) {
      const options: TriggerOptions = {
        packages,
        nodeType: typeOf(packages, 'n8n-nodes-signl4', 'signl4AlertingTrigger'),
        parameters: { events: ['alertAcknowledged'] },
        credentials: {
          signl4AlertingApi: {
            environment: 'custom',
            baseUrl: emulator.url,
            apiKey: signl4Seed.apiKey,
            teamSecret: '',
            webhookToken: 'a-token-of-the-benchmark-4711',
            plan: 'commercial',
          },
        },
        webhookId: randomUUID(),
        webhookBaseUrl: 'https://n8n.example.com/webhook',
      };
      const hooks = triggerHooks({
        ...options,
        parameters: { ...options.parameters, registration: 'manual' },
      });
      await hooks.create();
      const server = await webhookServer({
        ...options,
        parameters: { ...options.parameters, registration: 'manual' },
        staticData: hooks.staticData,
      });
      try {
        const sizes: string[] = [];
        let sent = 0;
        for (const goal of DELIVERIES) {
          for (; sent < goal; sent++) {
            const { status } = await server.deliver({
              rawBody: JSON.stringify({
                eventType: 201,
                id: randomUUID(),
                eventRaisedUtc: '2026-01-05T08:00:00.1234567Z',
                alert: { statusCode: 2, id: `alert-${sent}` },
              }),
              headers: { 'content-type': 'application/json' },
              query: { token: 'a-token-of-the-benchmark-4711' },
            });
            if (status >= 300) throw new Error(`A delivery was answered ${status}`);
          }
          const bytes = JSON.stringify(server.staticData).length;
          sizes.push(bytes.toLocaleString('en'), (bytes / goal).toFixed(0));
        }
        rows.push([name, ...sizes]);
      } finally {
        await server.close();
      }
    }
    return {
      caption: 'Static data of SIGNL4 Alerting Trigger, in bytes',
      columns: ['', ...DELIVERIES.flatMap((count) => [`after ${count} deliveries`, 'for each'])],
      rows,
    };
  } finally {
    await emulator.close();
  }
}

/** Calls that go before, so that the code of n8n and of each version is compiled. */
const WARM_UP_CALLS = 10;

async function callTable(versions: readonly Version[], rounds: number): Promise<Table> {
  const called = await Promise.all(versions.map(startCalled));
  try {
    // In turn, call by call: n8n's own code gets faster for minutes, which would favour the version that comes last.
    for (let round = -WARM_UP_CALLS; round < rounds * 5; round++) {
      for (let turn = 0; turn < called.length; turn++) {
        const { call, columns } = called[(turn + Math.abs(round)) % called.length]!;
        for (const { query, cpu, statuses } of columns) {
          const spent = await cpuMs(async () => void statuses.add(await call(query)));
          if (round >= 0) cpu.push(spent);
        }
      }
    }
  } finally {
    await Promise.all(called.map(({ close }) => close()));
  }
  return {
    caption: `A call of ${CALL_BYTES / 1024} KB to Trust Lighthouse Trigger`,
    columns: ['', 'wrong token', 'CPU', 'right token', 'CPU'],
    rows: called.map(({ name, columns }) => [
      name,
      ...columns.flatMap(({ statuses, cpu }) => [[...statuses].join(), `${median(cpu).toFixed(2)} ms`]),
    ]),
  };
}

/** A version of Trust Lighthouse Trigger that can be called, and what its calls took so far. */
async function startCalled({ name, packages }: Version) {
  const emulator = await startEmulator(trust, {});
  const options: TriggerOptions = {
    packages,
    nodeType: typeOf(packages, 'n8n-nodes-trust-lighthouse', 'trustLighthouseTrigger'),
    parameters: { specifyTags: 'json', tagsJson: '{"foo":"bar"}' },
    credentials: trustCredentials(emulator.url),
    webhookId: randomUUID(),
    webhookBaseUrl: 'https://n8n.example.com/webhook',
  };
  const hooks = triggerHooks(options);
  await hooks.create();
  const server = await webhookServer({ ...options, staticData: hooks.staticData });
  const [event] = emulator.control.events();
  const token = new URL(event!.callbackUrl!).searchParams.get('token')!;
  return {
    name,
    columns: [{ token: 'A'.repeat(64) }, { token }].map((query) => ({
      query,
      cpu: [] as number[],
      statuses: new Set<number>(),
    })),
    async call(query: Record<string, string>): Promise<number> {
      const head = {
        event_id: event!.id,
        room_id: '',
        callback_url: event!.callbackUrl,
        callback_type: 'webhook',
        data: { file_register_uuid: randomUUID(), filename: 'test.txt', tags: { foo: 'bar', more: '' } },
      };
      head.data.tags.more = 'x'.repeat(CALL_BYTES - JSON.stringify(head).length);
      const { status } = await server.deliver({
        rawBody: JSON.stringify(head),
        headers: { 'content-type': 'application/json' },
        query,
      });
      return status;
    },
    async close(): Promise<void> {
      await server.close();
      await emulator.close();
    },
  };
}

function trustCredentials(url: string) {
  const { main } = trustSeed.clients;
  return {
    trustApi: {
      environment: 'custom',
      baseUrl: url,
      ateneaUrl: url,
      clientId: main.id,
      clientSecret: main.secret,
      companyId: trustSeed.companies.main.id,
      accessToken: '',
    },
  };
}

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
