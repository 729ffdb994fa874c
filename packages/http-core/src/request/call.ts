import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { redactor } from '../errors/redact';
import { RequestError } from '../errors/request-error';
import type { Context } from '../platform/context';
import type { Service } from '../service';
import { createClient } from './client';
import type { RequestSettings } from './client';
import type { RequestSpec } from './request-spec';
import type { Semantics } from './retry/decide-retry';

/**
 * Calls the service once, outside of an item: in the hooks and deliveries of a trigger.
 *
 * @throws NodeApiError, redacted
 */
export async function call<ResponseBody>(
  ctx: Context,
  service: Service,
  request: RequestSpec,
  {
    semantics,
    responseSchema,
    whenNotFound,
    secrets = [],
    onAmbiguous,
    settings,
  }: {
    semantics: Semantics;
    responseSchema: z.ZodMiniType<ResponseBody>;
    /** Result for a 404, if the service uses it for "there are none". Without it a 404 is an error. */
    whenNotFound?: ResponseBody;
    /** Secrets in the request that are not of the credential, to be hidden in the error as well. */
    secrets?: readonly string[];
    /** Called before the error is thrown when the request may have been applied anyway. */
    onAmbiguous?(): void;
    settings?: RequestSettings;
  },
): Promise<ResponseBody> {
  const client = await createClient(ctx, service, settings);
  try {
    return (await client.send(request, semantics, responseSchema)).content;
  } catch (error) {
    const isMissing = error instanceof RequestError && error.details.kind === 'not-found';
    if (isMissing && whenNotFound !== undefined) return whenNotFound;
    if (error instanceof RequestError && error.details.applied === 'maybe') onAmbiguous?.();
    const [redact, redactMore] = [await client.redactor(), redactor(secrets)];
    throw nodeError(ctx.getNode(), error, {
      service,
      redact: (text) => redactMore(redact(text)),
      changesSomething: semantics !== 'safe',
    });
  }
}
