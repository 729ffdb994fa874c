/** Rows in the way of the vendor's reports: semicolons, a quoted header, other cells quoted where they have to be. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  const lines = rows.map((row) => row.map((cell) => (/[;,"\r\n]/.test(cell) ? quoted(cell) : cell)));
  return Buffer.from([header.map(quoted), ...lines].map((line) => `${line.join(';')}\n`).join(''));
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
