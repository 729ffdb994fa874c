import type { IExecuteFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { lazy } from '../platform/lazy';
import { DEFAULT_SETTINGS } from '../request/client';
import type { RequestSettings } from '../request/client';
import type { Service } from '../service';
import { DEFAULT_CONCURRENCY, requestOptions } from './node-properties';

/** The longest time a timer can hold, in seconds (2^31 - 1 ms). */
const MAX_SECONDS = 2_147_483;

const RequestOptions = lazy(() => {
  const seconds = z.number().check(z.positive(), z.maximum(MAX_SECONDS));
  return z.object({
    concurrency: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    deadline: z.optional(seconds),
    maxRetries: z.optional(z.int().check(z.minimum(0), z.maximum(20))),
    timeout: z.optional(seconds),
  });
});

/**
 * Reads the request options, which hold for all items of an execution, from the first item.
 *
 * One by one: the collection holds options of the operation as well, and an expression among those may fail for the first item alone.
 */
export function readSettings(
  ctx: IExecuteFunctions,
  service: Pick<Service, 'concurrency'>,
): RequestSettings & { concurrency: number } {
  const given = Object.fromEntries(
    requestOptions()
      .map(({ name }): [string, unknown] => [name, ctx.getNodeParameter(`options.${name}`, 0, null)])
      .filter(([, value]) => value !== null),
  );
  const checked = z.safeParse(RequestOptions(), given);
  if (!checked.success) {
    const name = checked.error.issues[0]?.path[0];
    const option = requestOptions().find((field) => field.name === name);
    throw new InvalidParameterError(
      `"${option?.displayName}" in Options is not a number in its range`,
      'Remove the option to use its default.',
    );
  }
  const { concurrency, deadline, maxRetries, timeout } = checked.data;
  return {
    concurrency: concurrency ?? service.concurrency ?? DEFAULT_CONCURRENCY,
    maxRetries: maxRetries ?? DEFAULT_SETTINGS.maxRetries,
    deadlineMs: deadline === undefined ? DEFAULT_SETTINGS.deadlineMs : deadline * 1000,
    timeoutMs: timeout === undefined ? DEFAULT_SETTINGS.timeoutMs : timeout * 1000,
  };
}
