import { secretsOf } from '@signalbox/credentials';
import type { Service } from '@signalbox/http-core';

import { addressOf } from './api-url';
import { explain } from './explain';

const WEB_PAGE =
  'If data.world shows its login page, the API token of the credential is wrong or expired. Otherwise the API URL is that of a web page: copy it from the page of the Sentry, where it stands beside the token.';

/**
 * data.world, its classic Sentry API: a bearer token of the account, and one address for each Sentry
 * (dataworld-sentry.md §1, dataworld-sentry.md §2).
 */
export const dataWorld: Service = {
  name: 'data.world',
  credentialType: 'dataWorldSentryApi',
  refreshesToken: false,
  // No limit is published, so it is modest (dataworld-sentry.md §4).
  concurrency: 5,
  configure(credential) {
    const { baseUrl, defaultUid } = addressOf(credential);
    return {
      baseUrl,
      secrets: secretsOf(credential, ['apiToken', 'webhookKey']),
      // A Sentry that is given by its API URL names its base URL as host: any other is refused before the token is sent.
      hosts: { [baseUrl]: baseUrl },
      defaults: { sentry: defaultUid, sentries: defaultUid },
    };
  },
  explain,
  // dataworld-sentry.md §4: no error is documented; these are those of the web framework behind it.
  hints: {
    401: 'Check the API token of the credential: it may be wrong, expired or reset. It stands on the page of the Sentry, beside the API URL.',
    403: 'The account of the API token may not use this Sentry. data.world lets organization administrators manage Sentries: use the token of one, best of a service account.',
    404: 'data.world does not know this Sentry. Compare the API URL with that on the page of the Sentry; it may have been deleted, or data.world may have switched its classic Sentries off for you.',
    422: 'data.world does not take one of the values. Its states are happy, sad and sick, and a user message has up to 80 characters.',
    429: 'Send less often: turn on Only When Changed, lower Concurrency in the Options, or ask data.world for a token with a raised limit.',
    blocked:
      'A Sentry that is given by its API URL must be under the base URL of the credential, since the token is sent nowhere else. For another installation use another credential.',
    redirected: WEB_PAGE,
    unreadable: WEB_PAGE,
  },
};
