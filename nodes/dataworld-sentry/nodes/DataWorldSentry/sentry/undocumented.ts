import { lazy } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

const isOn = lazy(() =>
  z.any().check(
    z.refine((given) => given === true, {
      error: 'must be on, because data.world does not document this operation',
      params: { hint: 'Turn it on to use the operation anyway.' },
    }),
  ),
);

/**
 * List, create and delete are known only from the product that the Sentry API descends from (dataworld-sentry.md §2),
 * so users have to opt in.
 */
export const undocumentedFields = [
  {
    displayName:
      'data.world does not document this operation. It is known from the product that the Sentry API descends from, and may not work or may behave differently.',
    name: 'undocumentedNotice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Use Undocumented API',
    name: 'useUndocumentedApi',
    type: 'boolean',
    default: false,
    description: 'Whether to use a part of the API that data.world does not document',
    [schema]: isOn,
  },
] as const satisfies Field[];

const ABSENT =
  'data.world does not seem to offer this undocumented operation. Use the Hoot admin space instead.';

/** Hints for requests to the list of Sentries. For a single Sentry, a 404 means that the Sentry is unknown. */
export const undocumentedHints = { 404: ABSENT, 405: ABSENT };
