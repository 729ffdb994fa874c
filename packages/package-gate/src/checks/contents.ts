import { tarballProblems } from '@signalbox/package-tools';
import type { Check } from '../check';

/** The tarball contains every required file and no other. */
export const contents: Check = {
  name: 'contents of the tarball',
  needs: 'tarball',
  run: ({ packed }) => ({
    problems: tarballProblems(packed),
    detail: `${packed.files.length} files, ${(packed.packedBytes / 1024).toFixed(1)} KB packed`,
  }),
};
