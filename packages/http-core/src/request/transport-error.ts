import { causeChain, classifyTransportError, codesIn, messagesIn } from '../errors/classify-transport-error';
import type { ErrorLink, TransportCause } from '../errors/classify-transport-error';
import { RequestError, isErrorKind, kindOfCredentialError } from '../errors/request-error';
import type { RequestErrorDetails } from '../errors/request-error';
import { classifyStatus } from './retry/classify-status';

/** Continues the name of the service. */
const SUMMARIES: Readonly<Record<TransportCause, string>> = {
  'connection-refused': 'could not be reached: the connection was refused',
  'unknown-host': 'could not be reached: the host name is not known',
  'lookup-failed': 'could not be reached: the host name could not be looked up',
  'host-unreachable': 'could not be reached: the host cannot be reached',
  'host-down': 'could not be reached: the host is down',
  'network-unreachable': 'could not be reached: the network cannot be reached',
  'network-down': 'could not be reached: the network is down',
  'connect-timeout': 'could not be reached: no connection in time',
  'untrusted-certificate': 'could not be reached: its certificate is not trusted',
  'no-tls': 'could not be reached: no secure connection came about',
  'not-http': 'answered with something that is not HTTP',
  undecodable: 'answered in a compressed form that cannot be decoded',
  'response-timeout': 'did not answer in time',
  closed: 'closed the connection before it had answered',
  'closed-mid-response': 'closed the connection before it had answered',
};

/** Converts an error of n8n's request helper to a RequestError. */
export function toRequestError(error: unknown): RequestError {
  return new RequestError(detailsOf(error));
}

function detailsOf(error: unknown): RequestErrorDetails {
  const chain = causeChain(error);
  const ofCredential = credentialError(chain);
  if (ofCredential) return ofCredential;

  const transport = classifyTransportError(error);
  const isClosed = transport?.kind === 'connection-lost';
  const status = statusIn(chain);
  // axios gives ERR_BAD_RESPONSE, the code of a cut response, to every 5xx as well.
  if (transport && !(isClosed && status !== undefined)) {
    const { cause, kind, applied, code } = transport;
    return { kind, applied, summary: SUMMARIES[cause], networkCode: code };
  }
  // A response to the request itself throws nothing. This 401 comes from the credential, whose token n8n cannot renew.
  if (status === 401) {
    return { kind: 'unauthorized', applied: 'no', status, summary: 'does not accept the credential' };
  }
  // Any other status is that of the token request, before which nothing is sent.
  if (status !== undefined) {
    const summary = `could not be called: the request for a token was answered with HTTP ${status}`;
    return { kind: classifyStatus(status)?.kind ?? 'blocked', applied: 'no', summary };
  }
  // n8n's own refusals (a domain that is not allowed, a protected address) explain themselves and have no network code.
  return {
    kind: 'blocked',
    applied: codesIn(chain).length === 0 ? 'no' : 'maybe',
    summary: `could not be called: ${messagesIn(chain)[0] ?? 'an unknown error'}`,
  };
}

/** Details of an error that the credential threw during authentication. The request is then not sent. */
function credentialError(chain: readonly ErrorLink[]): RequestErrorDetails | undefined {
  const own = chain.find(({ name }) => name === 'TokenError' || name === 'InvalidParameterError');
  if (own) {
    return {
      kind: isErrorKind(own.kind) ? own.kind : 'blocked',
      applied: 'no',
      summary: `could not be called: ${String(own.message)}`,
      hint: typeof own.hint === 'string' ? own.hint : undefined,
    };
  }
  for (const { httpCode, description } of chain) {
    const kind = kindOfCredentialError(httpCode);
    if (!kind) continue;
    const hint = typeof description === 'string' ? description : undefined;
    return { kind, applied: 'no', summary: `could not be called: ${messagesIn(chain)[0]}`, hint };
  }
  return undefined;
}

function statusIn(chain: readonly ErrorLink[]): number | undefined {
  return chain
    .map(({ httpCode, response }) => Number(response?.status ?? httpCode))
    .find((code) => code >= 400);
}
