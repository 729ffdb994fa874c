import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, freeText } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { STATES, getSentry, sentrySchema } from '../../api/sentry';
import type { Sentry, State } from '../../api/sentry';
import { sentryInput, sentryLocator } from '../../api/sentry-fields';
import { shorten } from './shorten';
import { presentState, presentUpdate, updateAnswer, updateRequest, updated } from './state-update';
import type { StateUpdate } from './state-update';
import { MAX_MESSAGE, dataFields, dataOf, dataShape, noteOf } from './update-fields';
import type { DataInput } from './update-fields';

/** Names that people know from badges, and why they are none of the API (dataworld-sentry.md §5). */
const NO_STATES: Readonly<Record<string, string>> = {
  neutral: 'is what a Hoot shows by itself and no state that a Sentry can be given: use happy, sad or sick',
  warn: 'is called sad in the API of data.world',
  warning: 'is called sad in the API of data.world',
};

/** A state in any case, or "unchanged". */
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
  description:
    'Set the state and the message of a Sentry, note why, and report freshness, counts and metadata',
  semantics: 'non-idempotent',
  fields: [
    sentryLocator,
    {
      displayName: 'State',
      name: 'state',
      type: 'options',
      options: [
        { name: 'Happy', value: 'happy', description: 'All is well: a green badge' },
        { name: 'Sad', value: 'sad', description: 'To be taken with care: a yellow badge, called Warn' },
        { name: 'Sick', value: 'sick', description: 'Not to be used: a red badge' },
        {
          name: 'Unchanged',
          value: 'unchanged',
          description: 'Reads the present state and sends it again with the rest',
        },
      ],
      default: 'unchanged',
      required: true,
      description: 'State of the Sentry, which its Hoots show',
    },
    {
      displayName: 'User Message',
      name: 'userMessage',
      type: 'string',
      default: '',
      placeholder: 'e.g. Orders are up to date',
      description:
        'What the badge says to everybody, at most 80 characters; an emoji may count as several. If it is empty, nothing is sent about it.',
    },
    {
      displayName: 'History Note',
      name: 'historyNote',
      type: 'string',
      typeOptions: { rows: 3 },
      default: '',
      placeholder: 'e.g. Loaded by the nightly workflow',
      description: 'Why, for the history of the Sentry. Cut off after 1000 characters, see Options.',
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
          description: 'Whether to take the message off the badge, by sending an empty one',
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
            { name: 'Shorten', value: 'shorten', description: 'It is cut off and ends in an ellipsis' },
          ],
          default: 'fail',
          description: 'What becomes of a user message of more than 80 characters',
        },
        dataFields.meta,
        dataFields.metaJson,
        {
          displayName: 'Private Entry',
          name: 'privateEntry',
          type: 'boolean',
          default: false,
          description:
            'Whether to hide the history note from people who look at a Hoot, and show it in the Hoot admin space alone',
        },
      ],
    },
  ],
  input: () =>
    z.object({
      sentry: sentryInput(),
      state: state(),
      userMessage: z.optional(freeText()),
      historyNote: z.optional(freeText()),
      clearMessage: z._default(z.boolean(), false),
      longMessage: z._default(z.enum(['fail', 'shorten']), 'fail'),
      privateEntry: z._default(z.boolean(), false),
      ...dataShape(),
    }),
  orderingKey: ({ sentry }) => sentry.uid,
  prefetch: {
    request(input) {
      if (input.state !== undefined) return undefined;
      if (Object.values(newsOf(input)).every(isEmpty)) {
        throw new InvalidParameterError(
          'There is nothing to update',
          'Choose a state, or fill in what else the Sentry is to be told. "Private Entry" hides a history note and is none itself.',
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
  clearMessage: boolean;
  longMessage: 'fail' | 'shorten';
}

/** Everything that an update says apart from the state. @throws InvalidParameterError */
function newsOf(input: MessageInput & DataInput & { historyNote?: string }): Omit<StateUpdate, 'state'> {
  return {
    userMessage: messageOf(input),
    historyNote: noteOf(input.historyNote, input),
    ...dataOf(input),
  };
}

/** An empty text is not empty here: it takes the message off the badge. */
function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && Object.keys(value!).length === 0);
}

function messageOf(input: MessageInput): string | undefined {
  const { userMessage, clearMessage, longMessage } = input;
  if (clearMessage && userMessage !== undefined) {
    throw new InvalidParameterError(
      '"User Message" has a text although "Clear Message" is on',
      'Empty "User Message", or turn "Clear Message" off.',
    );
  }
  if (clearMessage) return '';
  if (userMessage === undefined || longMessage === 'shorten') {
    return userMessage === undefined ? undefined : shorten(userMessage, MAX_MESSAGE);
  }
  const length = [...userMessage].length;
  if (length <= MAX_MESSAGE) return userMessage;
  throw new InvalidParameterError(
    `"User Message" has ${length} characters, and data.world takes ${MAX_MESSAGE}`,
    'Shorten it, or set "Long Message" in the Options to Shorten. An emoji may count as several characters.',
  );
}
