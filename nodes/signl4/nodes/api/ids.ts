import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** signl4.md §1.10: 19 digits that count down with time, an underscore, a GUID. */
export const ALERT_ID = '^\\d{19}_[0-9a-fA-F-]{36}$';

/** Users, teams, categories and webhooks. */
export const GUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

export const alertId = lazy(() =>
  z
    .string()
    .check(
      z.trim(),
      z.regex(new RegExp(ALERT_ID), 'is not an alert ID: it has 19 digits, an underscore and a GUID'),
    ),
);

export const guid = lazy(() =>
  z.string().check(z.trim(), z.regex(new RegExp(GUID), 'is not an ID of SIGNL4: it must be a GUID')),
);
