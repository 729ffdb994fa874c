import type { CredentialData, LoadedPackage } from '@signalbox/node-harness';
import type { INodeParameters } from 'n8n-workflow';

import { lockService } from '../credentials/lock-service';
import type { LockService, Sent } from '../credentials/lock-service';
import { lockPackage } from '../credentials/run-lock';
import * as dataworld from '../dataworld-sentry/lab';
import * as dt from '../disruptive-technologies/lab';
import * as signl4 from '../signl4/lab';
import * as trust from '../trust-lighthouse/lab';
import { listeningProxy, sendWithHttpRequestNode } from './http-request-node';
import type { HttpRequest, ListeningProxy } from './http-request-node';

let proxy: ListeningProxy;
beforeEach(async () => {
  proxy = await listeningProxy();
});
afterEach(async () => await proxy.close());

/** A credential of a package in one of its forms, and a request that its service answers. */
interface Form {
  credential(lab: Lab): CredentialData;
  url(lab: Lab): string;
  request?: INodeParameters;
}

interface Lab {
  packages: LoadedPackage[];
  emulator: { url: string };
  credentials(given?: Record<string, string>): CredentialData;
  requests(): { path: string; headers: Record<string, unknown> }[];
}

const post = (body: object): INodeParameters => ({
  method: 'POST',
  sendBody: true,
  specifyBody: 'json',
  jsonBody: JSON.stringify(body),
});

const PACKAGES: Record<
  string,
  {
    use(): Lab;
    type: string;
    secrets: readonly string[];
    forms: Record<string, Form>;
  }
> = {
  'data.world': {
    use: dataworld.useLab,
    type: 'dataWorldSentryApi',
    secrets: dataworld.secrets,
    forms: {
      token: {
        credential: (lab) => lab.credentials(),
        url: (lab) => String(lab.credentials().dataWorldSentryApi!.apiUrl),
      },
    },
  },
  'Disruptive Technologies': {
    use: dt.useLab,
    type: dt.CREDENTIAL,
    secrets: dt.secrets,
    forms: {
      OAuth2: { credential: (lab) => lab.credentials(), url: (lab) => `${lab.emulator.url}/v2/projects` },
      'basic authentication': {
        credential: (lab) => lab.credentials({ authentication: 'basic' }),
        url: (lab) => `${lab.emulator.url}/v2/projects`,
      },
    },
  },
  SIGNL4: {
    use: signl4.useLab,
    type: 'signl4AlertingApi',
    secrets: signl4.secrets,
    forms: {
      'API key': {
        credential: (lab) => lab.credentials(),
        url: (lab) => `${lab.emulator.url}/api/v2/teams`,
      },
      'team secret': {
        credential: (lab) => lab.credentials(),
        url: (lab) => `${lab.emulator.url}/webhook/~secret~`,
        request: post({ Title: 'Pump 3' }),
      },
    },
  },
  Trust: {
    use: trust.useLab,
    type: 'trustApi',
    secrets: trust.secrets,
    forms: {
      'client credentials': {
        credential: (lab) => lab.credentials(),
        url: (lab) => `${lab.emulator.url}/chronos/v1/companies/${trust.seed.companies.main.id}/files`,
      },
    },
  },
};

const certificates = {
  httpSslAuth: {
    ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    cert: '',
    key: '',
    passphrase: '',
  },
};

/** Settings with which a user of the credential could try to steal it, and their name in the refusal. */
const ATTACKS: Record<
  string,
  [says: string, parameters: () => INodeParameters, more?: Pick<HttpRequest, 'typeVersion'>]
