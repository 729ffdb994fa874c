import type { Check } from '../check';
import { scan } from '../scan';

/** Runs n8n's scanner on the published files: the bundled code and package.json. */
export const scanTarball: Check = {
  name: "n8n's scanner: tarball",
  needs: 'tarball',
  run({ packed, unpackedDir }) {
    const expected = packed.files
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.js') || path === 'package.json');
    return scan(unpackedDir, ['**/*.js', 'package.json'], expected);
  },
};
