import { secretsOf } from '@signalbox/credentials';
import { lazy, resetHeaderMs } from '@signalbox/http-core';
import type { ServiceConfig, RateLimit, Service } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { baseUrlOf } from './base-url';
import { text } from './wire';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** signl4.md §1.9, per subscription. `events` is the inbound webhook, `default` every other endpoint. */
const RATE_LIMITS: Readonly<Record<string, Readonly<Record<string, readonly RateLimit[]>>>> = {
  free: {
    events: [
      { requests: 10, perMs: 15 * SECOND },
      { requests: 240, perMs: MINUTE },
      { requests: 1_200, perMs: HOUR },
      { requests: 4_800, perMs: DAY },
    ],
    default: [
      { requests: 10, perMs: 15 * SECOND },
      { requests: 1_200, perMs: HOUR },
    ],
  },
  commercial: {
    events: [
      { requests: 150, perMs: 15 * SECOND },
      { requests: 600, perMs: MINUTE },
      { requests: 36_000, perMs: HOUR },
    ],
    default: [
      { requests: 150, perMs: 15 * SECOND },
      { requests: 36_000, perMs: HOUR },
    ],
  },
};

/** Own properties only: "toString" is not a plan. */
function rateLimitsOf(plan: unknown): ServiceConfig['rateLimits'] {
  return typeof plan === 'string' && Object.hasOwn(RATE_LIMITS, plan)
    ? RATE_LIMITS[plan]
    : RATE_LIMITS.commercial;
}

/** signl4.md §2.3. Errors of the inbound webhook are assumed to have the same shape (signl4.md §6, 14). */
const errorSchema = lazy(() =>
  z.looseObject({
    message: text(),
    details: text(),
    requestId: text(),
  }),
);

function errorContent(body: unknown): z.infer<ReturnType<typeof errorSchema>> {
  const checked = z.safeParse(errorSchema(), body);
  return checked.success ? checked.data : {};
}

/** SIGNL4: an inbound webhook with a secret in its path, and a REST API (version 2) with a key in a header. */
export const signl4: Service = {
  name: 'SIGNL4',
  credentialType: 'signl4AlertingApi',
  refreshesToken: false,
  configure: (credential) => ({
    baseUrl: baseUrlOf(credential),
    secrets: secretsOf(credential, ['apiKey', 'teamSecret', 'webhookToken']),
    rateLimits: rateLimitsOf(credential.plan),
  }),
  explain(body) {
    const { message, details } = errorContent(body);
    return [message, details].filter(Boolean).join(' ') || undefined;
  },
  requestId: (body) => errorContent(body).requestId ?? undefined,
  // signl4.md §6, 15: no Retry-After is documented.
  retryAfter: resetHeaderMs('x-ratelimit-reset'),
  hints: {
    401: 'Check the API key of the credential: it may be wrong, expired or renewed. Create one in the SIGNL4 portal under Integrations > API Keys.',
    403: 'The API key does not allow this. It is probably read-only: create one with full access in the SIGNL4 portal under Integrations > API Keys.',
    429: 'Your SIGNL4 plan limits the number of requests. Select your plan in the credential so that n8n stays within its limits.',
  },
};
