import autocannon from 'autocannon';

/** However long the last of a burst has to wait: given up after 10 s by default, it would count as refused. */
const TIMEOUT_SECONDS = 300;

/** Result of a round of deliveries. */
export interface Round {
  /** Answered in a second. */
  perSecond: number;
  /** Milliseconds to the answer. */
  p50: number;
  p99: number;
  accepted: number;
  refused: number;
}

/** A request to a trigger. */
export interface Delivery {
  body: string;
  /** Path and query, if they are not those of the URL. */
  path?: string;
}

/** Sends each delivery once, in this order, `connections` at a time. */
export async function sendDeliveries(
  url: string,
  deliveries: readonly Delivery[],
  connections: number,
): Promise<Round> {
  const amount = deliveries.length;
  let next = 0;
  let last = 0;
  const begin = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const cannon = autocannon(
      {
        url,
        amount,
        connections,
        timeout: TIMEOUT_SECONDS,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        requests: [
          {
            setupRequest: (request) => ({ ...request, ...deliveries[next++] }),
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
  };
}
