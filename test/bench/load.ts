import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

/** What came of a round of deliveries. */
export interface Round {
  /** Answered in a second. */
  perSecond: number;
  /** Milliseconds to the answer. */
  p50: number;
  p99: number;
  accepted: number;
  refused: number;
  /** The ids that were sent, each once. */
  ids: string[];
}

/**
 * Sends `amount` different deliveries, `connections` at a time.
 *
 * @param bodyOf body of the delivery with this id
 */
export async function sendDeliveries(
  url: string,
  amount: number,
  connections: number,
  bodyOf: (id: string) => string,
): Promise<Round> {
  const ids: string[] = [];
  let last = 0;
  const begin = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const cannon = autocannon(
      {
        url,
        amount,
        connections,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        requests: [
          {
            setupRequest(request) {
              const id = randomUUID();
              ids.push(id);
              return { ...request, body: bodyOf(id) };
            },
          },
        ],
      },
      (error, finished: autocannon.Result) => (error ? reject(error as Error) : resolve(finished)),
    );
    // Its own duration is in steps of a second.
    cannon.on('response', () => {
      last = performance.now();
    });
  });
  return {
    perSecond: amount / ((last - begin) / 1000),
    p50: result.latency.p50,
    p99: result.latency.p99,
    accepted: result['2xx'],
    refused: result.non2xx + result.errors,
    ids,
  };
}
