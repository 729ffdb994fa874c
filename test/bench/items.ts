import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed as signl4Seed } from '@signalbox/emulators/signl4';
import { loadPackage, runNode, type LoadedPackage } from '@signalbox/node-harness';
import type { INodeParameters } from 'n8n-workflow';
import { alertIds } from './alert-ids';
import type { Benchmark } from './benchmark';
import { BAR, BARE, LATENCY_MS, besideIdeal, type Subject } from './beside-ideal';
import { BenchN8n, benchTarballs } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import { startReplayApi } from './replay-api';
import type { Section } from './report/section';
import { sampleAlert } from './sample-alert';

const ITEMS = 1000;
const CONCURRENCIES = [10, 50];
/** One way to get the alerts. */
interface Getter extends Subject {
  type: string;
  typeVersion?: number;
  parameters: INodeParameters;
  needsCredential: boolean;
}

/** Many items through SIGNL4 Alerting, beside n8n's HTTP Request node. */
export const items: Benchmark = async ({ quick, engines, progress }) => {
  const runs = quick ? 2 : 3;
  const { id, body } = await sampleAlert();
  const api = await startReplayApi({ body, placeholder: id, latencyMs: LATENCY_MS });
  const problems: string[] = [];
  const comparison = { runs, api, problems, newIds: () => alertIds(ITEMS) };
  const tables: Section['tables'][number][] = [];
  try {
    for (const engine of engines) {
      progress(`a real n8n, expression engine ${engine}`);
      const table = await BenchN8n.use(engine, async (n8n) => {
        const { id: credentialId, name } = await n8n.signl4Credential(api.url, signl4Seed.apiKey);
        const credentials = { signl4AlertingApi: { id: credentialId, name } };
        return await besideIdeal(subjectsInN8n(api.url), comparison, async (subject, ids) => {
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
            ids: (run?.data?.main?.[0] ?? []).map(({ json }) => json.id),
          };
        });
      });
      tables.push({ caption: `In n8n, expression engine ${engine}`, ...table });
    }
    progress("n8n's engine alone");
    tables.push({
      caption: "The same nodes on n8n's engine alone (n8n-core in the process of the benchmark)",
      ...(await withPackages(
        async (packages) =>
          await besideIdeal(ownSubjects(api.url), comparison, async (subject, ids) => {
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
              ids: (outputs[0] ?? []).map(({ json }) => json.id),
            };
          }),
      )),
    });
  } finally {
    await api.close();
  }
  return {
    title: `${ITEMS} items at ${LATENCY_MS} ms API latency`,
    method: [
      `Alert: Get for ${ITEMS} items with an ID each, against an API in a separate process that answers after ${LATENCY_MS} ms. The time is that of the node alone, as n8n stores it; median of ${runs} runs after one to warm up, in turn. Ideal is items x latency / concurrency; the bar is ${BAR} times that.`,
      `SIGNL4 Alerting is the real node but for its rate limit: SIGNL4 takes 10 requests a second, and so the node sends no more. "${BARE}" is a node that does nothing but call n8n's own authenticated helper, as many at a time: what n8n itself takes. HTTP Request has no limit to its concurrency: it sends everything at once, which is only fast as long as the API puts up with it.`,
    ],
    tables,
    problems,
  };
};

function ownSubjects(url: string): Getter[] {
  return CONCURRENCIES.flatMap((concurrency): Getter[] => [
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
        options: { concurrency },
      },
    },
    {
      name: BARE,
      concurrency,
      isOurs: false,
      type: 'n8n-nodes-nothing.bareRequest',
      needsCredential: true,
      parameters: { url: `=${url}/api/v2/alerts/{{ $json.alertId }}`, concurrency },
    },
  ]);
}

function subjectsInN8n(url: string): Getter[] {
  const httpRequest: Omit<Getter, 'name' | 'needsCredential'> = {
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
