import { RequestError, classifyTransportError } from '@signalbox/http-core/errors';
import type { TransportCause } from '@signalbox/http-core/errors';

import { quoteWithoutSecrets } from './quote-without-secrets';
import { TokenError } from './token-error';
import type { TokenRequest } from './token-request';

const NETWORK = 'check the network of n8n';
const LATER = 'try again later';

/**
 * Continues "The token service at …", with a hint where it is not to check the address. In words, since n8n replaces a
 * message that contains the code of a system error.
 */
const SUMMARIES: Readonly<Record<TransportCause, readonly [summary: string, hint?: string]>> = {
  'connection-refused': ['could not be reached: the connection was refused'],
  'unknown-host': ['could not be reached: the host name is not known'],
  'lookup-failed': ['could not be reached: the host name could not be looked up', NETWORK],
  'host-unreachable': ['could not be reached: the host cannot be reached', NETWORK],
  'host-down': ['could not be reached: the host is down', NETWORK],
  'network-unreachable': ['could not be reached: the network cannot be reached', NETWORK],
  'network-down': ['could not be reached: the network is down', NETWORK],
  'connect-timeout': ['could not be reached: there was no connection in time', LATER],
  'untrusted-certificate': ['could not be reached: its certificate is not trusted', ''],
  'no-tls': ['could not be reached: no secure connection came about'],
  'not-http': ['does not speak HTTP'],
  undecodable: ['answered in a compressed form that cannot be decoded', 'look for a proxy in front of it'],
  'response-timeout': ['could not be reached: there was no answer in time', LATER],
  closed: ['could not be reached: the connection was closed without an answer', LATER],
  'closed-mid-response': ['could not be reached: the connection was closed within the answer', LATER],
};

/** Converts an error of n8n's request helper to a TokenError. Secrets are removed from its message. */
export function toTokenError(error: unknown, { url, urlLabel, secrets }: TokenRequest): TokenError {
  const subject = `The token service at ${new URL(url).origin}`;
  const checkUrl = `check "${urlLabel}"`;
  // The only limit of readBody here is the size.
  if (error instanceof RequestError) {
    return new TokenError('unreadable', `${subject} gave an answer that is far too large: ${checkUrl}`);
  }
  const transport = classifyTransportError(error);
  if (transport) {
    const [summary, hint = checkUrl] = SUMMARIES[transport.cause];
    const separator = summary.includes(': ') ? '; ' : ': ';
    return new TokenError(transport.kind, `${subject} ${summary}${hint && separator + hint}`);
  }
  // n8n's own refusals: a domain that the credential does not allow, a protected address.
  const words = error instanceof Error ? quoteWithoutSecrets(error.message, secrets) : '';
  return new TokenError('blocked', `${subject} could not be called${words && `: ${words}`}`);
}
