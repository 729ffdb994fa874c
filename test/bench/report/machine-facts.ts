import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { createRequire } from 'node:module';

/** Facts that the figures depend on, in one line, without names or paths of this machine. */
export function machineFacts(): string {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const model = (cores[0]?.model ?? 'unknown processor').replace(/\s+/g, ' ').trim();
  return `${cores.length} cores (${model}), ${memory}, ${process.platform} ${process.arch}, Node ${process.versions.node}, n8n ${versionOf('n8n')}, n8n-core ${versionOf('n8n-core')}`;
}

/** Load of the machine before a benchmark, not counting that of the benchmarks themselves. */
export function loadNow(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');
}

/** Limit of open files and connections; Node raises it to the maximum that the system allows. */
export function openFilesLimit(): string {
  const report = process.report?.getReport() as
    { userLimits?: { open_files?: { soft?: unknown } } } | undefined;
  return String(report?.userLimits?.open_files?.soft ?? 'an unknown number');
}

function versionOf(name: string): string {
  // n8n itself is a dependency of the playground alone.
  const from = createRequire(require.resolve('@signalbox/playground'));
  const file = from.resolve(`${name}/package.json`, {
    paths: [__dirname, require.resolve('@signalbox/playground')],
  });
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
