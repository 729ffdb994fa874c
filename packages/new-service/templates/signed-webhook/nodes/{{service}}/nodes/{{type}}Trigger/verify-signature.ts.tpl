import { verifyHmacSha256 } from '@signalbox/http-core/webhook';
import type { Delivery, UnlockedState, Verdict } from '@signalbox/http-core/webhook';

/** `t=<Unix seconds>,v1=<hex>` ({{service}}.md §3). */
const HEADER = '{{signatureHeaderLower}}';

/** Age up to which a signature counts, in seconds; the clock of the sender may also be ahead by this. */
const TOLERANCE_S = 300;

/** Verifies the signature over the time and the body of an event. */
export function verifySignature({ headers, rawBody }: Delivery, { secrets }: UnlockedState): Verdict {
  const fields = Object.fromEntries(
    String(headers[HEADER] ?? '')
      .split(',')
      .map((field) => field.split('=', 2)),
  ) as { t?: string; v1?: string };
  const seconds = Number(fields.t);
  if (!fields.t || !(Math.abs(Date.now() / 1000 - seconds) <= TOLERANCE_S))
    return { ok: false, reason: 'the time of the signature is missing, or more than five minutes away' };
  const signed = Buffer.concat([Buffer.from(`${fields.t}.`), rawBody]);
  return verifyHmacSha256({ signed, signature: fields.v1, secrets, encoding: 'hex' })
    ? { ok: true }
    : { ok: false, reason: 'the signature is missing or wrong' };
}
