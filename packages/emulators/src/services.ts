import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { EmulatorPlugin } from './kit/emulator-plugin';
import type { PlaygroundEntry } from './kit/playground-entry';

/** Folders beside this file that are not services. */
const SHARED_FOLDERS = ['cli', 'kit'];

/** A service with its entry for the playground. */
export interface PlaygroundService {
  /** Name of its folders here, in nodes/ and in test/. */
  readonly name: string;
  readonly plugin: EmulatorPlugin<unknown, object>;
  readonly playground: PlaygroundEntry;
}

// Synchronous, unlike import(), and the same under tsx and jest.
const load = createRequire(__filename);

/**
 * Names of the emulated services in alphabetical order: the folders beside this file.
 * @param root the folder to look into, for tests
 */
export function serviceNames(root = __dirname): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SHARED_FOLDERS.includes(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** @throws Error that names the file if a service lacks its plugin. */
export function emulatorPlugins(root = __dirname): EmulatorPlugin<unknown, object>[] {
  return serviceNames(root).map((name) => pluginOf(root, name));
}

/** @throws Error that names the file if a service lacks its plugin or its entry for the playground. */
export function playgroundServices(root = __dirname): PlaygroundService[] {
  return serviceNames(root).map((name) => ({
    name,
    plugin: pluginOf(root, name),
    playground: part<PlaygroundEntry>(root, name, 'playground', 'playground'),
  }));
}

function pluginOf(root: string, service: string): EmulatorPlugin<unknown, object> {
  const plugin = part<EmulatorPlugin<unknown, object>>(root, service, 'index', 'plugin');
  if (plugin.name === service) return plugin;
  throw incomplete(join(root, service, 'plugin.ts'), `must have the name of its folder, "${service}"`);
}

function part<Part>(root: string, service: string, file: string, name: string): Part {
  const path = join(root, service, `${file}.ts`);
  const exported = existsSync(path) ? (load(path) as Record<string, unknown>)[name] : undefined;
  if (exported !== undefined) return exported as Part;
  throw incomplete(path, `must export "${name}"`);
}

function incomplete(path: string, rule: string): Error {
  return new Error(
    `${path} ${rule}. Every folder in packages/emulators/src but ${SHARED_FOLDERS.join(' and ')} is a service; ` +
      'packages/emulators/README.md, "Another service", lists its files.',
  );
}
