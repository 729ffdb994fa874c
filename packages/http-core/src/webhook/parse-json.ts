/** What came of a body: its value, or the reason why there is none (for the log; it quotes nothing of the body). */
export type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: string };

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

/**
 * Parses the raw bytes of a JSON body. Refuses objects with keys that lead to a prototype, and drops properties that are
 * `null`: services send null and leave out without distinction. `null` inside an array stays, as its place counts.
 */
export function parseJson(raw: Buffer): ParsedJson {
  const text = raw.toString('utf8');
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
