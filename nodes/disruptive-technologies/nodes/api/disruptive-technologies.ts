import { secretsOf } from '@signalbox/credentials';
import { lazy } from '@signalbox/http-core';
import type { Hints, Service } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { baseUrlsOf } from './base-urls';
import { text } from './wire';

/** 25 requests in 5 seconds (disruptive-technologies.md §2f). The scope is undocumented; assumed to be the credential. */
const RATE_LIMITS = { default: [{ requests: 25, perMs: 5000 }] };

/** disruptive-technologies.md §2f. It says what is wrong, but "may vary depending on the error". */
const errorSchema = lazy(() => z.looseObject({ error: text(), message: text() }));

/** Disruptive Technologies: the REST API (version 2), and the sensor emulator on its own host. */
export const disruptiveTechnologies: Service = {
  name: 'Disruptive Technologies',
  credentialType: 'disruptiveTechnologiesApi',
  refreshesToken: true,
  configure(credential) {
    const { rest, emulator } = baseUrlsOf(credential);
    return {
      baseUrl: rest,
      hosts: { emulator },
      // With basic authentication there is no token to renew.
      refreshesToken: credential.authentication === 'oauth2',
      secrets: secretsOf(credential, [
        'accessToken',
        'signatureSecret',
        { user: 'keyId', password: 'secret' },
      ]),
      rateLimits: RATE_LIMITS,
    };
  },
  explain(body) {
    const checked = z.safeParse(errorSchema(), body);
    return checked.success ? (checked.data.error ?? checked.data.message ?? undefined) : undefined;
  },
  hints: {
    401: 'Check Key ID and Secret of the credential. With Basic Auth, the service account must allow it: turn on "Enable Basic Auth" for it in DT Studio under API Integrations > Service Accounts, or choose OAuth2 in the credential.',
    unauthorized:
      'Check Key ID, Secret and Email of the credential against DT Studio, API Integrations > Service Accounts. The secret is shown only when the key is created: if it is lost, create a new key.',
    403: 'The service account has no role in this project, or one that is too low. Give it one in DT Studio under API Integrations > Service Accounts.',
    404: 'Check the ID and the project: choose both from their lists. New resources may take a few seconds to appear.',
    409: 'It already exists, or someone else changed it at the same time. Check its current state first.',
    429: 'Disruptive Technologies accepts 25 requests in 5 seconds. n8n stays within that limit, but others may use the same service account.',
  },
};

/** Names of the roles in DT Studio, lowest first (disruptive-technologies.md §1c). */
export type Role =
  'Project User' | 'Project Developer' | 'Project Administrator' | 'Organization Administrator';

/**
 * Advice for an operation: which role it needs, and what else there is to say.
 *
 * @param role the lowest that may do it
 */
export function needs(role: Role, hints: Hints = {}): Hints {
  const higher = role === 'Organization Administrator' ? '' : ' or higher';
  return {
    403: `This needs the role ${role}${higher}. Give it to the service account in DT Studio under API Integrations > Service Accounts; a new service account has no role at all, not even in its own project.`,
    ...hints,
  };
}
