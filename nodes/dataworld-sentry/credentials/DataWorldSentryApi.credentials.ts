import { outageRules, statusRule } from '@signalbox/credentials';
import type {
  Icon,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

import { DEFAULT_API_URL } from '../nodes/api/api-url';
import { DEFAULT_SENTRY, authenticate } from '../nodes/api/authenticate';

const WEB_PAGE =
  'The response is a web page, not a Sentry. Check "API Token", which may be wrong or expired, and "API URL", which must be the address of the API and not of a page.';

export class DataWorldSentryApi implements ICredentialType {
  name = 'dataWorldSentryApi';

  displayName = 'data.world Sentry API';

  icon: Icon = { light: 'file:../icons/sentry.light.svg', dark: 'file:../icons/sentry.dark.svg' };

  documentationUrl =
    'https://github.com/signalbox-nodes/signalbox/tree/main/nodes/dataworld-sentry#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'API URL',
      name: 'apiUrl',
      type: 'string',
      default: DEFAULT_API_URL,
      required: true,
      placeholder: 'e.g. https://data.world/h/api/v1/sentries/abc123',
      description:
        'API URL of a Sentry, copied from its page in the Hoot admin space. Nodes use this Sentry by default. Or the base URL, which is everything before /sentries/.',
    },
    {
      displayName: 'API Token',
      name: 'apiToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description:
        'API token from the same page. It belongs to the account that set up the Sentry and works for all its Sentries. data.world recommends a service account.',
    },
    {
      displayName: 'Default Sentry',
      name: 'sentryUid',
      type: 'string',
      default: '',
      placeholder: 'e.g. abc123',
      description:
        'UID of the Sentry that nodes use by default and that tests the credential. Leave empty if API URL already names a Sentry.',
    },
    {
      displayName: 'Webhook Key',
      name: 'webhookKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Only for the data.world Trigger: a random text of at least 16 characters that you also enter in data.world as the authorization key of the webhook. It proves that an event comes from data.world.',
    },
  ];

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.apiUrl}}', url: DEFAULT_SENTRY, json: true },
    rules: [
      // Anything that is not a Sentry, such as a web page, has no state.
      { type: 'responseSuccessBody', properties: { key: 'state', value: undefined, message: WEB_PAGE } },
      ...[301, 302, 303, 307, 308].map((status) => statusRule(status, WEB_PAGE)),
      statusRule(
        401,
        'data.world rejected the API token: it may be wrong, expired or reset. Copy it again from the page of the Sentry in the Hoot admin space and enter it as "API Token".',
      ),
      statusRule(
        403,
        'The account of the API token is not allowed to use this Sentry. Enter the token of an organization administrator, such as a service account, as "API Token".',
      ),
      statusRule(
        404,
        'data.world has no such Sentry. Compare "API URL" and "Default Sentry" with its page in the Hoot admin space.',
      ),
      ...outageRules('data.world'),
    ] as ICredentialTestRequest['rules'],
  };

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return authenticate(credentials, requestOptions);
  }
}