> = {
  'a proxy': ['"Proxy"', () => ({ options: { proxy: proxy.url } })],
  'a proxy, with TLS not checked': [
    '"Proxy"',
    () => ({ options: { proxy: proxy.url, allowUnauthorizedCerts: true } }),
  ],
  'a proxy in the node of version 2': [
    '"Proxy"',
    () => ({ options: { proxy: proxy.url } }),
    { typeVersion: 2 },
  ],
  'TLS not checked': ['"Ignore SSL Issues"', () => ({ options: { allowUnauthorizedCerts: true } })],
  'TLS not checked in the node of version 2': [
    '"Ignore SSL Issues"',
    () => ({ allowUnauthorizedCerts: true }),
    { typeVersion: 2 },
  ],
  'a certificate authority': ['"SSL Certificates"', () => ({ provideSslCertificates: true })],
  'another host': ['"Host"', () => headers({ Host: 'evil.example' })],
  'another host in odd spelling': [
    '"Host"',
    () => ({ ...headers({ ' hOsT ': 'evil.example' }), options: { lowercaseHeaders: false } }),
  ],
  'another host among the headers of axios': [
    '"common"',
    () => headers({ common: { Host: 'evil.example' } }),
  ],
  'headers as a list': [
    'headers',
    () => ({
      jsonParameters: true,
      headerParametersJson: JSON.stringify([['Host', 'evil.example']]),
    }),
    { typeVersion: 2 },
  ],
  'another path for the gateway': ['"X-Original-URL"', () => headers({ 'X-Original-URL': '/elsewhere' })],
  'a method that sends the secret back': ['"TRACE"', () => ({ method: 'TRACE' })],
};

function headers(values: object): INodeParameters {
  return { sendHeaders: true, specifyHeaders: 'json', jsonHeaders: JSON.stringify(values) };
}

describe.each(Object.entries(PACKAGES))('%s', (_, { use, type, secrets, forms }) => {
  const lab = use();
  const send = async (form: Form, parameters: INodeParameters, more: Partial<HttpRequest> = {}) =>
    await sendWithHttpRequestNode({
      packages: lab.packages,
      type,
      url: form.url(lab),
      credentials: { ...form.credential(lab), ...(parameters.provideSslCertificates && certificates) },
      parameters: { ...form.request, ...parameters },
      ...more,
    });

  describe.each(Object.entries(forms))('%s', (_name, form) => {
    test('an ordinary request of the HTTP Request node arrives', async () => {
      const { error, outputs } = await send(form, headers({ 'X-Request-Id': 'r-7', Connection: 'close' }));
      expect(error).toBeUndefined();
      expect(outputs[0]).not.toEqual([]);
      expect(lab.requests()).toHaveLength(1);
      expect(lab.requests()[0]!.headers).toMatchObject({
        'x-request-id': 'r-7',
        host: new URL(lab.emulator.url).host,
      });
    });

    test.each(Object.entries(ATTACKS))('%s: nothing is sent', async (_attack, [says, set, more]) => {
      const run = await send(form, set(), more);
      const told = run.error?.message ?? '';
      expect(told).toMatch(/^The request to http:[^ ]+ was stopped: .+\. (Remove|Give|Choose) .+[^.]$/);
      expect(told.toLowerCase()).toContain(says.toLowerCase());
      expect(proxy.heard).toEqual([]);
      expect(lab.requests()).toEqual([]);
      for (const secret of secrets) expect(JSON.stringify([run.error, run.outputs])).not.toContain(secret);
    });
  });

  test('a proxy of the whole n8n is used', async () => {
    const [form] = Object.values(forms) as [Form];
    process.env.http_proxy = proxy.url;
    try {
      const { error } = await send(form, {});
      // The one for a token first; this proxy gives none.
      if (proxy.heard.length === 0) throw error ?? new Error('nothing was sent');
      expect(proxy.heard[0]).toContain(lab.emulator.url);
      expect(lab.requests()).toEqual([]);
    } finally {
      delete process.env.http_proxy;
    }
  });
});

