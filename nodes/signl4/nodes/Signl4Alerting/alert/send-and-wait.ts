import { defineOperation, schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { eventReceipt, inboundHints } from '../../api/inbound-event';
import { AWAIT_MS, alertCheck } from './alert-check';
import { contentFields, contentOptions, eventFor } from './alert-content';

/** n8n offers an operation of this name as human review of an AI agent's tools, and checks the signature of its URLs. */
export const SEND_AND_WAIT = 'sendAndWait';

/** Longest wait, in any unit: ten years of days. */
const MAX_AMOUNT = 3_650;

const waitFields = [
  {
    displayName: 'Respond In',
    name: 'respondIn',
    type: 'options',
    options: [
      {
        name: 'SIGNL4',
        value: 'signl4',
        description: 'People acknowledge or close the alert. Requires an API key.',
      },
      {
        name: 'Links',
        value: 'links',
        description:
          'The alert contains a link to approve and one to deny. Anyone who has them can use them.',
      },
    ],
    default: 'signl4',
    description: 'How people respond. Without an API key in the credential, always by links.',
  },
  {
    displayName: 'Wait Until',
    name: 'waitUntil',
    type: 'options',
    displayOptions: { show: { respondIn: ['signl4'] } },
    options: [
      {
        name: 'Acknowledged',
        value: 'acknowledged',
        description: 'Someone acknowledges the alert, or closes it',
      },
      { name: 'Closed', value: 'closed', description: 'Someone closes the alert' },
    ],
    default: 'acknowledged',
    description: 'Response to wait for',
  },
  {
    displayName: 'Limit Wait Time',
    name: 'limitWaitTime',
    type: 'boolean',
    default: true,
    description: 'Whether to go on without a response after some time',
  },
  {
    displayName: 'Wait At Most',
    name: 'waitAmount',
    type: 'number',
    displayOptions: { show: { limitWaitTime: [true] } },
    typeOptions: { minValue: 0, numberPrecision: 2 },
    default: 24,
    description: 'Time after which the workflow goes on. N8n looks once a minute.',
    [schema]: () => z.number().check(z.positive(), z.maximum(MAX_AMOUNT)),
  },
  {
    displayName: 'Unit',
    name: 'waitUnit',
    type: 'options',
    displayOptions: { show: { limitWaitTime: [true] } },
    options: [
      { name: 'Days', value: 'days' },
      { name: 'Hours', value: 'hours' },
      { name: 'Minutes', value: 'minutes' },
    ],
    default: 'hours',
    description: 'Unit of the time',
  },
  {
    displayName:
      'The output has "outcome" (such as acknowledged, closed, nobodyOnDuty or timedOut) and "approved". Use an IF node after this one: it goes on when the time is over, too.',
    name: 'outcomeNotice',
    type: 'notice',
    default: '',
  },
] as const satisfies readonly Field[];

const approvedByField = {
  displayName: 'Approved By',
  name: 'approvedBy',
  type: 'options',
  options: [
    {
      name: 'Acknowledging',
      value: 'acknowledged',
      description: 'An acknowledged alert is approved, and one that is closed without it is denied',
    },
    { name: 'Closing', value: 'closed', description: 'A closed alert is approved, any other is denied' },
    { name: 'Either', value: 'either', description: 'Any response approves' },
  ],
  default: 'acknowledged',
  description:
    'When "approved" is true in the output. This also decides whether an AI agent may use its tool.',
  [schema]: () => z._default(z.enum(['acknowledged', 'closed', 'either']), 'acknowledged'),
} as const satisfies Field;

const allowHttpField = {
  displayName: 'Allow Unencrypted Webhook URL',
  name: 'allowHttp',
  type: 'boolean',
  default: false,
  description:
    'Whether SIGNL4 may call n8n by HTTP. Anyone on the network path could then read the URL that resumes the execution.',
  [schema]: () => z._default(z.boolean(), false),
} as const satisfies Field;

const fields = [
  ...contentFields,
  ...waitFields,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [...contentOptions, allowHttpField, approvedByField],
  },
] as const satisfies readonly Field[];
export type WaitInput = InputOf<typeof fields>;

/** Raises the alert; `waitForResponse` does what comes around it. */
export const sendAndWait = defineOperation({
  resource: 'alert',
  operation: SEND_AND_WAIT,
  name: 'Send and Wait for Response',
  action: 'Send an alert and wait for response',
  description: 'Alert the team on duty, and pause the workflow until someone responds',
  semantics: 'non-idempotent',
  fields,
  request: eventFor,
  responseSchema: eventReceipt,
  outcomeCheck: {
    ...alertCheck,
    // To see how the alert stands before the execution waits.
    awaitMs: ({ respondIn }) => (respondIn === 'signl4' ? AWAIT_MS : undefined),
  },
  output: () =>
    z.looseObject({
      outcome: z.enum([
        'acknowledged',
        'closed',
        'approvedByLink',
        'deniedByLink',
        'nobodyOnDuty',
        'failed',
        'timedOut',
      ]),
      approved: z.boolean(),
      respondedAt: z.optional(z.string()),
      userId: z.optional(z.string()),
      userName: z.optional(z.string()),
      userMail: z.optional(z.string()),
      comment: z.optional(z.string()),
      chatInput: z.optional(z.string()),
      alertId: z.optional(z.string()),
      status: z.optional(z.string()),
      statusCode: z.optional(z.int()),
      title: z.string(),
      externalId: z.string(),
      eventId: z.string(),
    }),
  hints: inboundHints,
});
