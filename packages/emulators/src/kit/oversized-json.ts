/**
 * Blows a JSON text up to exactly `bytes` bytes (or leaves it alone if it is that long already): an object gets
 * one more property, an array gets its own elements again and then blanks, anything else blanks.
 */
export function oversizedJson(json: string, bytes: number): string {
  const missing = bytes - Buffer.byteLength(json);
  if (missing <= 0) return json;
  const value = parsed(json);
  if (Array.isArray(value) && value.length > 0) {
    const elements = json.trim().slice(1, -1);
    const copies = Math.floor(missing / (Buffer.byteLength(elements) + 1));
    return `[${elements}${`,${elements}`.repeat(copies)}]`.padEnd(
      bytes - nonAsciiBytes(elements) * (copies + 1),
      ' ',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inside = json.trim().slice(1, -1).trim();
    const head = `{${inside}${inside === '' ? '' : ','}"padding":"`;
    return `${head}${'x'.repeat(Math.max(0, bytes - Buffer.byteLength(head) - 2))}"}`;
  }
  return json + ' '.repeat(missing);
}

function nonAsciiBytes(text: string): number {
  return Buffer.byteLength(text) - text.length;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
