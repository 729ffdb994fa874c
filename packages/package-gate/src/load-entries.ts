import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';
import type { Entry, NodePackage } from '@signalbox/package-tools';
import { probe } from './probe';

/** A loaded entry as data, without its methods. */
export type LoadedEntry =
  | { entry: Entry; description: INodeTypeDescription; credential?: undefined }
  | { entry: Entry; description?: undefined; credential: ICredentialType };

/** A node among the loaded entries. */
export type LoadedNode = Extract<LoadedEntry, { description: INodeTypeDescription }>;

/**
 * Loads and instantiates every entry of an unpacked package in a separate process.
 *
 * @throws Error naming every entry that cannot be loaded, with the reason
 */
export async function loadEntries({ entries }: NodePackage, unpackedDir: string): Promise<LoadedEntry[]> {
  const { loaded } = await probe({
    dir: unpackedDir,
    modules: entries.map(({ dist, className }) => ({ module: `./${dist}`, className })),
    after: ['n8n-workflow'],
  });
  const failures = entries.flatMap(({ dist }, index) => {
    const error = loaded[index]?.error;
    return error === undefined ? [] : [`${dist} cannot be loaded: ${error}`];
  });
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return entries.map((entry, index) => {
    const instance = loaded[index]?.instance;
    if (entry.kind === 'credential') return { entry, credential: instance as ICredentialType };
    return { entry, description: (instance as { description: INodeTypeDescription }).description };
  });
}

/** The nodes among the loaded entries. */
export function loadedNodes(loaded: readonly LoadedEntry[]): LoadedNode[] {
  return loaded.filter((one): one is LoadedNode => one.description !== undefined);
}

/** Returns true for a node that starts workflows instead of being a step of one. */
export function isTrigger({ group }: Pick<INodeTypeDescription, 'group'>): boolean {
  return group.includes('trigger');
}
