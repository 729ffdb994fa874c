import { clientCredentials, commonTestRules, expiringBearer, statusRule } from '@signalbox/credentials';
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

import { baseUrlOf, tokenUrlOf } from '../nodes/api/base-urls';

export class TrustApi implements ICredentialType {
  name = 'trustApi';

  displayName = 'Trust API';

  icon: Icon = { light: 'file:../icons/trust.light.svg', dark: 'file:../icons/trust.dark.svg' };

  documentationUrl =
    'https://github.com/signalbox-nodes/signalbox/tree/main/nodes/trust-lighthouse#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
    {
      displayName: 'Environment',
      name: 'environment',
      type: 'options',
      options: [
        { name: 'Custom', value: 'custom', description: 'Any other address, such as a local emulator' },
        { name: 'Production', value: 'production', description: 'Api.trust.lat' },
        { name: 'Test', value: 'test', description: 'Api-tst.trust.lat' },
      ],
      default: 'production',
      description: 'The Trust environment that issued the client ID',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: '',
      placeholder: 'e.g. http://127.0.0.1:4330',
      description:
        'Address of the API gateway, without /lighthouse or /chronos. Must use HTTPS, except for an emulator on the same machine.',
    },
    {
      displayName: 'Atenea URL',
      name: 'ateneaUrl',
      type: 'string',
      displayOptions: { show: { environment: ['custom'] } },
      default: '',
      placeholder: 'e.g. http://127.0.0.1:4330',
      description: 'Address of the token service, without /oauth/token/',
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description: 'Issued by Trust',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Issued by Trust together with the client ID',
    },
    {
      displayName: 'Company ID',
      name: 'companyId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. 1',
      description: 'Issued by Trust. Nodes use this company unless they specify another one.',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL:
        '={{({ production: "https://api.trust.lat", test: "https://api-tst.trust.lat" })[$credentials.environment] ?? $credentials.baseUrl}}',
      url: '=/chronos/v1/companies/{{encodeURIComponent($credentials.companyId)}}/files',
      qs: { page: 1, per_page: 1 },
      encoding: 'text',
    },
    rules: [
      statusRule(
        401,
        'Trust rejected the token that Atenea issued. Check "Environment" in the credential: the client must belong to it.',
      ),
      statusRule(
        403,
        'Trust does not allow this client to read the files of the company. Check "Company ID" in the credential.',
      ),
      statusRule(
        404,
        'Trust does not know the company, or the API is not at this address. Check "Company ID" in the credential and, for a custom environment, "Base URL".',
      ),
      ...commonTestRules({ name: 'Trust', address: '"Base URL"' }),
    ],
  };

  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    const { clientId, clientSecret, accessToken } = credentials;
    return {
      accessToken: await clientCredentials(this, {
        tokenUrl: tokenUrlOf(credentials),
        tokenUrlLabel: 'Atenea URL',
        clientId,
        clientSecret,
        accessToken,
        credential: credentials,
      }),
    };
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return expiringBearer(requestOptions, {
      baseUrl: baseUrlOf(credentials),
      accessToken: credentials.accessToken,
      credential: credentials,
    });
  }
}
