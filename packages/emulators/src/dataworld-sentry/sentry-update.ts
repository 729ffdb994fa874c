import { unprocessable } from './api-error';
import type { DataworldAssumptions } from './assumptions';
import { SENTRY_STATES, type SentryState } from './model';
import { isMap, noParams, type Params, type ParamValue } from './params';

/** dataworld-sentry.md §3: `user_message` has at most 80 characters. Rails counts code points. */
const MAX_MESSAGE = 80;

/** Values of `private_entry` that mean no, in lower case. */
const FALSE_TEXTS = ['', 'false', 'f', '0', 'off', 'no', 'n'];

/** A checked update with its short forms expanded. */
export interface SentryUpdate {
  /** `undefined`: stays as it is. */
  readonly state: SentryState | undefined;
  /** `undefined`: stays as it is; `null`: none. */
  readonly userMessage: string | null | undefined;
  readonly historyNote: string | null;
  readonly private: boolean;
  readonly meta: Params;
  readonly latestRecordAt: string | undefined;
}

/**
 * Reads the parameters of an update. dataworld-sentry.md §3.
 * @throws ApiError 422
 */
export function readUpdate(params: Params, settings: DataworldAssumptions): SentryUpdate {
  const meta = foldedMeta(params, settings);
  const counts = meta.counts;
  if (settings.badCount === 'refuse' && isMap(counts)) {
    for (const [name, value] of Object.entries(counts)) {
      if (countOf(value) === undefined) throw unprocessable(`counts[${name}] is not a number`);
    }
  }
  const latestRecordAt = textOf(meta.latest_record_at) || undefined;
  if (settings.badTime === 'refuse' && latestRecordAt && Number.isNaN(Date.parse(latestRecordAt))) {
    throw unprocessable('latest_record_at is not a time');
  }
  return {
    state: readState(params, settings),
    userMessage: readMessage(params, settings),
    historyNote: textOf(params.history_note) || null,
    private: readPrivate(params, settings),
    meta,
    latestRecordAt,
  };
}

/** A count as a number; `undefined` if it is not a number. */
export function countOf(value: ParamValue | undefined): number | undefined {
  const text = textOf(value)?.trim();
  const number = Number(text);
  return text && Number.isFinite(number) ? number : undefined;
}

function readState(params: Params, { missingState }: DataworldAssumptions): SentryState | undefined {
  const text = textOf(params.state);
  if (text === undefined) {
    if (missingState === 'refuse') throw unprocessable('state is missing');
    return undefined;
  }
  const state = SENTRY_STATES.find((known) => known === text);
  if (!state) throw unprocessable(`state has to be one of ${SENTRY_STATES.join(', ')}`);
  return state;
}

function readMessage(params: Params, settings: DataworldAssumptions): string | null | undefined {
  const text = textOf(params.user_message);
  if (text === undefined) return settings.absentMessage === 'clear' ? null : undefined;
  if (text === '') return settings.emptyMessage === 'clear' ? null : undefined;
  const characters = [...text];
  if (characters.length <= MAX_MESSAGE) return text;
  if (settings.longMessage === 'truncate') return characters.slice(0, MAX_MESSAGE).join('');
  throw unprocessable(`user_message has ${characters.length} characters, at most ${MAX_MESSAGE} are allowed`);
}

function readPrivate(params: Params, { privateEntry }: DataworldAssumptions): boolean {
  const text = textOf(params.private_entry);
  if (text === undefined) return false;
  if (privateEntry === 'presence') return true;
  if (privateEntry === 'literal') return text === 'true';
  return !FALSE_TEXTS.includes(text.trim().toLowerCase());
}

/** `meta`, with the values of the short forms `latest_record_at` and `counts[x]` merged in. */
function foldedMeta(params: Params, settings: DataworldAssumptions): Params {
  const { meta = null } = params;
  if (meta !== null && meta !== '' && !isMap(meta) && settings.scalarMeta === 'refuse') {
    throw unprocessable('meta has to be a map: meta[name]=value');
  }
  const folded: Params = Object.assign(noParams(), isMap(meta) ? meta : {});
  const short: Params = noParams();
  if (textOf(params.latest_record_at) !== undefined) short.latest_record_at = params.latest_record_at!;
  if (isMap(params.counts)) short.counts = params.counts;
  const [weak, strong] = settings.aliasConflict === 'short' ? [folded, short] : [short, folded];
  const merged: Params = Object.assign(noParams(), weak, strong);
  if (isMap(weak.counts) && isMap(strong.counts)) {
    merged.counts = Object.assign(noParams(), weak.counts, strong.counts);
  }
  return merged;
}

/** A single value as text; `undefined` if it is absent, or a list or a map, which Rails leaves out. */
function textOf(value: ParamValue | undefined): string | undefined {
  if (value === null) return '';
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}
