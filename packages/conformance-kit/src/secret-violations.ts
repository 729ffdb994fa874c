import { inspect } from 'node:util';
import type { NodeRun } from '@signalbox/node-harness';

/** Deep enough for an axios error with its request, socket and headers. */
const DEPTH = 12;

/** Searches outputs, errors, logs and the stored execution for secrets in all their encodings. */
export function secretViolations(run: NodeRun, secrets: readonly string[]): string[] {
  const places: Record<string, unknown> = {
    'the output': run.outputs,
    'the stored error': run.error,
    'the thrown error': run.thrown,
    'the log': run.logs,
    'the stored execution': run.run?.data.resultData,
  };
  return Object.entries(places).flatMap(([place, value]) => {
    const text = everythingIn(value);
    return secrets.flatMap((secret) =>
      Object.entries(formsOf(secret))
        .filter(([, form]) => text.includes(form))
        .map(([name]) => `A secret (${name}) is seen in ${place}: ${around(text, formsOf(secret)[name]!)}`)
        .slice(0, 1),
    );
  });
}

function everythingIn(value: unknown): string {
  const shown = inspect(value, {
    depth: DEPTH,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Infinity,
  });
  // inspect() shows bytes as numbers and hides the result of toJSON().
  return `${shown}\n${safeJson(value)}`;
}

function safeJson(value: unknown): string {
  const seen = new WeakSet<object>();
  const json = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (seen.has(inner)) return '[again]';
    seen.add(inner);
    return Buffer.isBuffer(inner) ? inner.toString('latin1') : inner;
  });
  return json ?? '';
}

function formsOf(secret: string): Record<string, string> {
  return {
    'as it is': secret,
    'percent-encoded': encodeURIComponent(secret),
    'form-encoded': new URLSearchParams({ x: secret }).toString().slice(2),
    'JSON-encoded': JSON.stringify(secret).slice(1, -1),
    'in Base64': Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  };
}

/** Text around a secret, without the secret. */
function around(text: string, form: string): string {
  const at = text.indexOf(form);
  return `…${text.slice(Math.max(0, at - 80), at)}<SECRET>…`.replace(/\s+/g, ' ');
}
