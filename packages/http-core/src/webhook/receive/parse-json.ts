/** What came of a body: its value, or the reason why there is none (for the log; it quotes nothing of the body). */
export type ParsedJson =
  | { ok: true; value: unknown }
  | { ok: false; reason: string; /** It may be valid, but takes too long to handle. */ tooLarge?: true };

/** Leads to a prototype in itself when the object is merged or copied by careless code further on. */
const PROTOTYPE_KEY = '__proto__';

/** These lead there only by way of an object in them. As the key of a text, such as a label, they are harmless. */
const DETOUR_KEYS = new Set(['constructor', 'prototype']);

/**
 * What a text must contain for the walk below to find anything; `proto` stands for two keys. One pass for the words, since
 * looking for each of them by itself takes half as long as parsing.
 */
const WORTH_A_WALK = /null|proto|constructor/;

/** Keys may be written with escapes. */
const ESCAPE = '\\u';

/** Deepest nesting of lists and objects. Those of services known stay below 10, and n8n cannot store some thousands. */
const MAX_DEPTH = 100;

/**
 * Most values in a body; a list or an object in a list counts twice. What is done for each of them adds up, and n8n has one
 * thread. A heartbeat of a sensor with 4,000 samples has 16,000.
 */
const MAX_VALUES = 25_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How texts in other encodings begin. RFC 8259 §8.1 wants UTF-8 and lets receivers skip its mark. */
const UTF_8_MARK = '\uFEFF';
const UTF_16_MARK = /^(\xFE\xFF|\xFF\xFE)/;

/**
 * Parses the raw bytes of a JSON body, which may begin with a byte order mark. Refuses objects with keys that lead to a prototype,
 * and drops properties that are `null`: services send null and leave out without distinction. `null` inside an array stays, as its
 * place counts.
 */
export function parseJson(raw: Buffer): ParsedJson {
  if (UTF_16_MARK.test(raw.toString('latin1', 0, 2)))
    return { ok: false, reason: 'the body is in UTF-16, and JSON has to be in UTF-8' };
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
    // The parser's message quotes the body.
    return { ok: false, reason: 'the body is not valid JSON' };
  }
  // Most bodies need no second look, and a search costs a fraction of the walk.
  if (!WORTH_A_WALK.test(text) && !text.includes(ESCAPE)) return { ok: true, value };
  return clean(value)
    ? { ok: true, value }
    : { ok: false, reason: 'the body has a key that could change a prototype' };
}

/**
 * Counts nesting and values without parsing, which for a hostile body takes many times as long. In what is not valid JSON
 * it may count wrong.
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

/** Drops null properties in place; `false` at the first prototype key. Iterative, so depth cannot exhaust the stack. */
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
      if (key === PROTOTYPE_KEY || (DETOUR_KEYS.has(key) && typeof object[key] === 'object')) return false;
      if (object[key] === null) delete object[key];
      else open.push(object[key]);
    }
  }
  return true;
}
