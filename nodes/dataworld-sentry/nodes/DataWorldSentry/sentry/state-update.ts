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

/** Content of an update. */
export interface StateUpdate {
  state: State;
  /** Empty removes the message from the badge; `undefined` leaves it out of the update. */
  userMessage?: string;
  historyNote?: string;
  /** Shows the note only in the Hoot admin space. */
  privateEntry?: boolean;
  latestRecordAt?: string;
  counts?: Query;
  metadata?: Query;
}

/**
 * Builds the request for an update: a POST with everything in the query and no body, the only documented form
 * (dataworld-sentry.md §3).
 *
 * @param fit shortens the history note until the URL fits, instead of throwing; keeps its last line, `link`
 * @throws InvalidParameterError if the URL would be too long
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

/** A note that can be shortened, except for its last line. */
interface NoteFit {
  text: string;
  link: string | undefined;
  /** Maximum length in characters, including the link. */
  length: number;
}

function partsOf(update: StateUpdate): QueryPart[] {
  const { state, userMessage, historyNote, privateEntry, latestRecordAt, counts, metadata } = update;
  return [
    { label: 'State', query: { state } },
    { label: 'User Message', query: userMessage === undefined ? {} : { user_message: userMessage } },
    { label: 'History Note', query: historyNote === undefined ? {} : { history_note: historyNote } },
    // Omitted when false: the service may misread "false" (dataworld-sentry.md §8).
    { label: 'Private Entry', query: privateEntry ? { private_entry: 'true' } : {} },
    {
      label: 'Latest Record Time',
      query: latestRecordAt === undefined ? {} : { latest_record_at: latestRecordAt },
    },
    { label: 'Counts', query: counts ?? {} },
    { label: 'Metadata', query: metadata ?? {} },
  ];
}

/** The longest note with which the URL fits. */
function fittingNote(target: string, update: StateUpdate, fit: NoteFit): string | undefined {
  const fits = (historyNote: string | undefined) =>
    excessOf(target, partsOf({ ...update, historyNote })) <= 0;
  const whole = noteOf(fit);
  if (fits(whole) || !fits(undefined)) return whole;
  // Binary search: the percent-encoded length is not proportional to the length of the text.
  let [longest, tooLong] = [0, fit.length];
  while (tooLong - longest > 1) {
    const length = Math.floor((longest + tooLong) / 2);
    if (fits(noteOf({ ...fit, length }))) longest = length;
    else tooLong = length;
  }
  return longest === 0 ? undefined : noteOf({ ...fit, length: longest });
}

/** Joins note and link. A link that does not fit is omitted, since part of it would be useless. */
function noteOf({ text, link, length }: NoteFit): string | undefined {
  const room = length - (link === undefined ? 0 : [...link].length);
  if (link === undefined || room < 0) return text === '' ? undefined : shorten(text, length);
  return text === '' || room < 2 ? link : `${shorten(text, room - 1)}\n${link}`;
}

/** Current state of a Sentry, to be sent along with an update of something else. @throws InvalidParameterError */
export function presentState({ state }: Pick<Sentry, 'state'>): State {
  const known = STATES.find((each) => each === state);
  if (known) return known;
  throw new InvalidParameterError(
    state === null
      ? 'The Sentry has no state yet that could be kept'
      : `The state of the Sentry is ${JSON.stringify(state).slice(0, 80)}, which cannot be sent again`,
    'Choose a state in "State".',
  );
}

/**
 * Response to an update: probably the Sentry, but neither status nor body is documented. Web pages are refused earlier.
 */
export const updateAnswer = lazy(() =>
  z.union([z.looseObject({ uid: text(), name: text(), url: text(), state: text() }), z.any()]),
);

/** Fields that every update has. */
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

/** Output item of an update: the response, if any, and what was sent. */
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

/** A null must not replace the value that was sent. */
function withoutNull(answer: IDataObject): IDataObject {
  return Object.fromEntries(
    Object.entries(answer).filter(([name, value]) => value !== null || !['uid', 'state'].includes(name)),
  );
}
