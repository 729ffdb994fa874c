import { realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { subscribe, type AsyncSubscription } from '@parcel/watcher';
import { context, type Message } from 'esbuild';
import { asBundleError, isBuildFailure } from './bundle-error';
import { bundleOptions } from './bundle-options';
import { emitBundle, type BundleResult } from './emit-bundle';
import { moduleOrigin } from './module-origin';
import { readNodePackage } from './read-node-package';

/** Outcome of one rebuild. */
export type WatchEvent = ({ result: BundleResult } | { error: Error }) & {
  /** Absolute paths of the files that changed since the last one; none for the first. */
  changed: readonly string[];
  /** Time of the last change, in milliseconds since 1970. */
  changedAt: number;
};

const IGNORED = ['node_modules', 'dist', '.dist-*', '.turbo', '.signalbox'];
/** Read beside the code; see `listAssets`. */
const ASSET = /^(icons|nodes|credentials)[\\/].*\.(svg|png|json)$/;

/**
 * Bundles a package now and after every change of a source, icon, codex file or output schema, until stopped. Sources are all
 * modules in the bundle that come from this workspace. A failed bundle leaves the last good `dist`.
 * A change to `n8n` in package.json needs a restart.
 *
 * @param onBundle called after every build, including the first; the next one waits for it
 * @returns a function that stops watching
 */
export async function watchPackage(
  packageDir: string,
  onBundle: (event: WatchEvent) => void | Promise<void>,
): Promise<() => Promise<void>> {
  const nodePackage = readNodePackage(packageDir);
  const dir = realpathSync(nodePackage.dir);
  const bundler = await context(bundleOptions(nodePackage));
  const watched = new Map<string, AsyncSubscription>();
  let sources: ReadonlySet<string> = new Set();
  let failed = false;
  const changed = new Set<string>();
  let changedAt = Date.now();
  let building: Promise<void> | undefined;

  const watch = async (folder: string): Promise<void> => {
    if (watched.has(folder)) return;
    const subscription = await subscribe(
      folder,
      (error, events) => {
        if (error) return void onBundle({ error, changed: [], changedAt: Date.now() });
        for (const { path } of events.filter((event) => failed || concerns(event.path))) {
          changed.add(path);
          changedAt = statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Date.now();
        }
        if (changed.size > 0) building ??= buildWhileChanged();
      },
      { ignore: IGNORED },
    );
    watched.set(folder, subscription);
  };

  /** A file that is new matters when a source imports it, which then changes too, or when its absence was the fault. */
  const concerns = (path: string): boolean => sources.has(path) || ASSET.test(relative(dir, path));

  const bundle = async (): Promise<{ result: BundleResult } | { error: Error }> => {
    try {
      const built = await bundler.rebuild();
      sources = new Set(localFiles(Object.keys(built.metafile.inputs)));
      await watchFoldersOf(sources);
      const result = emitBundle(nodePackage, built);
      failed = false;
      return { result };
    } catch (error) {
      failed = true;
      if (isBuildFailure(error)) await watchFoldersOf(localFiles(filesIn(error.errors)));
      return { error: asBundleError(error, nodePackage.dir) };
    }
  };

  const localFiles = (paths: readonly string[]): string[] =>
    paths
      .map((path) => realpathSync(resolve(nodePackage.dir, path)))
      .filter((path) => !path.includes(`${sep}node_modules${sep}`));

  const watchFoldersOf = async (files: Iterable<string>): Promise<void> => {
    const folders = new Set([...files].map((file) => moduleOrigin(file, dir).packageRoot));
    await Promise.all([...folders].map(watch));
  };

  const buildWhileChanged = async (): Promise<void> => {
    do {
      const change = { changed: [...changed], changedAt };
      changed.clear();
      await onBundle({ ...(await bundle()), ...change });
    } while (changed.size > 0);
    building = undefined;
  };

  await watch(dir);
  building = buildWhileChanged();
  await building;
  return async () => {
    await Promise.all([...watched.values()].map((subscription) => subscription.unsubscribe()));
    await building;
    await bundler.dispose();
  };
}

function filesIn(messages: readonly Message[]): string[] {
  return messages.flatMap(({ location }) => location?.file ?? []);
}
