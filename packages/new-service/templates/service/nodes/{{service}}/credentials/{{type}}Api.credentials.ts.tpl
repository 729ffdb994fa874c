import { {{#if isExpiring}}clientCredentials, {{/if}}commonTestRules, {{authFunction}}, statusRule } from '@signalbox/credentials';
import type {
  Icon,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  {{#if isExpiring}}
  IDataObject,
  IHttpRequestHelper,
  {{/if}}
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

import { baseUrlOf{{#if isExpiring}}, tokenUrlOf{{/if}} } from '../nodes/api/base-url';

export class {{type}}Api implements ICredentialType {
  name = '{{key}}Api';

  displayName = '{{name}} API';

  icon: Icon = { light: 'file:../icons/{{service}}.light.svg', dark: 'file:../icons/{{service}}.dark.svg' };

  documentationUrl = 'https://github.com/signalbox-nodes/signalbox/tree/main/nodes/{{service}}#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Environment',
      name: 'environment',
      type: 'options',
      options: [
        { name: '{{name}} Cloud', value: 'cloud' },
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
      placeholder: 'e.g. {{emulatorUrl}}{{prefix}}',
      description: 'Address of the API{{#if prefix}}, ending with {{prefix}}{{/if}}. HTTPS, or HTTP for an emulator on the same machine.',
    },
    {{#if isExpiring}}
    {
      displayName: 'Token URL',
      name: 'tokenUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: '',
      placeholder: 'e.g. {{emulatorUrl}}{{tokenPath}}',
      description: 'Address of the token endpoint',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
    {{/if}}
    {{#each secretFields}}
    {
      displayName: '{{label}}',
      name: '{{name}}',
      type: 'string',
      {{#if secret}}
      typeOptions: { password: true },
      {{/if}}
      default: '',
      required: true,
      description: '{{description}}',
    },
    {{/each}}
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL: '=\{{$credentials.environment === "custom" ? $credentials.baseUrl : "{{baseUrl}}"}}',
      url: '/{{noun.path}}',
      qs: { limit: 1 },
      encoding: 'text',
    },
    rules: [
      statusRule(401, '{{name}} does not accept the credential. Check {{secretLabels}}.'),
      statusRule(403, 'The credential may not read the {{noun.many}} of {{name}}. Check its permissions there.'),
      statusRule(404, 'There is no such API at this address. Check "Base URL"{{#if prefix}}, which ends with {{prefix}}{{/if}}.'),
      ...commonTestRules({ name: '{{name}}', address: '"Base URL"' }),
    ],
  };

  {{#if isExpiring}}
  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    const { clientId, clientSecret, accessToken } = credentials;
    const tokenUrl = tokenUrlOf(credentials);
    return {
      accessToken: await clientCredentials(this, { tokenUrl, clientId, clientSecret, accessToken, credential: credentials }),
    };
  }

  {{/if}}
  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return {{authFunction}}(requestOptions, {
      baseUrl: baseUrlOf(credentials),
      {{#if isHeaderKey}}
      header: '{{header}}',
      key: credentials.apiKey,
      {{/if}}
      {{#if isBearer}}
      token: credentials.apiToken,
      fieldLabel: 'API Token',
      {{/if}}
      {{#if isBasic}}
      user: credentials.keyId,
      password: credentials.keySecret,
      userLabel: 'Key ID',
      passwordLabel: 'Key Secret',
      {{/if}}
      {{#if isExpiring}}
      accessToken: credentials.accessToken,
      credential: credentials,
      {{/if}}
    });
  }
}
