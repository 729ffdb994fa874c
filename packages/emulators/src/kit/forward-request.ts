import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { STREAM_HEADER, type ServiceResponse } from './service-response';

/** Headers of the connection, which the service behind it does not see. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'date',
  'expect',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Passes a request on to a server in the same process, through a connection in memory, and collects the response. A
 * response that has no end is handed over as it comes.
 */
export function forwardRequest(
  service: Server,
  outer: IncomingMessage,
  body: Buffer,
): Promise<ServiceResponse> {
  return new Promise((resolve, reject) => {
    const [near, far] = duplexPair();
    const request = httpRequest(
      {
        method: outer.method,
        path: outer.url,
        headers: {
          ...withoutConnection(outer.headers),
          ...(body.length > 0 || outer.headers['content-length'] !== undefined
            ? { 'content-length': body.length }
            : {}),
          connection: 'close',
        },
        // Any duplex stream will do as a connection, on both sides.
        createConnection: () => near,
      },
      (response) => {
        if (response.headers[STREAM_HEADER] !== undefined) {
          const { [STREAM_HEADER]: _own, ...headers } = withoutConnection(response.headers);
          resolve({
            status: response.statusCode ?? 500,
            headers,
            body: Buffer.alloc(0),
            // The far end of a connection in memory does not notice that the near one is destroyed.
            stream: response.once('close', () => far.destroy()),
          });
          return;
        }
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            headers: withoutConnection<string | string[]>(response.headers),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.once('error', reject);
    service.emit('connection', far);
    request.end(body);
  });
}

function withoutConnection<Value>(headers: Record<string, Value | undefined>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !CONNECTION_HEADERS.has(name)) kept[name] = value;
  }
  return kept;
}
