import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IDataObject } from 'n8n-workflow';

import { CONFIGS, CONNECTOR_TYPES, labelOf } from './config-fields';
import type { ConfigInput, ConnectorType } from './config-fields';

/** Headers that only the service may set (disruptive-technologies.md §9, 20). */
const RESERVED =
  /^(x-dt-signature|dt-asymmetric-signature|host|content-length|transfer-encoding|connection)$/i;

/** RFC 9110 §5.6.2 and §5.5. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Loopback addresses, which only an emulator on this machine can reach. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The parameters that are given; one that is '' was left empty. */
function given(input: ConfigInput): [keyof ConfigInput, ConfigInput[keyof ConfigInput]][] {
  return (Object.entries(input) as [keyof ConfigInput, ConfigInput[keyof ConfigInput]][]).filter(
    ([, value]) => value !== undefined && value !== '',
  );
}

/** Returns true if any parameter of a config is given. */
export function touchesConfig(input: ConfigInput): boolean {
  return given(input).length > 0;
}

/**
 * The config of a new connector.
 *
 * @throws InvalidParameterError for what is missing, and as `configOf` does
 */
export function newConfig(type: ConnectorType, input: ConfigInput): IDataObject {
  const { required, optional = [] } = CONFIGS[type];
  const missing = required.find((name) => !input[name as keyof ConfigInput]);
  if (missing !== undefined) {
    throw new InvalidParameterError(
      `"${labelOf(missing)}" is missing`,
      `A Data Connector of the type ${nameOf(type)} needs it.`,
    );
  }
  // Ignore fields of other types: they are hidden but keep values entered before the type was changed.
  const own = given(input).filter(([name]) => [...required, ...optional].includes(name));
  return configOf(type, Object.fromEntries(own), {});
}

/**
 * Merges the given fields into the current config and returns all of it: a PATCH may drop the parts it leaves out
 * (disruptive-technologies.md §9, 6).
 *
 * @returns under the key of its type
 * @throws InvalidParameterError for a field of another type, a URL without HTTPS, or a forbidden header
 */
export function configOf(type: string, input: ConfigInput, present: IDataObject): IDataObject {
  const known = CONFIGS[type as ConnectorType] as (typeof CONFIGS)[ConnectorType] | undefined;
  const foreign = given(input).find(
    ([name]) => ![...(known?.required ?? []), ...(known?.optional ?? [])].includes(name),
  );
  if (!known || foreign) {
    throw new InvalidParameterError(
      `"${labelOf(foreign?.[0] ?? '')}" does not belong to a Data Connector of the type ${nameOf(type)}`,
      'Remove the field. The type of a Data Connector cannot be changed; create a new one instead.',
    );
  }
  const { url, signatureSecret, headers, azureUrl, tenantId, clientId, correlationId, ...plain } = input;
  const config: IDataObject = { ...present, ...plain };
  if (url || azureUrl) config.url = url ? checkedUrl(url) : azureUrl;
  if (signatureSecret) config.signatureSecret = signatureSecret;
  if (headers) config.headers = headerMap(headers.header ?? []);
  if (tenantId || clientId) {
    const before = (present.authenticationConfig ?? {}) as IDataObject;
    config.authenticationConfig = {
      ...before,
      ...(tenantId && { tenantId }),
      ...(clientId && { clientId }),
    };
  }
  if (correlationId) config.brokerProperties = { correlationId };
  return { [known.key]: config };
}

function nameOf(type: string): string {
  return CONNECTOR_TYPES.find(({ value }) => value === type)?.name ?? type;
}

function checkedUrl(text: string): string {
  const refuse = (what: string): never => {
    throw new InvalidParameterError(
      `"URL" ${what} (it is ${JSON.stringify(text.slice(0, 80))})`,
      'Disruptive Technologies pushes events over HTTPS only, to an address with a certificate that browsers trust.',
    );
  };
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : refuse('is not an address');
  const isLocal = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) refuse('must begin with https://');
  return text.trim();
}

/** Errors never contain header values, which may be secrets. */
function headerMap(headers: readonly { name: string; value: string }[]): Record<string, string> {
  const map = new Map<string, string>();
  const known = new Set<string>();
  for (const { name, value } of headers) {
    const refuse = (what: string, hint: string): never => {
      throw new InvalidParameterError(`The header ${JSON.stringify(name.slice(0, 80))} ${what}`, hint);
    };
    if (!HEADER_NAME.test(name)) {
      refuse('is not a valid header name', 'Use letters, digits and hyphens, such as X-Building.');
    }
    if (RESERVED.test(name)) {
      refuse('is reserved', 'Disruptive Technologies sets this header itself: use another name.');
    }
    if (!HEADER_VALUE.test(value)) {
      refuse('has a value that cannot be sent', 'Use printable characters only, and no line break.');
    }
    if (known.has(name.toLowerCase())) refuse('is there twice', 'Give each header once.');
    known.add(name.toLowerCase());
    map.set(name, value);
  }
  return Object.fromEntries(map);
}
