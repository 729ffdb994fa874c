import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check';

/** The package is under MIT, the only licence that n8n verifies, and contains its text. */
export const licence: Check = {
  name: 'licence',
  needs: 'tarball',
  run({ packed: { manifest, files }, unpackedDir }) {
    const problems: string[] = [];
    if (manifest.license !== 'MIT')
      problems.push(`package.json says "license": ${JSON.stringify(manifest.license)}, not "MIT"`);
    // The check of the contents reports a missing file.
    if (
      files.some(({ path }) => path === 'LICENSE') &&
      !readFileSync(join(unpackedDir, 'LICENSE'), 'utf8').includes('MIT License')
    ) {
      problems.push('LICENSE is not the text of the MIT License');
    }
    return { problems, detail: 'MIT' };
  },
};
