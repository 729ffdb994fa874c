import { z } from 'zod/v4';
import { isJsonObject } from '../kit/http/json-body';
import { invalidArgument } from './api-error';
import { CONNECTOR_TYPES, checkedConfig, isConnectorType, type ConnectorType } from './connector-config';
import type { Context } from './context';
import { isEventType, type EventType } from './event-types';
import type { ConnectorStatus, DataConnector } from './model';

type Body = Record<string, unknown>;

/** Fields that a client can set. */
type Settings = Pick<DataConnector, 'displayName' | 'status' | 'events' | 'labels' | 'config'>;

const PLAIN_FIELDS = ['displayName', 'status', 'events', 'labels'] as const;
const CONFIG_KEYS = Object.values(CONNECTOR_TYPES).map(({ key }) => key);
const UNSET: Body = { displayName: '', status: 'ACTIVE', events: [], labels: [] };

const Plain = z.object({
  displayName: z.string(),
  status: z.enum(['ACTIVE', 'USER_DISABLED', 'SYSTEM_DISABLED']),
  events: z.array(z.string()),
  labels: z.array(z.string()),
});

/**
 * Reads the body of a create.
 * @throws ApiError 400, ZodError
 */
export function newSettings(body: Body, context: Context): Settings & { type: ConnectorType } {
  const { type } = body;
  if (!isConnectorType(type)) {
    throw invalidArgument(`type has to be one of ${Object.keys(CONNECTOR_TYPES).join(', ')}`);
  }
  refuseForeignConfig(body, type);
  const { key } = CONNECTOR_TYPES[type];
  const draft = { ...UNSET, ...present(body, PLAIN_FIELDS) };
  return { type, ...settled(draft, body[key], type, undefined, context) };
}

/**
 * The connector after a PATCH. Without a mask, or with an empty one, the fields that the body has are
 * changed; with one, the fields that it names, be they absent from the body (disruptive-technologies.md §2c).
 * @param mask paths in camel case, such as `httpConfig.url`
 * @throws ApiError 400, ZodError
 */
export function patchedSettings(
  connector: DataConnector,
  body: Body,
  mask: readonly string[],
  context: Context,
): Settings {
  const { key } = CONNECTOR_TYPES[connector.type];
  if (isSet(body.type) && body.type !== connector.type) throw invalidArgument('type cannot be changed');
  refuseForeignConfig(body, connector.type);
  const draft: Body = {
    ...present(connector as unknown as Body, PLAIN_FIELDS),
    [key]: structuredClone(connector.config),
  };
  const paths = mask.length > 0 ? mask.flatMap(expanded) : pathsOf(body, key, context);
  for (const path of paths) {
    const [field] = path.split('.');
    if (field === 'name' || field === 'type') continue;
    if (field !== key && !PLAIN_FIELDS.some((known) => known === path)) {
      throw invalidArgument(`there is no field "${path}" to update`);
    }
    const value = valueAt(body, path);
    setAt(draft, path, isSet(value) ? value : UNSET[path]);
  }
  return settled(draft, draft[key], connector.type, connector.status, context);

  function expanded(path: string): string[] {
    return path === '*' ? [...PLAIN_FIELDS, key] : [path];
  }
}

function pathsOf(body: Body, key: string, { settings }: Context): string[] {
  const plain = PLAIN_FIELDS.filter((field) => isSet(body[field]));
  const config = body[key];
  if (!isSet(config)) return plain;
  if (settings.nestedPatch === 'replace' || !isJsonObject(config)) return [...plain, key];
  return [
    ...plain,
    ...Object.keys(config)
      .filter((field) => isSet(config[field]))
      .map((field) => `${key}.${field}`),
  ];
}

function settled(
  draft: Body,
  config: unknown,
  type: ConnectorType,
  statusBefore: ConnectorStatus | undefined,
  { settings }: Context,
): Settings {
  const plain = Plain.parse(draft);
  if (plain.status === 'SYSTEM_DISABLED' && statusBefore !== 'SYSTEM_DISABLED') {
    throw invalidArgument('status SYSTEM_DISABLED cannot be set');
  }
  const unknown = plain.events.find((event) => !isEventType(event));
  if (unknown !== undefined && settings.unknownEventType === 'refuse') {
    throw invalidArgument(`there is no event type "${unknown}"`);
  }
  return {
    displayName: plain.displayName,
    status: plain.status,
    events: plain.events as EventType[],
    labels: plain.labels,
    config: checkedConfig(type, config, settings.insecureTargets),
  };
}

function refuseForeignConfig(body: Body, type: ConnectorType): void {
  const foreign = CONFIG_KEYS.find((key) => key !== CONNECTOR_TYPES[type].key && isSet(body[key]));
  if (foreign) throw invalidArgument(`${foreign} does not belong to the type ${type}`);
}

function present(body: Body, fields: readonly string[]): Body {
  return Object.fromEntries(
    fields.filter((field) => isSet(body[field])).map((field) => [field, body[field]]),
  );
}

function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), root);
}

function setAt(root: Body, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let parent = root;
  for (const key of keys) {
    if (!isJsonObject(parent[key])) parent[key] = {};
    parent = parent[key] as Body;
  }
  parent[last] = value;
}

/** Clients send `null` for fields that they do not set. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
