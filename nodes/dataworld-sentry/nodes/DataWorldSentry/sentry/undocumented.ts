import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/**
 * List, create and delete are known only from the product that the Sentry API descends from (dataworld-sentry.md §2).
 * They are offered to whoever says so.
 */
export const undocumentedFields: INodeProperties[] = [
  {
    displayName:
      'data.world does not document this operation. It is known from the product that the Sentry API descends from, and may not work, or may work in another way.',
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
  },
];

/** For `z.object`. */
export const undocumentedShape = () => ({
  useUndocumentedApi: z.any().check(
    z.refine((isOn) => isOn === true, {
      error: 'is off: data.world does not document this operation, so it has to be allowed',
      params: { hint: 'Turn it on to use the operation all the same.' },
    }),
  ),
});

const ABSENT =
  'data.world does not seem to have this operation, which it has not documented. Use the Hoot admin space instead.';

/** For what goes to the list of Sentries, and not to one that may be unknown. */
export const undocumentedHints = { 404: ABSENT, 405: ABSENT };
