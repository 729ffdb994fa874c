import type { Part, RequestSpec } from '@signalbox/http-core';
import { lazy, wellFormed } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { filledFreeText, freeText, schema } from '@signalbox/http-core/operation';
import type { Field, InputOf, ItemAccess } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { RESERVED, inboundEvent } from '../../api/inbound-event';
import { readAttachments } from './attachments';
import { sourceSystemField } from './fields';

/** Decimal degrees, latitude first (signl4.md §1.3). */
const LOCATION = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

const location = lazy(() =>
  z
    .string()
    .check(
      z.refine(isLocation, 'must be latitude and longitude in decimal degrees, such as 48.2082,16.3738'),
    ),
);

function isLocation(text: string): boolean {
  const [, latitude, longitude] = LOCATION.exec(text) ?? [];
  return Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
}

/** Names with a special meaning, which cannot be used for parameters (signl4.md §1.3, §1.4). */
const TAKEN =
  /^(x-s4-.*|title|subject|job|task|case|incident|text|message|messagetext|description|body|content)$/i;

const parameterName = lazy(() =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.refine((name) => !TAKEN.test(name), 'is reserved by SIGNL4: use the field for it, or another name'),
  ),
);

const parameterValue = lazy(() =>
  z.pipe(z.string('must be a text, a number or a boolean'), z.transform(wellFormed)),
);

/** Fields of every alert. */
export const contentFields = [
  {
    displayName: 'Title',
    name: 'title',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. Cold store 3 is too warm',
    description: 'Title of the alert, which people see first',
    [schema]: filledFreeText,
  },
  {
    displayName: 'Message',
    name: 'message',
    type: 'string',
    typeOptions: { rows: 3 },
    default: '',
    placeholder: 'e.g. -4.1 °C for ten minutes, the limit is -18 °C',
    description: 'Details of the alert: what happened and what to do',
    [schema]: () => z._default(freeText(), ''),
  },
] as const satisfies readonly Field[];

/** Options of every alert. */
export const contentOptions = [
  {
    displayName: 'Alerting Scenario',
    name: 'alertingScenario',
    type: 'options',
    options: [
      {
        name: 'Emergency',
        value: 'emergency',
        description: 'Notifies the whole team, on duty or not, and everyone must acknowledge',
      },
      {
        name: 'Multiple Acknowledgements',
        value: 'multi_ack',
        description: 'As many must acknowledge as were on duty when the alert was raised',
      },
      {
        name: 'Single Acknowledgement',
        value: 'single_ack',
        description: 'One acknowledgement is enough',
      },
    ],
    default: 'single_ack',
    description: 'Who is notified and how many must acknowledge',
  },
  {
    displayName: 'Attachments',
    name: 'attachments',
    type: 'string',
    default: '',
    placeholder: 'e.g. data',
    description:
      'Names of the binary fields with files to attach, separated by commas. Pictures, sounds, videos, PDF or text, up to 4 MB each.',
  },
  {
    displayName: 'Category',
    name: 'service',
    type: 'string',
    default: '',
    placeholder: 'e.g. Cooling',
    description: 'Name of the SIGNL4 category (also called service or system) the alert belongs to',
  },
  {
    displayName: 'External ID',
    name: 'externalId',
    type: 'string',
    default: '',
    placeholder: 'e.g. INC-4711',
    description:
      'Your own ID for the alert. Events include it, and you can acknowledge or resolve the alert by it. With an API key, the node also uses it to check whether an alert was raised if the response is lost.',
    [schema]: () => z.string().check(z.trim()),
  },
  {
    displayName: 'Filtering',
    name: 'filtering',
    type: 'boolean',
    default: false,
    description: 'Whether to notify only if the alert contains a keyword of a category',
  },
  {
    displayName: 'Location',
    name: 'location',
    type: 'string',
    default: '',
    placeholder: 'e.g. 48.2082,16.3738',
    description: 'Latitude and longitude in decimal degrees, shown on a map in the app',
    [schema]: location,
  },
  {
    displayName: 'Parameters',
    name: 'parameters',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add parameter',
    default: {},
    description: 'Additional details to show with the alert',
    options: [
      {
        displayName: 'Parameter',
        name: 'parameter',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            placeholder: 'e.g. Temperature',
            [schema]: parameterName,
          },
          {
            displayName: 'Value',
            name: 'value',
            type: 'string',
            default: '',
            placeholder: 'e.g. -4.1 °C',
            [schema]: parameterValue,
          },
        ],
      },
    ],
  },
  sourceSystemField,
] as const satisfies readonly Field[];

type AlertContent = InputOf<
  readonly [
    ...typeof contentFields,
    {
      displayName: string;
      name: 'options';
      type: 'collection';
      default: object;
      options: [...typeof contentOptions];
    },
  ]
>;

/** The event that raises an alert. */
export async function eventFor(input: AlertContent, item: ItemAccess): Promise<RequestSpec> {
  const fields: Record<string, string | boolean> = {
    Title: input.title,
    Message: input.message,
    [RESERVED.sourceSystem]: input.sourceSystem,
    ...Object.fromEntries(freeParameters(input.parameters?.parameter)),
  };
  if (input.service) fields[RESERVED.service] = input.service;
  if (input.externalId) fields[RESERVED.externalId] = input.externalId;
  if (input.alertingScenario) fields[RESERVED.alertingScenario] = input.alertingScenario;
  if (input.location) fields[RESERVED.location] = input.location.replace(/\s/g, '');
  if (input.filtering !== undefined) fields[RESERVED.filtering] = input.filtering;
  if (!input.attachments) return inboundEvent({ body: fields });

  const files = await readAttachments(input.attachments, item);
  const texts = Object.entries(fields).map(([name, value]): Part => ({ name, text: String(value) }));
  return inboundEvent({ multipart: [...texts, ...files] });
}

function freeParameters(parameters: readonly { name: string; value: string }[] = []): Map<string, string> {
  const byName = new Map<string, string>();
  for (const { name, value } of parameters) {
    if (byName.has(name)) {
      throw new InvalidParameterError(
        `"Parameters" names ${JSON.stringify(name)} twice`,
        'Give each parameter a unique name.',
      );
    }
    byName.set(name, value);
  }
  return byName;
}
