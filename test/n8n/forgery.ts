import { createHash } from 'node:crypto';

/** All texts in a value, names of properties included, and the value as JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [
    JSON.stringify(value),
    ...Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one)]),
    ...(Array.isArray(value) ? [] : Object.values(value).filter((one) => typeof one === 'string')),
  ];
}

/**
 * All that somebody who reads static data could take for a secret: each text in it, texts inside of JSON in it too, as it is and
 * decoded.
 */
export function possibleSecrets(staticData: object): (string | Buffer)[] {
  const texts = textsIn(staticData).flatMap((text) => {
    try {
      return [text, ...textsIn(JSON.parse(text))];
    } catch {
      return [text];
    }
  });
  return [...new Set(texts.filter((text) => text !== ''))].flatMap((text) => [
    text,
    ...(['hex', 'base64', 'base64url'] as const)
      .map((encoding) => Buffer.from(text, encoding))
      .filter(({ length }) => length > 0),
  ]);
}

const ENCODINGS = ['hex', 'base64', 'base64url'] as const;

/** Fails if a secret is in static data in any encoding, or its hash, with which guesses could be tried out. */
export function expectNotGuessable(staticData: object, secret: string): void {
  const text = JSON.stringify(staticData);
  const bytes = Buffer.from(secret);
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    ENCODINGS.map((encoding) => createHash(algorithm).update(bytes).digest(encoding)),
  );
  const spellings = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...ENCODINGS.map((encoding) => bytes.toString(encoding)),
  ];
  // A part is enough to search by.
  for (const trace of [...spellings, ...hashes]) expect(text).not.toContain(trace.slice(0, 12));
}
