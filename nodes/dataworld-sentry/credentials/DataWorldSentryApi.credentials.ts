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
  'A web page comes back, and not a Sentry. Check "API Token", which may be wrong or expired, and "API URL", which is the address of the API and not that of a page.';

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
        'The API URL of a Sentry, copied from its page in the Hoot admin space; that Sentry is then the one used where none is given. Or the base URL, which is all before /sentries/.',
    },
    {
      displayName: 'API Token',
      name: 'apiToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description:
        'From the same page. It belongs to the account that has set the Sentry up, and serves all its Sentries: data.world recommends a service account.',
    },
    {
      displayName: 'Default Sentry',
      name: 'sentryUid',
      type: 'string',
      default: '',
      placeholder: 'e.g. abc123',
      description:
        'UID of the Sentry used where none is given, and to test the credential. Leave it empty if API URL is that of a Sentry.',
    },
    {
      displayName: 'Webhook Key',
      name: 'webhookKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Only for the data.world Trigger: the authorization key that you enter with the webhook in data.world, a random text of at least 16 characters. It proves that an event comes from data.world.',
    },
  ];

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.apiUrl}}', url: DEFAULT_SENTRY, json: true },
    rules: [
      // A web page, or anything else that is not a Sentry, has no state.
      { type: 'responseSuccessBody', properties: { key: 'state', value: undefined, message: WEB_PAGE } },
      ...[301, 302, 303, 307, 308].map((status) => statusRule(status, WEB_PAGE)),
      statusRule(
        401,
        'data.world does not accept the API token: it may be wrong, expired or reset. Copy it again from the page of the Sentry in the Hoot admin space and enter it as "API Token".',
      ),
      statusRule(
        403,
        'The account of the API token may not use this Sentry: it must be an administrator. Enter the token of an administrator, such as a service account, as "API Token".',
      ),
      statusRule(
        404,
        'data.world does not know this Sentry. Compare "API URL" and "Default Sentry" with its page in the Hoot admin space.',
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
