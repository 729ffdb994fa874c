// Runs in a separate process, so that neither n8n nor an engine inside the benchmark shares its event loop.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FromReplay, ToReplay } from './replay-api';

let body = '';
let placeholder = '';
let latencyMs = 0;
let inFlight = 0;
let counts = { requests: 0, peak: 0 };
/** Last segments of the paths that were asked for. */
const asked = new Set<string>();

const server = createServer((request, response) => {
  counts.requests += 1;
  inFlight += 1;
  counts.peak = Math.max(counts.peak, inFlight);
  response.once('close', () => {
    inFlight -= 1;
  });
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const id = pathname.split('/').pop() ?? '';
  asked.add(id);
  setTimeout(() => {
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      .end(body.replaceAll(placeholder, id));
  }, latencyMs);
});
// n8n keeps connections; closing them on it in between runs would make it retry.
server.keepAliveTimeout = 60_000;

const tell = (message: FromReplay): void => void process.send?.(message);

process.on('message', (message: ToReplay) => {
  if (message.kind === 'counts') {
    tell({ kind: 'counts', ...counts, distinct: asked.size });
    counts = { requests: 0, peak: inFlight };
    asked.clear();
    return;
  }
  ({ body, placeholder, latencyMs } = message);
  server.listen(0, '127.0.0.1', () => tell({ kind: 'ready', port: (server.address() as AddressInfo).port }));
});
process.once('disconnect', () => process.exit());
