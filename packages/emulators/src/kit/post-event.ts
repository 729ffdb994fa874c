import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

interface EventPost {
  url: string;
  json: string;
  headers: Record<string, string>;
  contentType: string;
  /** Real milliseconds for everything up to the end of the response. */
  timeoutMs: number;
  /** If it is aborted already, nothing is sent. */
  signal: AbortSignal;
}

/** Outcome of one POST: the status of the response, or the code of the error. */
interface PostOutcome {
  status: number | null;
  error: string | null;
}

/**
 * POSTs a JSON text over a fresh connection; does not follow redirects and ignores the body of the response.
 * Never rejects.
 */
export function postEvent({
  url,
  json,
  headers,
  contentType,
  timeoutMs,
  signal,
}: EventPost): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const settle = (status: number | null, error: string | null) => {
      clearTimeout(timer);
      resolve({ status, error });
    };
    const timer = setTimeout(() => {
      settle(null, 'TIMEOUT');
      request.destroy();
    }, timeoutMs);
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        headers: {
          ...headers,
          'content-type': contentType,
          'content-length': Buffer.byteLength(json),
          connection: 'close',
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => settle(response.statusCode ?? null, null));
        response.once('error', (error: NodeJS.ErrnoException) => settle(null, error.code ?? error.message));
      },
    );
    request.once('error', (error: NodeJS.ErrnoException) => settle(null, error.code ?? error.message));
    request.end(json);
  });
}
