import { commonTestRules, statusRule } from '@signalbox/credentials';
import type {
  Icon,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

import { authenticate, fetchAccessToken } from '../nodes/api/authenticate';

export class DisruptiveTechnologiesApi implements ICredentialType {
  name = 'disruptiveTechnologiesApi';

  displayName = 'Disruptive Technologies API';

  icon: Icon = {
    light: 'file:../icons/disruptive-technologies.light.svg',
    dark: 'file:../icons/disruptive-technologies.dark.svg',
  };

  documentationUrl =
    'https://github.com/signalbox-nodes/signalbox/tree/main/nodes/disruptive-technologies#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Authentication',
      name: 'authentication',
      type: 'options',
      options: [
        {
          name: 'OAuth2 (Recommended)',
          value: 'oauth2',
          description: 'An access token, requested with the key and renewed every hour',
        },
        {
          name: 'Basic Auth',
          value: 'basic',
          description: 'Sends the key and its secret with every request. For development only.',
        },
      ],
      default: 'oauth2',
    },
    {
      displayName: 'Key ID',
      name: 'keyId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. c0b2g6a1k4qg00f5m50g',
      description:
        'ID of a service account key, found in DT Studio under API Integrations > Service Accounts',
    },
    {
      displayName: 'Secret',
      name: 'secret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Secret of the key. DT Studio shows it only when the key is created.',
    },
    {
      displayName: 'Email',
      name: 'email',
      type: 'string',
      displayOptions: { show: { authentication: ['oauth2'] } },
      default: '',
      required: true,
      placeholder: 'e.g. c0b2g6a1k4qg00f5m500@c0b0e2i1k4qg00f5m3rg.serviceaccount.d21s.com',
      description: 'Email of the service account, not of a person',
    },
    {
      displayName:
        'Turn on "Enable Basic Auth" for the service account in DT Studio. For production choose OAuth2.',
      name: 'basicAuthNotice',
      type: 'notice',
      displayOptions: { show: { authentication: ['basic'] } },
      default: '',
    },
    {
      displayName: 'Signature Secret',
      name: 'signatureSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Only for a trigger whose Data Connector you create manually in DT Studio: a random text of at least 16 characters, the same here and there. It proves that an event is genuine.',
    },
    {
      displayName: 'Environment',
      name: 'environment',
      type: 'options',
      options: [
        { name: 'Disruptive Technologies Cloud', value: 'cloud' },
        { name: 'Custom', value: 'custom', description: 'Custom addresses, such as a local emulator' },
      ],
      default: 'cloud',
    },
    {
      displayName: 'REST API URL',
      name: 'baseUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: 'https://api.disruptive-technologies.com/v2',
      placeholder: 'e.g. http://127.0.0.1:4320/v2',
      description: 'Address that ends with the version. HTTPS, or HTTP for an emulator on the same machine.',
    },
    {
      displayName: 'Sensor Emulator URL',
      name: 'emulatorUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: 'https://emulator.disruptive-technologies.com/v2',
      placeholder: 'e.g. http://127.0.0.1:4320/emulator/v2',
      description: 'Address of the sensor emulator, ending with the version',
    },
    {
      displayName: 'Token URL',
      name: 'tokenUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'], authentication: ['oauth2'] } },
      default: 'https://identity.disruptive-technologies.com/oauth2/token',
      placeholder: 'e.g. http://127.0.0.1:4320/oauth2/token',
      description: 'Address of the token endpoint',
    },
    {
      displayName: 'Signature Issuer URL',
      name: 'issuerUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: 'https://identity.disruptive-technologies.com/data-connector',
      placeholder: 'e.g. http://127.0.0.1:4320/data-connector',
      description:
        'Issuer of DT-Asymmetric-Signature. Its keys are published under /.well-known/openid-configuration.',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL:
        '={{$credentials.environment === "custom" ? $credentials.baseUrl : "https://api.disruptive-technologies.com/v2"}}',
      url: '/projects',
      qs: { pageSize: 1 },
      encoding: 'text',
    },
    rules: [
      statusRule(
        401,
        'Disruptive Technologies does not accept the key. Check "Key ID" and "Secret"; with Basic Auth, "Enable Basic Auth" must be on for the service account in DT Studio.',
      ),
      statusRule(
        403,
        'The service account cannot read projects. In DT Studio, give it a role in at least one project or in the organization.',
      ),
      statusRule(
        404,
        'There is no such API at this address. "REST API URL" must end with the version, such as /v2.',
      ),
      ...commonTestRules({ name: 'Disruptive Technologies', address: '"REST API URL"' }),
    ],
  };

  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    return await fetchAccessToken(this, credentials);
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return authenticate(credentials, requestOptions);
  }
}
