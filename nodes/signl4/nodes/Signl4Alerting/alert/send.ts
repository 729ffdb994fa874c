import { InvalidParameterError } from '@signalbox/http-core/errors';
import { lazy } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { alertTraces, isUnresolved, tracesOf, unresolvedAlertsWith } from '../../api/alert-trace';
import { eventReceipt, inboundHints } from '../../api/inbound-event';
import { AWAIT_MS, alertCheck } from './alert-check';
import { contentFields, contentOptions, eventFor } from './alert-content';

const sent = lazy(() =>
  z.looseObject({
    eventId: z.string(),
    alertId: z.optional(z.string()),
    alreadyOpen: z.optional(z.boolean()),
  }),
);

export const send = defineOperation({
  resource: 'alert',
  operation: 'send',
  name: 'Send',
  action: 'Send an alert',
  description: 'Alert the team on duty',
  semantics: 'non-idempotent',
  isDefault: true,
  fields: [
    ...contentFields,
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        ...contentOptions,
        {
          displayName: 'Only If None Is Open',
          name: 'onlyIfNoneIsOpen',
          type: 'boolean',
          default: false,
          description:
            'Whether to return an alert with the same external ID if one is open or acknowledged, instead of raising another. Requires an API key.',
        },
      ],
    },
  ],
  // The next item with the same ID must be able to find this alert.
  orderingKey: ({ externalId }) => externalId || undefined,
  prefetch: {
    request({ externalId, onlyIfNoneIsOpen }) {
      if (!onlyIfNoneIsOpen) return undefined;
      if (externalId) return unresolvedAlertsWith(externalId);
      throw new InvalidParameterError(
        '"Only If None Is Open" needs an external ID',
        'Fill in "External ID" in the options, or turn off "Only If None Is Open".',
      );
    },
    responseSchema: alertTraces,
  },
  async request(input, item, alerts) {
    if (alerts && tracesOf(alerts, input.externalId!).some(isUnresolved)) return undefined;
    return await eventFor(input, item);
  },
  noop(alerts, { externalId }) {
    const { id, eventId } = tracesOf(alerts!, externalId!).find(isUnresolved)!;
    return { eventId: eventId ?? '', alertId: id, alreadyOpen: true };
  },
  responseSchema: eventReceipt,
  outcomeCheck: {
    ...alertCheck,
    awaitMs: ({ onlyIfNoneIsOpen }) => (onlyIfNoneIsOpen ? AWAIT_MS : undefined),
  },
  toItem(response, { onlyIfNoneIsOpen }) {
    const { alertId, ...receipt } = response as IDataObject;
    if (!onlyIfNoneIsOpen) return receipt;
    return { ...receipt, ...(alertId !== undefined && { alertId }), alreadyOpen: false };
  },
  output: sent,
  hints: inboundHints,
});
