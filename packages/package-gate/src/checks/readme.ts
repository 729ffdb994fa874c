import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check';

/** Sections that n8n's reviewers and users look for, with the headings they may have. */
const sections: Record<string, RegExp> = {
  credentials: /credential|authentication/i,
  operations: /operation/i,
  examples: /example/i,
  limits: /limit/i,
};

/** The README has every section that a user needs before installing the package, and none is empty. */
export const readme: Check = {
  name: 'readme',
  needs: 'tarball',
  run({ unpackedDir }) {
    const file = join(unpackedDir, 'README.md');
    // The check of the contents reports a missing file.
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const [, ...found] = text.split(/^##+ /m);
    const problems = Object.entries(sections).flatMap(([name, heading]) => {
      const section = found.find((one) => heading.test(one.split('\n', 1)[0] ?? ''));
      if (section === undefined) return [`README.md has no section about ${name}`];
      return section.includes('\n') && section.split('\n').slice(1).join('').trim() !== ''
        ? []
        : [`README.md: the section about ${name} is empty`];
    });
    return { problems, detail: Object.keys(sections).join(', ') };
  },
};
