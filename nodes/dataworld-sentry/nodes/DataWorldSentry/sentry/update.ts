import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, freeText, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { STATES, getSentry, sentrySchema } from '../../api/sentry';
import type { Sentry, State } from '../../api/sentry';
import { sentryLocator } from '../../api/sentry-fields';
import { shorten } from './shorten';
import { presentState, presentUpdate, updateAnswer, updateRequest, updated } from './state-update';
import type { StateUpdate } from './state-update';
import { MAX_MESSAGE, dataFields, dataOf, noteOf } from './update-fields';
import type { DataInput } from './update-fields';

/** Names known from badges that are not states of the API (dataworld-sentry.md §5). */
const NO_STATES: Readonly<Record<string, string>> = {
  neutral: 'is shown by Hoots, but a Sentry cannot be set to it: use happy, sad or sick',
  warn: 'is called sad in the API of data.world',
  warning: 'is called sad in the API of data.world',
};

/** A state in upper or lower case, or "unchanged". */
const state = () =>
  z.pipe(
    z.string().check(
      z.trim(),
      z.toLowerCase(),
      z.check(({ value, issues }) => {
        if (value === 'unchanged' || STATES.includes(value as State)) return;
        const why = Object.hasOwn(NO_STATES, value)
          ? NO_STATES[value]
          : 'must be happy, sad, sick or unchanged';
        issues.push({ code: 'custom', message: why, input: value, continue: false });
      }),
    ),
    z.transform((value) => (value === 'unchanged' ? undefined : (value as State))),
  );

export const update = defineOperation({
  resource: 'sentry',
  operation: 'update',
  name: 'Update',
  action: 'Update a sentry',
  description: 'Set the state and message of a Sentry, and report a note, freshness, counts and metadata',
  semantics: 'non-idempotent',
  fields: [
    sentryLocator,
    {
      displayName: 'State',
      name: 'state',
      type: 'options',
      options: [
        { name: 'Happy', value: 'happy', description: 'The data is fine: a green badge' },
        { name: 'Sad', value: 'sad', description: 'The data needs care: a yellow badge, called Warn' },
        { name: 'Sick', value: 'sick', description: 'The data must not be used: a red badge' },
        {
          name: 'Unchanged',
          value: 'unchanged',
          description: 'Read the current state and send it again with the update',
        },
      ],
      default: 'unchanged',
      required: true,
      description: 'State of the Sentry, shown by its Hoots',
      [schema]: state,
    },
    {
      displayName: 'User Message',
      name: 'userMessage',
      type: 'string',
      default: '',
      placeholder: 'e.g. Orders are up to date',
      description:
        'Public message on the badge, at most 80 characters. An emoji may count as several. Leave empty to send none.',
      [schema]: () => z.optional(freeText()),
    },
    {
      displayName: 'History Note',
      name: 'historyNote',
      type: 'string',
      typeOptions: { rows: 3 },
      default: '',
      placeholder: 'e.g. Loaded by the nightly workflow',
      description:
        'Note for the history of the Sentry. Cut off after 1,000 characters unless you change that in Options.',
      [schema]: () => z.optional(freeText()),
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        {
          displayName: 'Clear Message',
          name: 'clearMessage',
          type: 'boolean',
          default: false,
          description: 'Whether to remove the message from the badge, by sending an empty one',
        },
        dataFields.counts,
        dataFields.countsJson,
        dataFields.historyNoteLength,
        dataFields.latestRecordAt,
        {
          displayName: 'Long Message',
          name: 'longMessage',
          type: 'options',
          options: [
            { name: 'Fail', value: 'fail', description: 'The item fails' },
            {
              name: 'Shorten',
              value: 'shorten',
              description: 'The message is cut off and ends with an ellipsis',
            },
          ],
          default: 'fail',
          description: 'What to do with a user message of more than 80 characters',
        },
        dataFields.meta,
        dataFields.metaJson,
        {
          displayName: 'Private Entry',
          name: 'privateEntry',
          type: 'boolean',
          default: false,
          description:
            'Whether to show the history note only in the Hoot admin space, and hide it from people who look at a Hoot',
        },
      ],
    },
  ],
  orderingKey: ({ sentry }) => sentry.uid,
  prefetch: {
    request(input) {
      if (input.state !== undefined) return undefined;
      if (Object.values(newsOf(input)).every(isEmpty)) {
        throw new InvalidParameterError(
          'There is nothing to update',
          'Choose a state, or fill in another field. "Private Entry" only hides a history note.',
        );
      }
      return getSentry(input.sentry);
    },
    responseSchema: sentrySchema,
  },
  request: (input, _item, present) =>
    updateRequest(input.sentry, {
      state: input.state ?? presentState(present!),
      privateEntry: input.privateEntry,
      ...newsOf(input),
    }),
  responseSchema: updateAnswer,
  toItem: (answer: unknown, { sentry, state }, before: Sentry | undefined) =>
    presentUpdate(answer, sentry, state ?? presentState(before!)),
  output: updated,
});

interface MessageInput {
  userMessage?: string;
  clearMessage?: boolean;
  longMessage?: 'fail' | 'shorten';
}

/** Everything in an update apart from the state. @throws InvalidParameterError */
function newsOf(input: MessageInput & DataInput & { historyNote?: string }): Omit<StateUpdate, 'state'> {
  return {
    userMessage: messageOf(input),
    historyNote: noteOf(input.historyNote, input),
    ...dataOf(input),
  };
}

/** An empty string is not empty here: it removes the message from the badge. */
function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && Object.keys(value!).length === 0);
}

function messageOf(input: MessageInput): string | undefined {
  const { userMessage, clearMessage, longMessage } = input;
  if (clearMessage && userMessage !== undefined) {
    throw new InvalidParameterError(
      '"User Message" is filled in although "Clear Message" is on',
      'Clear "User Message", or turn off "Clear Message".',
    );
  }
  if (clearMessage) return '';
  if (userMessage === undefined || longMessage === 'shorten') {
    return userMessage === undefined ? undefined : shorten(userMessage, MAX_MESSAGE);
  }
  const length = [...userMessage].length;
  if (length <= MAX_MESSAGE) return userMessage;
  throw new InvalidParameterError(
    `"User Message" has ${length} characters, but data.world accepts at most ${MAX_MESSAGE}`,
    'Shorten it, or set "Long Message" in Options to Shorten. An emoji may count as several characters.',
  );
}
