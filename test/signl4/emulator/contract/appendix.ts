import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows of the tables in an appendix of docs/services/signl4.md, cells without code marks. */
export function appendixRows(letter: 'A' | 'B'): string[][] {
  const page = readFileSync(join(__dirname, '../../../../docs/services/signl4.md'), 'utf8');
  const [, from = ''] = page.split(new RegExp(`^## Appendix ${letter}:`, 'm'));
  const [section = ''] = from.split(/^## /m);
  return [...section.matchAll(/^\|(.*)\|$/gm)].map(([, row]) =>
    row!.split('|').map((cell) => cell.replaceAll('`', '').trim()),
  );
}
