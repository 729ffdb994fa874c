import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { STATES, toSentry } from '../../api/sentry';
import type { Sentry, State } from '../../api/sentry';
import type { SentryAddress } from '../../api/sentry-address';
import { text } from '../../api/wire';
import { excessOf, joinQuery } from './query';
import type { Query, QueryPart } from './query';
import { shorten } from './shorten';

/** What an update can say besides the state, ready to be sent. */
export interface StateUpdate {
  state: State;
  /** Empty to take the message off the badge; `undefined` to say nothing about it. */
  userMessage?: string;
  historyNote?: string;
  /** Whether the note is for the Hoot admin space alone. */
  privateEntry?: boolean;
  latestRecordAt?: string;
  counts?: Query;
  metadata?: Query;
}

/**
 * The request for an update: a POST with everything in the query and no body, the one form that is documented
 * (dataworld-sentry.md §3).
 *
 * @param fit shortens the history note as far as the URL demands, instead of refusing it, but not its last line, `link`
 * @throws InvalidParameterError when the URL would be too long
 */
export function updateRequest(sentry: SentryAddress, update: StateUpdate, fit?: NoteFit): RequestSpec {
  const target = path`/sentries/${sentry.uid}`;
  const fitting = fit ? { ...update, historyNote: fittingNote(target, update, fit) } : update;
  return toSentry(sentry, {
    method: 'POST',
    query: joinQuery(target, partsOf(fitting)),
    whenEmpty: {},
    text: true,
  });
}

/** A note that may be cut off before its last line. */
export interface NoteFit {
  text: string;
  link: string | undefined;
  /** Most characters, the link included. */
  length: number;
}

function partsOf(update: StateUpdate): QueryPart[] {
  const { state, userMessage, historyNote, privateEntry, latestRecordAt, counts, metadata } = update;
  return [
    { label: 'State', query: { state } },
    { label: 'User Message', query: userMessage === undefined ? {} : { user_message: userMessage } },
    { label: 'History Note', query: historyNote === undefined ? {} : { history_note: historyNote } },
    // Left out when false: what the service makes of "false" is not known (dataworld-sentry.md §8).
    { label: 'Private Entry', query: privateEntry ? { private_entry: 'true' } : {} },
    {
      label: 'Latest Record Time',
      query: latestRecordAt === undefined ? {} : { latest_record_at: latestRecordAt },
    },
    { label: 'Counts', query: counts ?? {} },
    { label: 'Metadata', query: metadata ?? {} },
  ];
}

/** A note as long as it may be with which everything fits. */
function fittingNote(target: string, update: StateUpdate, fit: NoteFit): string | undefined {
  const fits = (historyNote: string | undefined) =>
    excessOf(target, partsOf({ ...update, historyNote })) <= 0;
  const whole = noteOf(fit);
  if (fits(whole) || !fits(undefined)) return whole;
  // By halving: what is cut off of percent-encoded text cannot be told from its length.
  let [longest, tooLong] = [0, fit.length];
  while (tooLong - longest > 1) {
    const length = Math.floor((longest + tooLong) / 2);
    if (fits(noteOf({ ...fit, length }))) longest = length;
    else tooLong = length;
  }
  return longest === 0 ? undefined : noteOf({ ...fit, length: longest });
}

/** The note; a link that does not fit is left out, since a part of one leads nowhere. */
function noteOf({ text, link, length }: NoteFit): string | undefined {
  const room = length - (link === undefined ? 0 : [...link].length);
  if (link === undefined || room < 0) return text === '' ? undefined : shorten(text, length);
  return text === '' || room < 2 ? link : `${shorten(text, room - 1)}\n${link}`;
}

/** The present state of a Sentry, to be sent with an update of something else. @throws InvalidParameterError */
export function presentState({ state }: Pick<Sentry, 'state'>): State {
  const known = STATES.find((each) => each === state);
  if (known) return known;
  throw new InvalidParameterError(
    state === null
      ? 'The Sentry has no state yet, so it cannot be kept'
      : `The Sentry is ${JSON.stringify(state).slice(0, 80)}, which cannot be sent, so it cannot be kept`,
    'Choose a state in "State".',
  );
}

/**
 * What data.world answers to an update: probably the Sentry, but neither status nor body is documented. A web page is refused
 * before this is looked at.
 */
export const updateAnswer = lazy(() =>
  z.union([z.looseObject({ uid: text(), name: text(), url: text(), state: text() }), z.any()]),
);

/** What is sure about every update. */
export const updated = lazy(() =>
  z.looseObject({
    success: z.boolean(),
    changed: z.boolean(),
    uid: z.string(),
    state: z.string(),
    name: text(),
    url: text(),
    user_message: text(),
    latest_record_at: z.unknown(),
    updated_at: z.unknown(),
  }),
);

/** An update as the user gets it: the answer, as far as there is one, with what was sent. */
export function presentUpdate(
  answer: unknown,
  { uid }: SentryAddress,
  state: State,
  more: IDataObject = {},
): IDataObject {
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  return {
    success: true,
    changed: true,
    ...more,
    uid,
    state,
    ...(isObject ? withoutNull(answer as IDataObject) : { answer: answer as IDataObject }),
  };
}

/** A null says no more than what was sent. */
function withoutNull(answer: IDataObject): IDataObject {
  return Object.fromEntries(
    Object.entries(answer).filter(([name, value]) => value !== null || !['uid', 'state'].includes(name)),
  );
}
