import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Check } from '../check';

/** Every node and credential has a light and a dark icon in the tarball, and the two differ. */
export const icons: Check = {
  name: 'icons',
  needs: 'loaded',
  run({ loaded, unpackedDir }) {
    const problems: string[] = [];
    const pictures = new Set<string>();
    for (const one of loaded) {
      const { entry } = one;
      const icon = one.description?.icon ?? one.credential?.icon;
      if (typeof icon !== 'object') {
        problems.push(`${entry.className} has no icon of the form { light, dark }`);
        continue;
      }
      const files = (['light', 'dark'] as const).map((theme) => {
        const path = posix.join(dirname(entry.dist), icon[theme].replace(/^file:/, ''));
        if (!existsSync(join(unpackedDir, path)))
          problems.push(`${entry.className}: its ${theme} icon ${path} is not in the tarball`);
        return join(unpackedDir, path);
      });
      for (const file of files) pictures.add(file);
      const [light, dark] = files.map((file) => (existsSync(file) ? readFileSync(file) : undefined));
      if (light && dark?.equals(light))
        problems.push(`${entry.className}: its light and dark icons are the same picture`);
    }
    return { problems, detail: `light and dark for ${loaded.length} entries, ${pictures.size} pictures` };
  },
};
