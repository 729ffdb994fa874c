import { ApiError } from './api-error';
import type { TrustAssumptions } from './assumptions';
import type { Listener, LighthouseEvent, SquareArea } from './model';
import { isTags } from './tags';

/** Input for a new event. */
export type EventInput = Pick<
  LighthouseEvent,
  'companyId' | 'listener' | 'callbackUrl' | 'deleteAfterAction'
>;

type Fields = Readonly<Record<string, unknown>>;
type Validations = Record<string, string>;

const CORNERS = ['lat_point_1', 'lng_point_1', 'lat_point_2', 'lng_point_2'] as const;

/**
 * Reads the body of a request for a new event. trust-lighthouse.md §3.1 and trust-lighthouse.md §3.2; texts that are
 * not there are assumptions.
 * @throws ApiError 422, as documented
 */
export function readEvent(body: Fields, settings: TrustAssumptions): EventInput {
  const type = body.listener_type;
  if (type !== 'tagged_file' && type !== 'app_location') {
    throw new ApiError(422, {
      code: 422,
      message: 'Invalid listener_type, check with the admin for the valid types',
    });
  }
  const wrong: Validations = {
    ...wrongCompany(body.company_id, settings),
    ...(type === 'tagged_file' ? wrongTags(body.tags, settings) : wrongPlace(body)),
    ...wrongAction(body.action, settings),
  };
  if (Object.keys(wrong).length > 0) throw validationFail(type, wrong, settings);
  const action = isFields(body.action) ? body.action : {};
  return {
    companyId: String(body.company_id),
    listener: listenerOf(type, body),
    callbackUrl: typeof action.callback_url === 'string' ? action.callback_url : undefined,
    deleteAfterAction:
      typeof action.delete_after_action === 'boolean'
        ? action.delete_after_action
        : settings.deleteAfterActionDefault,
  };
}

function listenerOf(type: Listener['type'], body: Fields): Listener {
  if (type === 'tagged_file') return { type, tags: isTags(body.tags) ? body.tags : {} };
  const area = body.location as SquareArea;
  return {
    type,
    appId: String(body.app_id),
    location: {
      type: 'square',
      lat_point_1: area.lat_point_1,
      lng_point_1: area.lng_point_1,
      lat_point_2: area.lat_point_2,
      lng_point_2: area.lng_point_2,
      ...(typeof area.inner_space === 'boolean' ? { inner_space: area.inner_space } : {}),
    },
  };
}

function validationFail(type: string, wrong: Validations, { validationsAtOnce }: TrustAssumptions): ApiError {
  return new ApiError(422, {
    code: 422,
    message: 'Validation fail',
    errors: {
      text: `Problem with ${type} event type`,
      data: null,
      data2: null,
      validations:
        validationsAtOnce === 'all' ? wrong : Object.fromEntries(Object.entries(wrong).slice(0, 1)),
    },
  });
}

function wrongCompany(companyId: unknown, { numericCompanyId }: TrustAssumptions): Validations {
  if (isAbsent(companyId)) return { company_id: 'company_id not present' };
  if (typeof companyId === 'string') return {};
  if (typeof companyId === 'number' && numericCompanyId === 'accept') return {};
  return { company_id: `${JSON.stringify(companyId)} is not formatted as a string` };
}

function wrongTags(tags: unknown, { emptyTags }: TrustAssumptions): Validations {
  if (isAbsent(tags)) return { tags: 'tags not present' };
  const notAMap = { tags: 'tags must be formatted as a Map<String:String>' };
  if (!isFields(tags)) return notAMap;
  const entries = Object.entries(tags);
  if (entries.length === 0) return emptyTags === 'refuse' ? { tags: 'tags not present' } : {};
  const wrong = entries.filter(([, value]) => typeof value !== 'string');
  if (wrong.length === 0) return {};
  return {
    ...notAMap,
    ...Object.fromEntries(
      wrong.map(([key, value]) => [`tags.${key}`, `${JSON.stringify(value)} is not formatted as a string`]),
    ),
  };
}

function wrongPlace({ app_id: appId, location }: Fields): Validations {
  const wrong: Validations = {};
  if (isAbsent(appId)) wrong.app_id = 'app_id not present';
  else if (typeof appId !== 'string') wrong.app_id = `${JSON.stringify(appId)} is not formatted as a string`;
  if (!isFields(location)) return { ...wrong, location: 'location not present' };
  if (location.type !== 'square') wrong['location.type'] = 'location.type must be square';
  for (const corner of CORNERS) {
    const value = location[corner];
    if (isAbsent(value)) wrong[`location.${corner}`] = `${corner} not present`;
    else if (typeof value !== 'number')
      wrong[`location.${corner}`] = `${JSON.stringify(value)} is not formatted as a number`;
  }
  return wrong;
}

function wrongAction(action: unknown, settings: TrustAssumptions): Validations {
  const lenient = settings.missingActionFields === 'accept';
  if (isAbsent(action)) return lenient ? {} : { action: 'action not present' };
  if (!isFields(action)) return { action: 'action must be formatted as a Map' };
  const wrong: Validations = {};
  const check = (name: string, isRight: (value: unknown) => boolean, rule: string) => {
    const value = action[name];
    if (isAbsent(value)) {
      if (!lenient) wrong[`action.${name}`] = `${name} not present`;
    } else if (!isRight(value)) wrong[`action.${name}`] = rule;
  };
  check('external_action', (value) => value === true, 'external_action must be true');
  check('callback_type', (value) => value === 'webhook', 'callback_type must be webhook');
  check('callback_url', (value) => isCallbackUrl(value, settings), 'callback_url must be a valid URL');
  const { delete_after_action: deleteAfter } = action;
  if (deleteAfter !== undefined && deleteAfter !== null && typeof deleteAfter !== 'boolean')
    wrong['action.delete_after_action'] = `${JSON.stringify(deleteAfter)} is not formatted as a boolean`;
  return wrong;
}

function isCallbackUrl(value: unknown, { callbackUrls }: TrustAssumptions): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && callbackUrls === 'any');
}

function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
