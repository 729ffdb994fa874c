import { lazy } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

/** An opaque string, although Trust's examples look like numbers, even negative ones (trust-lighthouse.md §3.1). */
const companyId = lazy(() => z.string().check(z.trim(), z.minLength(1)));

/** Empty means the company of the credential; see `defaults` of the service. */
export const companyField = {
  displayName: 'Company ID',
  name: 'companyId',
  type: 'string',
  default: '',
  placeholder: 'e.g. 1',
  description: 'ID that Trust assigned to the company. Leave empty to use the one from the credential.',
  [schema]: companyId,
} as const satisfies Field;
