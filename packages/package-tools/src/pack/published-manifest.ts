import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest, NodePackage } from '../bundle/read-node-package';

/** `workspace:*`, `workspace:^`, `workspace:1.2.3`, `catalog:`, `catalog:name`: meaningful only to pnpm in this workspace. */
const localProtocol = /^(workspace|catalog):(.*)$/;

/**
 * The package.json to publish: versions in pnpm's protocols become installed versions, because they cannot be resolved outside this
 * workspace. Everything else stays, including devDependencies: n8n's lint regards a package named there as bundled.
 *
 * @throws Error if such a dependency is not installed
 */
export function publishedManifest({ dir, manifest }: NodePackage): Manifest {
  const published = { ...manifest };
  for (const field of ['dependencies', 'devDependencies', 'peerDependencies'] as const) {
    const versions = manifest[field];
    if (versions === undefined) continue;
    published[field] = Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [name, publishedVersion(dir, name, version)]),
    );
  }
  return published;
}

function publishedVersion(packageDir: string, name: string, version: string): string {
  const [, protocol, range] = localProtocol.exec(version) ?? [];
  if (protocol === undefined) return version;
  const installed = installedVersion(packageDir, name);
  if (protocol === 'catalog' || range === '*') return installed;
  return range === '^' || range === '~' ? `${range}${installed}` : (range ?? installed);
}

function installedVersion(packageDir: string, name: string): string {
  for (let dir = packageDir; ; dir = dirname(dir)) {
    const file = join(dir, 'node_modules', name, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    if (dir === dirname(dir))
      throw new Error(
        `${name} is not installed, so its published version is unknown. Run the install first.`,
      );
  }
}
