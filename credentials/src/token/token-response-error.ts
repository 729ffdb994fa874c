import type { ErrorKind } from '@signalbox/http-core/errors';

import type { TokenResponse, TokenRequest } from './token-request';
import { quoteWithoutSecrets } from './quote-without-secrets';
import { TokenError } from './token-error';

type Meaning = readonly [ErrorKind, what: string];
type Refusal = (request: TokenRequest) => Meaning;

/** Milliseconds by which clocks may differ before that is taken for the reason of a refusal: what services commonly tolerate. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Error codes of RFC 6749 §5.2, in a user's words. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  invalid_client: ({ proof }) => ['unauthorized', `does not accept ${proof}: check them in the credential`],
  invalid_grant: ({ proof }) => ['unauthorized', `does not accept ${proof}: check them in the credential`],
  unauthorized_client: () => [
    'forbidden',
    'does not allow this client to fetch tokens in this way: check its settings at the service',
  ],
  unsupported_grant_type: ({ urlLabel }) => [
    'rejected',
    `does not give tokens in this way: check "${urlLabel}"`,
  ],
  invalid_scope: () => ['forbidden', 'does not grant the scope: check the scope in the credential'],
  invalid_request: ({ urlLabel }) => ['rejected', `does not understand the request: check "${urlLabel}"`],
};

/** Tells the user why a response contains no usable token. */
export function tokenResponseError(request: TokenRequest, response: TokenResponse): TokenError {
  const service = `The token service at ${new URL(request.url).origin}`;
  const { status, content } = response;
  const [kind, what] = explainRefusal(request, response);
  const code = content?.error;
  const words = [code, content?.error_description]
    .filter((part) => typeof part === 'string')
    .map((part) => quoteWithoutSecrets(part, request.secrets))
    .filter((part) => part !== '');
  const said = words.length > 0 ? `. It says: ${words.join(', ')}` : '';
  return new TokenError(kind, `${service} ${what} (HTTP ${status})${said}`);
}

function explainRefusal(
  request: TokenRequest,
  { status, content, text, clockOffsetMs }: TokenResponse,
): Meaning {
  const checkUrl = `check "${request.urlLabel}"`;
  if (status >= 300 && status < 400) {
    return ['redirected', `redirects to another address, which is not followed: ${checkUrl}`];
  }
  if (status === 429) return ['rate-limited', 'receives too many requests: try again later'];
  if (status >= 500) return ['unavailable', 'has a problem of its own: try again later'];

  const code = content?.error;
  const refusal = typeof code === 'string' && Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  const refused = refusal?.(request) ?? (status === 401 ? REFUSALS.invalid_client!(request) : undefined);
  if (refused) {
    const [kind, what] = refused;
    const late = kind === 'unauthorized' ? clockAdvice(clockOffsetMs) : '';
    return [kind, what + late];
  }
  if (!content) {
    return /^\s*<(!doctype|html|\?xml|head|body)/i.test(text)
      ? [
          'unreadable',
          `answers with a web page in place of a token: ${checkUrl}, and whether a proxy stands in between`,
        ]
      : ['unreadable', `gives an answer that is not JSON: ${checkUrl}`];
  }
  if (status === 403) return ['forbidden', 'does not allow this client to fetch a token'];
  if (status === 404 || status === 405) return ['not-found', `does not know this address: ${checkUrl}`];
  if (status >= 400) return ['rejected', 'refuses the request: check the credential'];
  const { token_type: type, access_token: token } = content;
  if (token === undefined) return ['unreadable', `gives an answer without an access token: ${checkUrl}`];
  return type === undefined || typeof token !== 'string'
    ? ['unreadable', 'gives an access token that cannot be sent']
    : ['unreadable', 'gives an access token of another kind than "Bearer", or one that cannot be sent'];
}

/** Advice about a wrong clock: an easily overlooked reason for refusing a valid key. */
function clockAdvice(offsetMs: number | undefined): string {
  if (offsetMs === undefined || Math.abs(offsetMs) < CLOCK_TOLERANCE_MS) return '';
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return `. The clock of n8n is ${minutes} min ${direction} that of the service, which alone may be the reason: set it right`;
}
