import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { RequestFailure } from '../errors/request-failure';
import type { Context } from '../platform/context';
import type { Service } from '../service';
import { createClient } from './client';
import type { RequestSettings } from './client';
import type { Effect, RequestSpec } from './request-spec';

/**
 * Calls the service once, outside of an item: in the hooks of a trigger.
 *
 * @throws NodeApiError, redacted
 */
export async function call<Answer>(
  ctx: Context,
  service: Service,
  request: RequestSpec,
  {
    effect,
    answer,
    whenNotFound,
    settings,
  }: {
    effect: Effect;
    answer: z.ZodMiniType<Answer>;
    /** What a 404 stands for, where a service answers so to "there are none". Without it a 404 is an error. */
    whenNotFound?: Answer;
    settings?: RequestSettings;
  },
): Promise<Answer> {
  const client = await createClient(ctx, service, settings);
  try {
    return (await client.send(request, effect, answer)).content;
  } catch (error) {
    const isMissing = error instanceof RequestFailure && error.details.kind === 'not-found';
    if (isMissing && whenNotFound !== undefined) return whenNotFound;
    throw nodeError(ctx.getNode(), error, {
      service,
      redact: client.redact,
      changesSomething: effect !== 'read',
    });
  }
}
