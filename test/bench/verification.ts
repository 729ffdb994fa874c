import { createHmac, randomBytes } from 'node:crypto';
import type { Delivery, Verify } from '@signalbox/http-core/webhook';
import { verifyHmacSha256, verifyUrlToken } from '@signalbox/http-core/webhook';
import Stripe from 'stripe';
// Not exported: only receive() is to use it.
import { parseJson } from '@signalbox/http-core/internal/webhook/receive/parse-json';
import { hashToken } from '@signalbox/http-core/internal/webhook/verify/url-token';
import type { Benchmark } from './benchmark';
import { median } from './median';
import { verdict } from './report/section';

const SECRET = 'whsec_bench_0123456789abcdef';
/** As Stripe's library has it by default, in seconds. */
const TOLERANCE_S = 300;
/** One measurement; long enough for the clock, short enough to alternate often. */
const SLICE_MS = 40;

/** Verifying and parsing a delivery, beside Stripe's library at the same job. */
export const verification: Benchmark = async ({ quick }) => {
  const rounds = quick ? 11 : 41;
  const stripe = new Stripe('sk_test_unused');
  const rows: string[][] = [];
  const tokenRows: string[][] = [];
  for (const kib of [1, 16, 256]) {
    const raw = deliveryOf(kib * 1024);
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', SECRET).update(`${time}.`).update(raw).digest('hex');
    const header = `t=${time},v1=${signature}`;
    const token = randomBytes(32).toString('base64url');
    const verifyToken = tokenCheck(token, raw);
    const [ours, byToken, theirs] = perSecond(
      [
        () => verifyAndParse(raw, header),
        () => {
          verifyToken();
          return parsed(raw);
        },
        () => stripe.webhooks.constructEvent(raw, header, SECRET, TOLERANCE_S),
      ],
      rounds,
    ) as [number[], number[], number[]];
    const ratioTo = (rates: number[]) => median(rates.map((rate, round) => rate / theirs[round]!));
    const row = (rates: number[]) => [
      `${kib} KB`,
      rate(median(rates)),
      rate(median(theirs)),
      ratioTo(rates).toFixed(2),
      '>= 1.00',
      verdict(ratioTo(rates) >= 1),
    ];
    rows.push(row(ours));
    tokenRows.push(row(byToken).slice(0, 4));
  }
  return {
    title: 'Verifying and parsing a delivery',
    method: [
      `The HMAC-SHA-256 of time stamp and raw body is compared in constant time, the time stamp held against a window of ${TOLERANCE_S} s, and the body parsed; by http-core (verifyHmacSha256, parseJson) and by Stripe's library ${Stripe.PACKAGE_VERSION} (webhooks.constructEvent), on the same bytes. In turn, ${rounds} slices of ${SLICE_MS} ms each; medians, also of the ratio.`,
    ],
    tables: [
      { columns: ['body', 'http-core', 'Stripe', 'ratio', 'bar', ''], rows },
      {
        caption:
          'The same for a token in the URL, as SIGNL4 has it: nothing is signed, so there is less to do',
        columns: ['body', 'http-core', 'Stripe (HMAC)', 'ratio'],
        rows: tokenRows,
      },
    ],
    problems: [],
  };
};

/** Verifies and parses a delivery signed like Stripe's. @throws Error if the signature is invalid */
function verifyAndParse(raw: Buffer, header: string): unknown {
  const [, time = '', signature] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(header) ?? [];
  const signed = Buffer.concat([Buffer.from(`${time}.`), raw]);
  if (!verifyHmacSha256({ signed, signature, secrets: [SECRET], encoding: 'hex' }))
    throw new Error('The signature does not match');
  if (Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_S) throw new Error('Too old');
  return parsed(raw);
}

function parsed(raw: Buffer): unknown {
  const result = parseJson(raw);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function tokenCheck(token: string, rawBody: Buffer): () => void {
  const verify: Verify = verifyUrlToken();
  const memory = { url: '', tokenHashes: [hashToken(token)], recipes: [], settings: '' };
  const delivery: Delivery = {
    headers: {},
    query: { token },
    rawBody,
    parsed: () => parseJson(rawBody),
    isTest: false,
    subscriptionId: '1',
  };
  return () => {
    // A token in the URL is all there is to look at.
    const result = verify(delivery, memory, undefined as never);
    if (!('ok' in result) || !result.ok) throw new Error('The token does not match');
  };
}

/** A delivery of about so many bytes: many small fields, as services send them. */
function deliveryOf(bytes: number): Buffer {
  const event = { id: 'evt_1', object: 'event', type: 'alert.acknowledged', data: [] as object[] };
  for (let at = 0; JSON.stringify(event).length < bytes; at++) {
    // Grown in steps, since the length is looked at after each.
    for (let more = 0; more < Math.max(1, Math.floor(bytes / 4000)); more++) {
      event.data.push({
        id: `a1b2c3d4-${at}-${more}`,
        status: at % 2 === 0 ? 'acknowledged' : 'closed',
        severity: at,
        open: at % 3 === 0,
        note: 'Technician is on the way, pump 3',
      });
    }
  }
  return Buffer.from(JSON.stringify(event));
}

/**
 * Rate of each job per second. Jobs alternate, and a different one starts every round, so that other load on the machine affects all
 * of them.
 *
 * @returns for each job its rate in each round
 */
function perSecond(jobs: readonly (() => unknown)[], rounds: number): number[][] {
  const rates = jobs.map((): number[] => []);
  // The first rounds are for the compiler.
  for (let round = -3; round < rounds; round++) {
    for (let turn = 0; turn < jobs.length; turn++) {
      const at = (turn + Math.abs(round)) % jobs.length;
      const measured = rateOf(jobs[at]!);
      if (round >= 0) rates[at]![round] = measured;
    }
  }
  return rates;
}

function rateOf(job: () => unknown): number {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  do {
    for (let batch = 0; batch < 10; batch++) job();
    count += 10;
    elapsed = performance.now() - start;
  } while (elapsed < SLICE_MS);
  return (count / elapsed) * 1000;
}

function rate(perSecondValue: number): string {
  return `${perSecondValue >= 10_000 ? `${(perSecondValue / 1000).toFixed(1)}k` : perSecondValue.toFixed(0)}/s`;
}
