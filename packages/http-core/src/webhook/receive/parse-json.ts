/** A parsed body, or the reason why it was refused (for the log; never quotes the body). */
export type ParsedJson =
  | { ok: true; value: unknown }
  | { ok: false; reason: string; /** It may be valid, but would take too long to handle. */ tooLarge?: true };

/** Changes a prototype by itself if careless code merges or copies the object later. */
const PROTOTYPE_KEY = '__proto__';

/** Change a prototype only if their value is an object. With a string value, e.g. a label, they are harmless. */
const INDIRECT_PROTOTYPE_KEYS = new Set(['constructor', 'prototype']);

/**
 * Text without any of these needs no walk; `proto` covers two keys. One pass for all words, because a search for each
 * of them takes half as long as parsing.
 */
const WORTH_A_WALK = /null|proto|constructor/;

/** Keys may contain escapes. */
const ESCAPE = '\\u';

/** Deepest nesting of lists and objects. Known services stay below 10; n8n cannot store a few thousand. */
const MAX_DEPTH = 100;

/**
 * Most values in a body; a list or an object inside a list counts twice. Work per value adds up, and n8n has one
 * thread. A sensor heartbeat with 4,000 samples has 16,000 values.
 */
const MAX_VALUES = 25_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Byte order marks. RFC 8259 §8.1 requires UTF-8 and allows receivers to skip its mark. */
const UTF_8_MARK = '\uFEFF';
const UTF_16_MARK = /^(\xFE\xFF|\xFF\xFE)/;

/**
 * Parses a JSON body, with or without a byte order mark. Refuses keys that could change a prototype. Drops properties
 * that are `null`, because services use null and absence interchangeably; `null` in an array stays, as its position
 * counts.
 */
export function parseJson(raw: Buffer): ParsedJson {
  if (UTF_16_MARK.test(raw.toString('latin1', 0, 2)))
    return { ok: false, reason: 'the body is UTF-16, and JSON must be UTF-8' };
  const { depth, values } = sizeOf(raw);
  if (depth > MAX_DEPTH)
    return { ok: false, reason: `the body is nested deeper than ${MAX_DEPTH} lists and objects` };
  if (values > MAX_VALUES)
    return { ok: false, tooLarge: true, reason: `the body has more than ${MAX_VALUES} values` };
  const decoded = raw.toString('utf8');
  const text = decoded.startsWith(UTF_8_MARK) ? decoded.slice(1) : decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the body.
    return { ok: false, reason: 'the body is not valid JSON' };
  }
  // Most bodies need no walk, and a search costs a fraction of it.
  if (!WORTH_A_WALK.test(text) && !text.includes(ESCAPE)) return { ok: true, value };
  return clean(value)
    ? { ok: true, value }
    : { ok: false, reason: 'the body has a key that could change a prototype' };
}

/**
 * Counts nesting and values without parsing, which takes many times as long for a hostile body. May be wrong for
 * invalid JSON.
 */
function sizeOf(raw: Buffer): { depth: number; values: number } {
  let [open, depth, values] = [0, 0, 1];
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at];
    if (byte === QUOTE) {
      for (at++; at < raw.length && raw[at] !== QUOTE; at++) if (raw[at] === BACKSLASH) at++;
    } else if (byte === COMMA) {
      values++;
    } else if (byte === LIST || byte === OBJECT) {
      values++;
      open++;
      if (open > depth) depth = open;
    } else if (byte === LIST_END || byte === OBJECT_END) {
      open--;
    }
  }
  return { depth, values };
}

/**
 * Drops null properties in place; `false` if there is a prototype key. Iterative, so depth cannot exhaust the stack.
 */
function clean(root: unknown): boolean {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const element of value) open.push(element);
      continue;
    }
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      if (key === PROTOTYPE_KEY || (INDIRECT_PROTOTYPE_KEYS.has(key) && typeof object[key] === 'object'))
        return false;
      if (object[key] === null) delete object[key];
      else open.push(object[key]);
    }
  }
  return true;
}
