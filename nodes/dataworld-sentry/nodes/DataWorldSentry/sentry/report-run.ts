import { lazy, wellFormed } from '@signalbox/http-core';
import { defineOperation, freeText, schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { getSentry, sentrySchema } from '../../api/sentry';
import { sentriesField } from '../../api/sentry-fields';
import type { SentryAddress } from '../../api/sentry-address';
import { isNews } from './is-news';
import { describeFailure, errorTriggerDataOf, outcomeOf } from './run-outcome';
import type { Outcome } from './run-outcome';
import { shorten } from './shorten';
import { presentUpdate, updateAnswer, updateRequest, updated } from './state-update';
import type { StateUpdate } from './state-update';
import { MAX_MESSAGE, dataFields, dataOf } from './update-fields';

const HOUR_MS = 3_600_000;

/** Half of the shortest timeout of a Sentry, which is set in whole hours (dataworld-sentry.md §5). */
const DEFAULT_HEARTBEAT_HOURS = 0.5;

/** Outcome sources that can report a failure, and those that can report a success. */
const MAY_FAIL = ['errorTrigger', 'field', 'failure'];
const MAY_SUCCEED = ['field', 'success'];

/** A run, and how to report it. */
interface Report {
  sentries: readonly SentryAddress[];
  outcome: Outcome;
  update: StateUpdate;
  note: string;
  noteLength: number;
  /** Link to an execution: the URL from the Error Trigger, or true for the current execution. */
  link: boolean | string;
  onlyWhenChanged: boolean;
  heartbeatHours: number;
}

const reportFields = [
  sentriesField,
  {
    displayName: 'Outcome',
    name: 'outcome',
    type: 'options',
    options: [
      { name: 'Always Failure', value: 'failure', description: 'Always report a failure' },
      { name: 'Always Success', value: 'success', description: 'Always report a success' },
      {
        name: 'From Error Trigger Data',
        value: 'errorTrigger',
        description: 'Report a failure, with the workflow, node, error and link of the failed execution',
      },
      { name: 'From Field', value: 'field', description: 'A boolean, or a word such as success or failed' },
    ],
    default: 'field',
    required: true,
    description: 'How to tell whether the run succeeded',
  },
  {
    displayName: 'Error Trigger Data',
    name: 'errorData',
    type: 'json',
    displayOptions: { show: { outcome: ['errorTrigger'] } },
    default: '={{ $json }}',
    description: 'Output of the Error Trigger in the error workflow',
    [schema]: () => z.any(),
  },
  {
    displayName: 'Succeeded',
    name: 'succeeded',
    type: 'string',
    displayOptions: { show: { outcome: ['field'] } },
    default: '={{ !$json.error }}',
    required: true,
    description:
      'Whether the run succeeded: true or false, or a word such as success, passed, failed or error. By default, an item with an error counts as a failure.',
    [schema]: () => z.optional(z.string()),
  },
  {
    displayName: 'Failure State',
    name: 'failureState',
    type: 'options',
    options: [
      { name: 'Sad', value: 'sad', description: 'The data needs care: a yellow badge' },
      { name: 'Sick', value: 'sick', description: 'The data must not be used: a red badge' },
    ],
    displayOptions: { show: { outcome: MAY_FAIL } },
    default: 'sick',
    description: 'State of the Sentry after a failure. A success sets it to happy.',
  },
  {
    displayName: 'Failure Message',
    name: 'failureMessage',
    type: 'string',
    displayOptions: { show: { outcome: MAY_FAIL } },
    default: '={{ $json.workflow?.name ?? $workflow.name }} failed',
    description:
      'Public message on the badge after a failure, cut off after 80 characters. Put details in the note.',
    [schema]: () => z._default(freeText(), 'Run failed'),
  },
  {
    displayName: 'Success Message',
    name: 'successMessage',
    type: 'string',
    displayOptions: { show: { outcome: MAY_SUCCEED } },
    default: '={{ $workflow.name }} succeeded',
    description: 'Public message on the badge after a success, cut off after 80 characters',
    [schema]: () => z._default(freeText(), 'Run succeeded'),
  },
  {
    displayName: 'Only When Changed',
    name: 'onlyWhenChanged',
    type: 'boolean',
    default: false,
    description:
      'Whether to read the Sentry first and send nothing if its state and message are already correct. Counts, metadata and a new record time are always sent.',
  },
  {
    displayName: 'Heartbeat (Hours)',
    name: 'heartbeatHours',
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 2 },
    displayOptions: { show: { onlyWhenChanged: [true] } },
    default: DEFAULT_HEARTBEAT_HOURS,
    description:
      'Send anyway if the last update is older than this, so that the Sentry does not time out and turn sick. Use at most half of its timeout, or 0 for never.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      dataFields.counts,
      dataFields.countsJson,
      {
        displayName: 'History Note',
        name: 'historyNote',
        type: 'string',
        typeOptions: { rows: 3 },
        default: '',
        placeholder: 'e.g. Source system was down',
        description: 'Your own note, placed before the details that the node adds',
        [schema]: () => z._default(freeText(), ''),
      },
      dataFields.historyNoteLength,
      dataFields.latestRecordAt,
      {
        displayName: 'Link to Execution',
        name: 'linkExecution',
        type: 'boolean',
        default: true,
        description: 'Whether to include a link to the execution in the note',
        [schema]: () => z._default(z.boolean(), true),
      },
      dataFields.meta,
      dataFields.metaJson,
      {
        displayName: 'Private Note',
        name: 'privateNote',
        type: 'boolean',
        default: true,
        description:
          'Whether to show the note only in the Hoot admin space, and hide it from people who look at a Hoot',
        [schema]: () => z._default(z.boolean(), true),
      },
    ],
  },
] as const satisfies Field[];