describe('whatever an ordinary request is made of', () => {
  let service: LockService;
  beforeEach(async () => {
    service = await lockService();
  });
  afterEach(async () => await service.close());

  const item = {
    json: {},
    binary: {
      file: { data: Buffer.from('content').toString('base64'), mimeType: 'text/plain', fileName: 'a' },
    },
  };
  const send = async (parameters: INodeParameters) =>
    await sendWithHttpRequestNode({
      packages: [await lockPackage()],
      type: 'lockHeaderApi',
      url: `${service.url}/me`,
      credentials: { lockHeaderApi: { baseUrl: service.url, apiKey: 'key-4711-abcdef' } },
      items: [item],
      parameters,
    });
  const pair = (name: string, value: string) => ({ parameters: [{ name, value }] });

  test.each<[string, INodeParameters, Partial<Sent>, RegExp]>([
    [
      'a query with a list',
      {
        sendQuery: true,
        specifyQuery: 'json',
        jsonQuery: '{"a":[1,2]}',
        options: { queryParameterArrays: 'repeat' },
      },
      { method: 'GET', url: '/me?a=1&a=2' },
      /^$/,
    ],
    ['JSON', post({ a: { b: 1 } }), { method: 'POST', url: '/me' }, /^\{"a":\{"b":1\}\}$/],
    [
      'a form',
      { method: 'PUT', sendBody: true, contentType: 'form-urlencoded', bodyParameters: pair('a', 'b c') },
      { method: 'PUT' },
      /^a=b(%20|\+)c$/,
    ],
    [
      'a form with a file',
      {
        method: 'POST',
        sendBody: true,
        contentType: 'multipart-form-data',
        bodyParameters: {
          parameters: [{ parameterType: 'formBinaryData', name: 'f', inputDataFieldName: 'file' }],
        },
      },
      { method: 'POST' },
      /name="f"; filename="a"[^]*content/,
    ],
    [
      'a file',
      { method: 'POST', sendBody: true, contentType: 'binaryData', inputDataFieldName: 'file' },
      { method: 'POST', headers: { 'content-length': '7', 'content-type': 'text/plain' } },
      /^content$/,
    ],
    [
      'raw text',
      { method: 'PATCH', sendBody: true, contentType: 'raw', rawContentType: 'text/x', body: 'raw' },
      { method: 'PATCH', headers: { 'content-type': 'text/x' } },
      /^raw$/,
    ],
  ])('%s is sent', async (_, parameters, arrives, body) => {
    const { error } = await send(parameters);
    expect(error).toBeUndefined();
    expect(service.sent).toMatchObject([
      { ...arrives, headers: { ...arrives.headers, 'x-lock-key': 'key-4711-abcdef' } },
    ]);
    expect(service.sent[0]!.body).toMatch(body);
  });

  test('a file is downloaded, a refusal read, pages are followed', async () => {
    service.onApi = () => ({ headers: { 'content-type': 'image/png' }, body: 'picture' });
    const response = (options: INodeParameters) => ({ options: { response: { response: options } } });
    const file = await send(response({ responseFormat: 'file', outputPropertyName: 'data' }));
    expect(file.outputs[0]![0]!.binary?.data).toMatchObject({ mimeType: 'image/png' });

    service.onApi = () => ({ status: 404, body: { none: true } });
    const refused = await send(response({ fullResponse: true, neverError: true, responseFormat: 'json' }));
    expect(refused.outputs[0]![0]!.json).toMatchObject({ statusCode: 404, body: { none: true } });

    service.sent.length = 0;
    service.onApi = ({ url }) => ({ body: { url } });
    const pages = await send({
      options: {
        pagination: {
          pagination: {
            paginationMode: 'updateAParameterInEachRequest',
            parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }] },
            limitPagesFetched: true,
            maxRequests: 2,
            paginationCompleteWhen: 'responseIsEmpty',
          },
        },
      },
    });
    expect(pages.error).toBeUndefined();
    expect(service.sent.map(({ url }) => url)).toEqual(['/me?page=0', '/me?page=1']);
  });

  test('a page at another address is not fetched', async () => {
    service.onApi = () => ({ body: { next: `${proxy.url}/caught` } });
    const { error } = await send({
      options: {
        pagination: {
          pagination: {
            paginationMode: 'responseContainsNextURL',
            nextURL: '={{ $response.body.next ?? $request.uri }}',
            paginationCompleteWhen: 'responseIsEmpty',
          },
        },
      },
    });
    expect(error?.message).toContain(`this credential is for ${service.url} alone`);
    expect(service.sent).toHaveLength(1);
    expect(proxy.heard).toEqual([]);
  });
});
