import { join } from 'node:path';
import { inspect } from 'node:util';
import { loadPackage, runNode } from '@signalbox/node-harness';
import type { LoadedPackage, NodeRun, RunNodeOptions } from '@signalbox/node-harness';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** Function that the node Probe calls with its context. */
export const probe: { run(ctx: IExecuteFunctions): Promise<void> } = { run: async () => {} };

export const API_KEY = 'key-4711/ü "quoted"';

let loaded: Promise<LoadedPackage> | undefined;

/** The fixture package, loaded once per test file. */
async function shelfPackage(): Promise<LoadedPackage> {
  loaded ??= loadPackage(join(__dirname, 'fixtures', 'n8n-nodes-shelf'));
  return await loaded;
}

type Options = Partial<RunNodeOptions> & { baseUrl: string };

/** Runs an operation of the shelf in n8n's real engine. */
export async function runShelf(
  operation: string,
  { baseUrl, parameters, ...options }: Options,
): Promise<NodeRun> {
  return await runNode({
    packages: [await shelfPackage()],
    nodeType: 'n8n-nodes-shelf.shelf',
    parameters: { resource: 'book', operation, ...parameters },
    credentials: { shelfApi: { baseUrl, apiKey: API_KEY } },
    ...options,
  });
}

/** Calls a function with the real context of a node in n8n's real engine, and gives what it returns or throws. */
export async function withContext<T>(
  { baseUrl, ...options }: Options,
  use: (ctx: IExecuteFunctions) => Promise<T>,
): Promise<T> {
  let result: Promise<T> | undefined;
  probe.run = async (ctx) => {
    result = use(ctx);
    await result.catch(() => undefined);
  };
  const run = await runNode({
    packages: [await shelfPackage()],
    nodeType: 'n8n-nodes-shelf.probe',
    credentials: {
      shelfApi: { baseUrl, apiKey: API_KEY },
      shelfTokenApi: { baseUrl, apiKey: API_KEY },
    },
    ...options,
  });
  if (!result) throw run.thrown;
  return await result;
}

/** Message and description that the user sees. */
export function told({ thrown, error }: NodeRun): { message: string; description: string } {
  const { message = '', description = '' } = (thrown ?? error ?? {}) as Record<string, string | undefined>;
  return { message, description };
}

/** Everything that a log, a database or a curious person could read out of something. */
export function allOf(thing: unknown): string {
  const deep = { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null };
  const { stack = '', cause } = (thing ?? {}) as { stack?: string; cause?: unknown };
  return [inspect(thing, deep), JSON.stringify(thing), stack, inspect(cause, deep)].join('\n');
}

/** The items of all outputs. */
export function jsonOf({ outputs }: NodeRun): IDataObject[] {
  return outputs.flat().map(({ json }) => json);
}
