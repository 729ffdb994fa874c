import { lazy } from '@signalbox/http-core';
import type { EncodedPath, Hints, RequestSpec } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Field, InputOf, Operation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { ids, nothing } from '../api/wire';

const deleted = lazy(() => z.object({ ...ids(), deleted: z.boolean() }));

/** Delete: one resource by its ID. */
export function deleteOperation<const Fields extends readonly Field[]>({
  noun,
  path,
  idsOf,
  host,
  ...rest
}: {
  resource: string;
  /** For use in a sentence, such as "a project". */
  noun: string;
  description: string;
  fields: Fields;
  path(input: InputOf<Fields>): EncodedPath;
  host?: string;
  /** Identifies what was deleted in the output. */
  idsOf(input: InputOf<Fields>): { id: string; projectId?: string };
  hints: Hints;
}): Operation {
  return defineOperation<Fields, object>({
    operation: 'delete',
    name: 'Delete',
    action: `Delete ${noun}`,
    // A repeated call gets a 404, which would hide the success of the first.
    semantics: 'non-idempotent',
    ...rest,
    request: (input): RequestSpec => ({
      method: 'DELETE',
      path: path(input),
      whenEmpty: {},
      ...(host !== undefined && { host }),
    }),
    responseSchema: nothing,
    toItem: (_answer: unknown, input) => ({ ...idsOf(input), deleted: true }),
    output: deleted,
  });
}
