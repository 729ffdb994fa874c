import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPackage, type LoadedPackage } from '@signalbox/node-harness';
import { bundlePackage, packPackage } from '@signalbox/package-tools';
import type { ConformanceSubject, SubjectOperation } from './conformance-subject';
import { keyOf } from './conformance-subject';
import { attempt, type Attempt, type LoadedSubject } from './attempt';

/** A subject whose package is packed, installed and loaded. */
export class World implements LoadedSubject {
  readonly #healthy = new Map<string, Promise<Attempt>>();

  private constructor(
    readonly subject: ConformanceSubject,
    readonly packages: readonly LoadedPackage[],
  ) {}

  /** Bundles and packs the package, unless it is a tarball already, and loads it. */
  static async open(subject: ConformanceSubject): Promise<World> {
    if (subject.package.endsWith('.tgz')) return new World(subject, [await loadPackage(subject.package)]);
    await bundlePackage(subject.package);
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-conformance-'));
    try {
      const { path } = await packPackage(subject.package, folder);
      return new World(subject, [await loadPackage(path)]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** One run of the operation without a fault, as the reference for all others. */
  async healthy(operation: SubjectOperation): Promise<Attempt> {
    const key = keyOf(operation);
    const known = this.#healthy.get(key) ?? attempt(this, operation);
    this.#healthy.set(key, known);
    return await known;
  }

  async close(): Promise<void> {
    for (const each of this.packages) await each.dispose();
  }
}
