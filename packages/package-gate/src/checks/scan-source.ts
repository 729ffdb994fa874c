import { cpSync, globSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import type { Check } from '../check';
import { scan } from '../scan';

/** Folders that no checkout contains. n8n scans a checkout. */
const notCommitted = ['node_modules', 'dist', '.turbo'];

/** Runs n8n's scanner on the sources, as n8n does on the commit that a published package was built from. */
export const scanSource: Check = {
  name: "n8n's scanner: sources",
  needs: 'sources',
  async run({ nodePackage, makeTempDir }) {
    const dir = join(makeTempDir(), 'package');
    cpSync(nodePackage.dir, dir, {
      recursive: true,
      filter: (path) => !notCommitted.includes(basename(path)),
    });
    const expected = ['package.json', ...globSync('{nodes,credentials}/**/*.{js,ts,json}', { cwd: dir })];
    return scan(
      dir,
      'source',
      expected.map((path) => path.split(sep).join('/')),
    );
  },
};
