import { tarballProblems } from '@signalbox/package-tools';
import type { Check } from '../check';

/** The tarball holds what it must and nothing else. */
export const contents: Check = {
  name: 'contents of the tarball',
  needs: 'tarball',
  run: ({ packed }) => ({
    problems: tarballProblems(packed),
    detail: `${packed.files.length} files, ${(packed.packedBytes / 1024).toFixed(1)} KB packed`,
  }),
};
