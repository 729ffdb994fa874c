import type { Section, Table } from './section';

/** A section as Markdown, aligned so that it can be read as it is. */
export function sectionMarkdown({ title, method, tables, problems }: Section, load: string): string {
  return [
    `## ${title}`,
    ...method,
    ...tables.flatMap((table) => [...(table.caption ? [`**${table.caption}**`] : []), tableMarkdown(table)]),
    ...(problems.length > 0 ? ['Wrong results:', problems.map((problem) => `- ${problem}`).join('\n')] : []),
    load,
  ].join('\n\n');
}

function tableMarkdown({ columns, rows }: Table): string {
  const widths = columns.map((column, at) =>
    Math.max(3, ...[column, ...rows.map((row) => row[at] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
