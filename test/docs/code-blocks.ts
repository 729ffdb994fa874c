import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const repository = join(__dirname, '..', '..');

interface CodeBlock {
  /** The file that the line above the block names in backquotes, if it names one. */
  file: string | undefined;
  code: string;
}

/** The TypeScript blocks of a Markdown file, without the indentation of a list. */
export function typeScriptBlocks(markdown: string): CodeBlock[] {
  const text = readFileSync(join(repository, markdown), 'utf8');
  return [...text.matchAll(/(?:^|\n)(?<above>[^\n]*)\n\n?(?<indent> *)```ts\n(?<code>[^]*?)\n *```/g)].map(
    ({ groups }) => {
      const { above, indent, code } = groups as { above: string; indent: string; code: string };
      return {
        file: /`([^`]+\.ts)`/.exec(above)?.[1],
        code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      };
    },
  );
}
