import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { ALERT_STATUS, DELIVERY_STATUS, SEVERITY, nameOf } from './codes';
import { code, text, texts } from './wire';

/** An alert as SIGNL4 sends it: `V2.AlertInfo`, signl4.md §2.7. What it leaves open may be missing or null. */
export const alertSchema = lazy(() =>
  z.looseObject({
    id: z.string(),
    status: z.looseObject({
      statusCode: z.int(),
      alertDeliveryStatus: z.nullish(z.looseObject({ statusCode: code() })),
    }),
    title: text(),
    text: text(),
    severity: code(),
    eventId: text(),
    externalId: text(),
    teamId: text(),
    categoryId: text(),
    subscriptionId: text(),
    lastModified: text(),
    history: z.nullish(
      z.looseObject({
        created: text(),
        acknowledgedAt: text(),
        acknowledgements: texts(),
        closedAt: text(),
        closedBy: text(),
      }),
    ),
  }),
);
export type Alert = z.infer<ReturnType<typeof alertSchema>>;

/** Output of an alert: the response of SIGNL4, with names added for its codes. */
export const alertItem = lazy(() =>
  z.extend(alertSchema(), {
    statusName: z.string(),
    deliveryStatusName: z.optional(z.string()),
    severityName: z.optional(z.string()),
  }),
);

export function toAlertItem({ id, title, text, ...rest }: Alert): IDataObject {
  const delivery = rest.status.alertDeliveryStatus?.statusCode;
  return {
    id,
    title,
    text,
    statusName: nameOf(ALERT_STATUS, rest.status.statusCode),
    ...(typeof delivery === 'number' && { deliveryStatusName: nameOf(DELIVERY_STATUS, delivery) }),
    ...(typeof rest.severity === 'number' && { severityName: nameOf(SEVERITY, rest.severity) }),
    ...rest,
  };
}