export const reportRun = defineOperation({
  resource: 'sentry',
  operation: 'reportRun',
  name: 'Report Run',
  action: 'Report a run to sentries',
  description:
    'Report to one or more Sentries whether a pipeline succeeded or failed, with a message and a private note that links to the execution',
  semantics: 'non-idempotent',
  isDefault: true,
  fields: reportFields,
  refine: reportOf,
  split: (report) =>
    report.sentries.map((sentry) => ({ label: sentry.uid, input: { ...report, sentries: [sentry] } })),
  orderingKey: ({ sentries: [sentry] }) => sentry!.uid,
  prefetch: {
    request: ({ sentries: [sentry], onlyWhenChanged }) => (onlyWhenChanged ? getSentry(sentry!) : undefined),
    responseSchema: sentrySchema,
  },
  request({ sentries: [sentry], update, heartbeatHours, link, note, noteLength }, { executionUrl }, before) {
    const heartbeatMs = heartbeatHours * HOUR_MS;
    if (before && !isNews(update, before, { heartbeatMs, now: Date.now() })) return undefined;
    const url = typeof link === 'string' ? link : link ? executionUrl : undefined;
    return updateRequest(sentry!, update, {
      text: note,
      link: url && wellFormed(url),
      length: noteLength,
    });
  },
  noop: (before, { sentries: [sentry], outcome }) => ({
    success: true,
    changed: false,
    outcome,
    ...(before as IDataObject),
    uid: sentry!.uid,
  }),
  responseSchema: updateAnswer,
  toItem: (answer: unknown, { sentries: [sentry], update, outcome }: Report) =>
    presentUpdate(answer, sentry!, update.state, { outcome }),
  output: lazy(() => z.extend(updated(), { outcome: z.enum(['success', 'failure']) })),
});

/** Builds the report of a run. Long texts are cut off: a report must not fail because of them. */
function reportOf(input: InputOf<typeof reportFields>): Report {
  const errorData = input.outcome === 'errorTrigger' ? errorTriggerDataOf(input.errorData) : undefined;
  const outcome = outcomeOf(input);
  const message = outcome === 'success' ? input.successMessage : input.failureMessage;
  const details = errorData && describeFailure(errorData);
  return {
    sentries: input.sentries,
    outcome,
    update: {
      state: outcome === 'success' ? 'happy' : input.failureState,
      // Always sent: otherwise the previous message could stay on a badge of another color (dataworld-sentry.md §8).
      userMessage: shorten(message.replace(/\s+/g, ' ').trim(), MAX_MESSAGE),
      privateEntry: input.privateNote,
      ...dataOf(input),
    },
    note: wellFormed([input.historyNote.trim(), details].filter(Boolean).join('\n')),
    noteLength: input.historyNoteLength,
    link: input.linkExecution && (errorData ? (errorData.execution?.url ?? false) : true),
    onlyWhenChanged: input.onlyWhenChanged,
    heartbeatHours: input.heartbeatHours,
  };
}
