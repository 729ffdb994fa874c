import { secretsOf } from '@signalbox/credentials';
import type { Service } from '@signalbox/http-core';

import { addressOf } from './api-url';
import { explain } from './explain';

const WEB_PAGE =
  'If this is the login page of data.world, the API token is wrong or expired. Otherwise, the API URL belongs to a web page: copy the one shown next to the token on the page of the Sentry.';

/**
 * data.world's classic Sentry API: one bearer token for an account, one URL for each Sentry (dataworld-sentry.md §1,
 * dataworld-sentry.md §2).
 */
export const dataWorld: Service = {
  name: 'data.world',
  credentialType: 'dataWorldSentryApi',
  refreshesToken: false,
  // Conservative, since no rate limit is published (dataworld-sentry.md §4).
  concurrency: 5,
  configure(credential) {
    const { baseUrl, defaultUid } = addressOf(credential);
    return {
      baseUrl,
      secrets: secretsOf(credential, ['apiToken', 'webhookKey']),
      // A Sentry given by its API URL uses its base URL as host; any other is refused before the token is sent.
      hosts: { [baseUrl]: baseUrl },
      defaults: { sentry: defaultUid, sentries: defaultUid },
    };
  },
  explain,
  // Errors are undocumented; these are typical of the web framework in use (dataworld-sentry.md §4).
  hints: {
    401: 'Check the API token in the credential: it may be wrong, expired or reset. The page of the Sentry shows it next to the API URL.',
    403: 'The account of the API token is not allowed to use this Sentry. Only organization administrators manage Sentries: use the token of one, ideally of a service account.',
    404: 'data.world has no such Sentry. Compare the API URL with the one on the page of the Sentry. It may have been deleted, or classic Sentries may be switched off for your organization.',
    422: 'data.world rejected one of the values. Valid states are happy, sad and sick; a user message has up to 80 characters.',
    429: 'Send less often: turn on Only When Changed, lower Concurrency in Options, or ask data.world for a token with a higher limit.',
    blocked:
      'A Sentry given by its API URL must be under the base URL in the credential, because the token is not sent anywhere else. Use another credential for another installation.',
    redirected: WEB_PAGE,
    unreadable: WEB_PAGE,
  },
};
