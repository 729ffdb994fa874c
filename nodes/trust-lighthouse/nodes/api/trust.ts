import { secretsOf } from '@signalbox/credentials';
import type { Service } from '@signalbox/http-core';

import { baseUrlOf } from './base-urls';
import { explain } from './explain';

/** Trust: Lighthouse (events) and Chronos (files) behind one gateway, with tokens from Atenea. */
export const trust: Service = {
  name: 'Trust',
  credentialType: 'trustApi',
  refreshesToken: true,
  // Trust publishes no rate limit (trust-lighthouse.md §6), so this is conservative.
  concurrency: 5,
  configure: (credential) => ({
    baseUrl: baseUrlOf(credential),
    secrets: secretsOf(credential, ['clientSecret', 'accessToken']),
    defaults: { companyId: credential.companyId },
  }),
  explain,
  hints: {
    401: 'Check the client ID, client secret and environment in the credential: Trust issues separate clients for production and test.',
    403: 'Check the company ID: the client in the credential may not be allowed to use this company. Trust can tell you the right one.',
    404: 'Check the ID, and that it belongs to the environment in the credential.',
    422: 'Correct the fields named by Trust.',
  },
};
