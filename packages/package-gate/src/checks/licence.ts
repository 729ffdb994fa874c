import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check';

/** n8n verifies only packages under MIT; the text is what makes it so. */
export const licence: Check = {
  name: 'licence',
  needs: 'tarball',
  run({ packed: { manifest, files }, unpackedDir }) {
    const problems: string[] = [];
    if (manifest.license !== 'MIT')
      problems.push(`package.json says "license": ${JSON.stringify(manifest.license)}, not "MIT"`);
    // A missing file is reported with the contents of the tarball.
    if (
      files.some(({ path }) => path === 'LICENSE') &&
      !readFileSync(join(unpackedDir, 'LICENSE'), 'utf8').includes('MIT License')
    ) {
      problems.push('LICENSE is not the text of the MIT License');
    }
    return { problems, detail: 'MIT' };
  },
};
