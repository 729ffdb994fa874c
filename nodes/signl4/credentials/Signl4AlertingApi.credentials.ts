import { commonTestRules, statusRule } from '@signalbox/credentials';
import type {
  Icon,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

import { authenticate } from '../nodes/api/authenticate';

export class Signl4AlertingApi implements ICredentialType {
  name = 'signl4AlertingApi';

  displayName = 'SIGNL4 Alerting API';

  icon: Icon = { light: 'file:../icons/signl4.light.svg', dark: 'file:../icons/signl4.dark.svg' };

  documentationUrl = 'https://github.com/signalbox-nodes/signalbox/tree/main/nodes/signl4#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Environment',
      name: 'environment',
      type: 'options',
      options: [
        { name: 'SIGNL4 Cloud', value: 'cloud', description: 'Connect.signl4.com' },
        { name: 'Custom', value: 'custom', description: 'A different base URL, such as a local emulator' },
      ],
      default: 'cloud',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: '',
      placeholder: 'e.g. http://127.0.0.1:4310',
      description: 'Address without a path. HTTPS, or HTTP for an emulator on the same machine.',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Found in the SIGNL4 portal under Integrations > API Keys. Required to read, acknowledge and close alerts by ID, and for automatic registration of the trigger. Everything except reading requires write access.',
    },
    {
      displayName: 'Team Secret',
      name: 'teamSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Last part of the inbound webhook URL of a team or integration. Required to send alerts. This is not the API key.',
    },
    {
      displayName: 'Webhook Token',
      name: 'webhookToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Only for a trigger whose webhook you register manually: a random text of at least 16 characters that you append to the webhook URL as ?token=. It proves that an event comes from SIGNL4.',
    },
    {
      displayName: 'Plan',
      name: 'plan',
      type: 'options',
      options: [
        { name: 'Commercial', value: 'commercial', description: 'Up to 150 requests in 15 seconds' },
        { name: 'Free', value: 'free', description: 'Up to 10 requests in 15 seconds' },
      ],
      default: 'commercial',
      description: 'Your SIGNL4 plan, which determines the rate limits',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL:
        '={{$credentials.environment === "custom" ? $credentials.baseUrl : "https://connect.signl4.com"}}',
      url: '={{$credentials.apiKey ? "/api/v2/teams" : "/webhook/~secret~"}}',
      // Without an API key there is nothing to read. An event with a status that SIGNL4 does not know is discarded: no
      // alert is raised, but a wrong team secret is found out.
      method: '={{$credentials.apiKey ? "GET" : "POST"}}' as 'GET',
      body: {
        Title: 'n8n credential test',
        'X-S4-Status': 'n8n-credential-test',
        'X-S4-SourceSystem': 'n8n',
      },
      json: true,
      encoding: 'text',
    },
    rules: [
      statusRule(
        401,
        'SIGNL4 does not accept the API key: it may be wrong, expired or renewed. Create one in the SIGNL4 portal under Integrations > API Keys and enter it as "API Key".',
      ),
      statusRule(
        403,
        'The API key may not read the teams. Create one in the SIGNL4 portal under Integrations > API Keys and enter it as "API Key".',
      ),
      statusRule(
        404,
        'SIGNL4 does not know this address. Without an API key: copy "Team Secret" again, the last part of the URL of an inbound webhook. With one, and Environment set to Custom: check "Base URL", which has no path.',
      ),
      statusRule(429, 'SIGNL4 received too many requests for this credential. Try again in a minute.'),
      ...commonTestRules({ name: 'SIGNL4', address: '"Base URL"' }),
    ],
  };

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return authenticate(credentials, requestOptions);
  }
}
