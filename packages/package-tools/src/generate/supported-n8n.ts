import { newestVersion, olderVersions } from '@signalbox/n8n-versions';

/** The versions of n8n that every package is tested with, oldest first; the last one is the n8n of this repository. */
export function testedVersions(): string[] {
  return [...olderVersions.map(({ n8n }) => n8n), newestVersion];
}

/** What a README says about the n8n that its package is for: the versions that `npm run test:versions` runs it on. */
export function supportedN8n(versions: readonly string[] = testedVersions()): string {
  const [oldest] = versions;
  const all = `${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}`;
  return `\nFor n8n ${oldest} or newer. Tested with n8n ${all}.\n`;
}
