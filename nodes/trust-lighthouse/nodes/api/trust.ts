import { secretsOf } from '@signalbox/credentials';
import type { Service } from '@signalbox/http-core';

import { baseUrlOf } from './base-urls';
import { explain } from './explain';

/** Trust: Lighthouse (events) and Chronos (files) behind one gateway, with tokens of Atenea. No rate limit is published. */
export const trust: Service = {
  name: 'Trust',
  credentialType: 'trustApi',
  refreshesToken: true,
  // trust-lighthouse.md §6: no limit is documented, so modestly.
  concurrency: 5,
  connect: (credential) => ({
    baseUrl: baseUrlOf(credential),
    secrets: secretsOf(credential, ['clientSecret', 'accessToken']),
    defaults: { companyId: credential.companyId },
  }),
  explain,
  remedies: {
    401: 'Check the client ID, the client secret and the environment of the credential: Trust gives them out separately for production and test.',
    403: 'Check the company: the client of the credential may not work for this one. Trust tells you the ID of yours.',
    404: 'Check the ID, and that it belongs to the environment of the credential.',
    422: 'Correct the fields that Trust names.',
  },
};
