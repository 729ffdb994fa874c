// The reference brings the types along wherever this file is compiled, e.g. in the tests.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./npm-packlist.d.ts" />
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import packlist from 'npm-packlist';
import * as tar from 'tar';
import type { Manifest, NodePackage } from '../bundle/read-node-package';
import { publishedManifest } from './published-manifest';

/** A file of a published package. */
export interface PackedFile {
  /** Relative to the package, with forward slashes. */
  path: string;
  /** Unpacked size in bytes. */
  bytes: number;
}

export interface PackResult {
  /** Absolute path of the .tgz. */
  path: string;
  name: string;
  version: string;
  /** The package.json inside the tarball. */
  manifest: Manifest;
  /** Sorted by path. */
  files: PackedFile[];
  /** Sum of all files, in bytes. */
  unpackedBytes: number;
  /** Size of the .tgz, in bytes. */
  packedBytes: number;
}

/** Modification time that npm gives every file of a tarball, so that equal contents give equal bytes. */
const npmTime = new Date('1985-10-26T08:15:00.000Z');

/**
 * Packs `<outDir>/<name>-<version>.tgz` as `npm pack` would, with pnpm's protocols resolved. Reproducible; runs no script and needs no
 * network.
 */
export async function createTarball(nodePackage: NodePackage, outDir: string): Promise<PackResult> {
  const { dir, entries } = nodePackage;
  for (const { dist } of entries) {
    if (!existsSync(join(dir, dist)))
      throw new Error(`${dist} does not exist in ${dir}. Bundle the package first.`);
  }

  const manifest = publishedManifest(nodePackage);
  const listed = await packlist({
    path: dir,
    package: manifest,
    isProjectRoot: true,
    edgesOut: new Map<string, never>(),
  });
  const paths = listed.sort((a, b) => (a < b ? -1 : 1));
  const { name, version } = manifest;
  const path = join(outDir, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const staging = mkdtempSync(join(tmpdir(), 'package-tools-pack-'));
  try {
    for (const file of paths) {
      mkdirSync(dirname(join(staging, file)), { recursive: true });
      cpSync(join(dir, file), join(staging, file), { dereference: true });
    }
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const file of paths) chmodSync(join(staging, file), 0o644);

    mkdirSync(outDir, { recursive: true });
    await tar.create(
      { cwd: staging, file: path, prefix: 'package', gzip: { level: 9 }, portable: true, mtime: npmTime },
      paths,
    );
    const files = paths.map((file) => ({ path: file, bytes: statSync(join(staging, file)).size }));
    const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    return { path, name, version, manifest, files, unpackedBytes, packedBytes: statSync(path).size };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
