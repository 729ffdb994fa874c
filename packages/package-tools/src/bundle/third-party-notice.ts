import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleOrigin } from './module-origin';

/**
 * Collects the licence texts of the libraries inside a bundle. MIT and similar licences require their notice in every copy, and a
 * bundle is a copy.
 *
 * @returns undefined if the bundle contains no third-party code
 * @throws Error if a bundled library ships no licence text
 */
export function thirdPartyNotice(origins: Iterable<ModuleOrigin>): string | undefined {
  const roots = new Map<string, string>();
  for (const { thirdParty, packageName, packageRoot } of origins) {
    if (thirdParty && packageName !== undefined) roots.set(packageName, packageRoot);
  }
  if (roots.size === 0) return undefined;

  const texts = [...roots]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, root]) => {
      const file = readdirSync(root).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined)
        throw new Error(`${name} is bundled but ships no licence text, so it may not be published.`);
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      return `${name} ${version}\n\n${readFileSync(join(root, file), 'utf8').trim()}\n`;
    });
  return `This package contains code of the following libraries.\n\n${texts.join('\n---\n\n')}`;
}
