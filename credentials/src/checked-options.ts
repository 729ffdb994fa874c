import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

/**
 * Options that say what is sent and how the response is read, of n8n's newer request helper and of the older one that the
 * HTTP Request node uses. Nothing else is sent with a credential: proxies, TLS settings and agents decide who reads it, and an
 * option of a later n8n may do so too. `allowedDomains` is a limit that the owner of the credential has set.
 */
const KEPT = [
  'method',
  'qs',
  'body',
  'arrayFormat',
  'encoding',
  'json',
  'timeout',
  'abortSignal',
  'allowedDomains',
  'returnFullResponse',
  'ignoreHttpStatusErrors',
  'form',
  'formData',
  'gzip',
  'qsStringifyOptions',
  'resolveWithFullResponse',
  'simple',
  'useQuerystring',
  'useStream',
] as const;

/** TRACE is not among them: a service may respond to it with the headers of the request, the secret included. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Headers of one connection, which the HTTP client sets (RFC 9110 §7.6.1). Browsers put them into copied requests. */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** Lets a server or gateway take the request for one to another host or path than the one that was checked. */
const ROUTING =
  /^(host|:.*|forwarded|x-forwarded-.*|x-original-.*|x-rewrite-.*|x-host|x-http-host-override)$/;

const PRIVATE_AUTHORITY = '; for a certificate of a private authority, start n8n with NODE_EXTRA_CA_CERTS';

type Options = Readonly<Record<string, unknown>>;

/** Options that would let somebody else read the secret, with their names in n8n's editor. */
const DANGEROUS: readonly [label: string, hint: string, isSet: (options: Options) => boolean][] = [
  ['Proxy', '; a proxy of the whole n8n (HTTPS_PROXY) is used without it', ({ proxy }) => Boolean(proxy)],
  [
    'Ignore SSL Issues',
    PRIVATE_AUTHORITY,
    ({ rejectUnauthorized, strictSSL, skipSslCertificateValidation }) =>
      [rejectUnauthorized, strictSSL].some((value) => value !== undefined && value !== true) ||
      Boolean(skipSslCertificateValidation),
  ],
  [
    'SSL Certificates',
    PRIVATE_AUTHORITY,
    ({ agentOptions }) => Object.keys(Object(agentOptions) as object).length > 0,
  ],
];

/**
 * The options of a request that may be sent with a credential: an allow-list. What n8n's users can set and would miss is
 * refused by name. Options that no user can set are left out.
 *
 * @param url checked address of the request
 * @throws InvalidParameterError
 */
export function checkedOptions(requestOptions: IHttpRequestOptions, url: URL): IHttpRequestOptions {
  const given = requestOptions as unknown as Options;
  for (const [label, hint, isSet] of DANGEROUS) {
    if (isSet(given)) throw stopped(url, `"${label}" is set`, `Remove "${label}" from the node${hint}`);
  }
  const { method = 'GET' } = given;
  if (typeof method !== 'string' || !METHODS.includes(method.toUpperCase())) {
    throw stopped(url, `its method is "${String(method)}"`, `Choose one of ${METHODS.join(', ')}`);
  }
  const kept = KEPT.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const options = { ...Object.fromEntries(kept), url: url.href } as IHttpRequestOptions;
  return given.headers ? { ...options, headers: checkedHeaders(given.headers, url) } : options;
}

/** A copy of the headers by name, since axios also takes lists, text, and objects with further headers in them. */
function checkedHeaders(headers: unknown, url: URL): IDataObject {
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    throw stopped(url, 'its headers are not an object', 'Give the headers as names and values');
  }
  const checked = Object.entries(headers).flatMap(([key, value]: [string, unknown]) => {
    // As axios reads a name.
    const name = key.trim();
    const lowerCase = name.toLowerCase();
    if (value === undefined || value === null || HOP_BY_HOP.test(lowerCase)) return [];
    if (lowerCase === 'host' && value === url.host) return [];
    if (ROUTING.test(lowerCase)) {
      throw stopped(url, `it has the header "${name}"`, `Remove the header "${name}"`);
    }
    if (!(Array.isArray(value) ? (value as unknown[]) : [value]).every(isPlain)) {
      throw stopped(url, `its header "${name}" is not a text`, `Give the header "${name}" a text as value`);
    }
    return [[name, value] as const];
  });
  return Object.fromEntries(checked);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** All in the message: of an error of a credential, n8n's HTTP Request node shows no more. */
function stopped({ origin }: URL, what: string, hint: string): InvalidParameterError {
  return new InvalidParameterError(
    `The request to ${origin} was stopped: ${what}, and the secret of this credential could be read so. ${hint}`,
  );
}
