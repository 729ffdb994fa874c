import type { Check } from '../check';
import { codex } from './codex';
import { contents } from './contents';
import { examples } from './examples';
import { icons } from './icons';
import { licence } from './licence';
import { loadCost } from './load-cost';
import { hasKeyword, noDependencies, noRepositoryDirectory, onlyPeer, optionalPeer } from './manifest';
import { outputSchemas } from './output-schemas';
import { readme } from './readme';
import { scanSource } from './scan-source';
import { scanTarball } from './scan-tarball';
import { fileCount, size } from './size';
import { strictLint } from './strict-lint';
import { usableAsTool } from './usable-as-tool';

/** All checks, in the order of the report. */
export const checks: readonly Check[] = [
  strictLint,
  scanSource,
  noDependencies,
  onlyPeer,
  optionalPeer,
  noRepositoryDirectory,
  hasKeyword,
  contents,
  scanTarball,
  size,
  fileCount,
  loadCost,
  licence,
  icons,
  codex,
  outputSchemas,
  usableAsTool,
  readme,
  examples,
];
