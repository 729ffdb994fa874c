import { newestVersion, olderVersions } from '@signalbox/n8n-versions';

/** Versions of n8n that every package is tested with, oldest first. */
export function testedVersions(): string[] {
  return [...olderVersions.map(({ n8n }) => n8n), newestVersion];
}

/** The sentence in a README about supported versions of n8n: those that `npm run test:versions` runs. */
export function supportedN8n(versions: readonly string[] = testedVersions()): string {
  const [oldest] = versions;
  const all = `${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}`;
  return `\nFor n8n ${oldest} or newer. Tested with n8n ${all}.\n`;
}
