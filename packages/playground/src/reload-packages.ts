import { join, relative } from 'node:path';
import { readNodePackage, watchPackage, type WatchEvent } from '@signalbox/package-tools';
import { forgetInstalled } from './install-packages';
import { loadBundle } from './load-bundle';
import type { PushListener } from './n8n-client';
import type { Playground } from './playground';
import { updateFolder } from './update-folder';

/** Lets n8n load the nodes of a package again when its files change. Seen in n8n 2.41. */
export const reloadEnvironment = { N8N_DEV_RELOAD: 'true' } as const;

/** Message of n8n to its open canvases after it has loaded a package again; they then fetch the descriptions. */
const RELOADED = 'nodeDescriptionUpdated';
/** It takes less than a second; on a busy machine more. */
const RELOAD_TIMEOUT_MS = 15_000;

export interface ReloadOptions {
  /** Folders of the node packages, which are installed in the playground. */
  packages: readonly string[];
  /** Gets a text for each change: what was loaded, or why not. */
  report: (text: string) => void;
}

/**
 * Bundles a package after each change of its sources, of the credentials' or the core's, and puts the bundle into the running n8n,
 * which was started with `reloadEnvironment`. A bundle that cannot be made or loaded does not reach n8n, which goes on with
 * the last good one.
 *
 * @returns a function that stops this
 */
export async function reloadPackages(
  playground: Playground,
  { packages, report }: ReloadOptions,
): Promise<() => Promise<void>> {
  const reloads = new Reloads(playground);

  /** Last failure of each package: one save often is two events. */
  const failures = new Map<string, string>();
  const fail = (name: string, text: string): void => {
    if (failures.get(name) !== text) report(`${text}\n\n${name}: n8n goes on with the last good bundle`);
    failures.set(name, text);
  };

  const onBundle = async (dir: string, name: string, event: WatchEvent): Promise<void> => {
    const { changed, changedAt } = event;
    if ('error' in event) return fail(name, event.error.message);
    try {
      loadBundle(dir);
    } catch (error) {
      return fail(name, `${name} cannot be loaded: ${stackOf(error, dir)}`);
    }
    failures.delete(name);
    try {
      const isNew = await reloads.bring(dir, name);
      if (changed.length === 0) return;
      const seconds = ((Date.now() - changedAt) / 1000).toFixed(1);
      if (isNew) report(`${name}: loaded again, ${seconds} s after ${namesOf(changed)} was saved`);
      else report(`${name}: ${namesOf(changed)} makes no difference to what n8n has`);
    } catch (error) {
      report(`${name}: ${(error as Error).message}`);
    }
  };

  const stops = await Promise.all(
    packages.map((dir) => {
      const { name } = readNodePackage(dir).manifest;
      return watchPackage(dir, (event) => onBundle(dir, name, event));
    }),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    reloads.end();
  };
}

/** Brings bundles into n8n and waits until it has loaded them. n8n loads one package after the other and names none. */
class Reloads {
  readonly #waiting: (() => void)[] = [];
  #listener: PushListener | undefined;

  constructor(private readonly playground: Playground) {}

  /**
   * @returns false if n8n has this bundle already
   * @throws Error if n8n does not load it
   */
  async bring(dir: string, name: string): Promise<boolean> {
    const { communityPackages } = this.playground;
    await this.#listen();
    const installed = join(communityPackages, 'node_modules', name);
    if (!updateFolder(join(dir, 'dist'), join(installed, 'dist'))) return false;
    // From now on it is not the content of a tarball.
    forgetInstalled(communityPackages);
    await new Promise<void>((resolve, reject) => {
      const giveUp = setTimeout(() => {
        const { dataDir } = this.playground;
        reject(
          new Error(`n8n has not loaded it after ${RELOAD_TIMEOUT_MS / 1000} s; see ${dataDir}/n8n.log`),
        );
      }, RELOAD_TIMEOUT_MS);
      this.#waiting.push(() => {
        clearTimeout(giveUp);
        resolve();
      });
    });
    return true;
  }

  end(): void {
    this.#listener?.close();
  }

  async #listen(): Promise<void> {
    if (this.#listener?.isOpen) return;
    this.#listener = await this.playground.client.listen((type) => {
      if (type === RELOADED) this.#waiting.shift()?.();
    });
  }
}

function namesOf([first = '', ...others]: readonly string[]): string {
  return `${relative('.', first)}${others.length > 0 ? ` with ${others.length} more` : ''}`;
}

/** The error and where in the bundle it came from. */
function stackOf(error: unknown, dir: string): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => line.includes(join(dir, 'dist')));
  return [`${error.name}: ${error.message}`, ...frames].join('\n');
}
