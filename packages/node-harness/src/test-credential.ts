import { randomUUID } from 'node:crypto';
import {
  NodeHelpers,
  Workflow,
  type ICredentialDataDecryptedObject,
  type ICredentialTestRequest,
  type ICredentialsDecrypted,
  type INode,
  type INodeCredentialTestResult,
  type INodeType,
  type INodeTypes,
  type IVersionedNodeType,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { captureLogs } from './capture-logs';
import { CredentialStore } from './credential-store';
import { InstalledTypes } from './installed-types';
import type { LoadedPackage } from './load-package';
import { CredentialTestContext, ExecuteContext, RoutingNode } from './n8n-core';
import { acquireIsolate, createEmptyRunExecutionData, releaseIsolate } from './older-n8n';

interface CredentialTest {
  packages: readonly LoadedPackage[];
  /** Credential type. */
  type: string;
  /** Values of the form and, for a saved credential, values that n8n stores with them, such as a token. */
  data: ICredentialDataDecryptedObject;
}

/**
 * Tests a credential as n8n's "Test" button does: `test` of the credential, or else the `testedBy` of a node that uses
 * it. A request goes through n8n's RoutingNode, which resolves `={{$credentials.…}}` in it.
 *
 * Follows `credentials-tester.service` of n8n 2.41 step by step, since that service needs n8n's database. Left out are
 * external secrets and the probe of n8n's own chat.
 *
 * @returns the result as n8n shows it; rejects only where n8n's service does
 */
export async function testCredential({
  packages,
  type,
  data,
}: CredentialTest): Promise<INodeCredentialTestResult> {
  return await captureLogs(async (logs) => {
    const types = new InstalledTypes(packages);
    const test = findTest(types, type);
    if (test === undefined) return failed('No testing function found for this credential.');

    const store = new CredentialStore(types, { [type]: data });
    const base = additionalData({ credentials: store, logs, executionId: randomUUID() });
    const decrypted: ICredentialsDecrypted = { id: type, name: type, type };
    try {
      decrypted.data = await store.applyDefaults(base, data, type, 'internal');
    } catch (error) {
      return failed((error as Error).message);
    }
    if (typeof test === 'function') return await test.call(new CredentialTestContext(base), decrypted);

    base.credentialsHelper = withDecrypted(store, decrypted.data);
    return await runRequestTest(test, type, decrypted, base);
  });
}

function failed(message: unknown): INodeCredentialTestResult {
  return { status: 'Error', message: String(message) };
}

type TestFunction = NonNullable<NonNullable<INodeType['methods']>['credentialTest']>[string];

/** A request that tests a credential, and the node it is declared by unless that is the credential. */
interface RequestTest {
  testRequest: ICredentialTestRequest;
  nodeType?: INodeType;
}

/** As `getCredentialTestFunction`. */
function findTest(types: InstalledTypes, credentialType: string): RequestTest | TestFunction | undefined {
  const { test } = types.credentialType(credentialType);
  if (test) return { testRequest: test };

  const usesOAuth2 = [credentialType, ...types.parentTypes(credentialType)].includes('oAuth2Api');
  for (const nodeName of types.supportedNodes(credentialType)) {
    for (const nodeType of versionsOf(types.getByName(nodeName))) {
      for (const { name, testedBy } of nodeType.description.credentials ?? []) {
        if (name !== credentialType) continue;
        if (usesOAuth2) return async (credential) => oauth2Result(credential);
        if (typeof testedBy === 'object') return { testRequest: testedBy, nodeType };
        if (testedBy) return nodeType.methods?.credentialTest?.[testedBy];
      }
    }
  }
  return undefined;
}

function versionsOf(node: INodeType | IVersionedNodeType): INodeType[] {
  return 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
}

function oauth2Result({ data }: ICredentialsDecrypted): INodeCredentialTestResult {
  const token = data?.oauthTokenData;
  return typeof token === 'object' && token !== null && 'access_token' in token
    ? { status: 'OK', message: 'Connection successful!' }
    : failed('Connection failed');
}

/** Returns the values under test instead of the stored ones, unless the stored form is requested. */
function withDecrypted(store: CredentialStore, values: ICredentialDataDecryptedObject): CredentialStore {
  return new Proxy(store, {
    get(target, property) {
      if (property === 'getDecrypted') {
        return async (...args: Parameters<CredentialStore['getDecrypted']>) =>
          args[5] ? await target.getDecrypted(...args) : values;
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/**
 * n8n's No Operation node, which sends the request of a credential. Its name is the bare one, as in the description that
 * n8n takes it from. n8n's CredentialsHelper looks for the full name `n8n-nodes-base.noOp` to fetch a new token in every
 * test, so with n8n 2.41 it never does: a test uses the stored token like any other request.
 */
const noOp = {
  description: {
    name: 'noOp',
    displayName: 'No Operation, do nothing',
    version: 1,
    defaults: { name: 'No Operation, do nothing' },
    group: ['organization'],
    description: 'No Operation',
    inputs: ['main'],
    outputs: ['main'],
    properties: [],
  },
} as unknown as INodeType;

/** As `runRequestTest` with the verdict `default`. */
async function runRequestTest(
  { testRequest, nodeType = noOp }: RequestTest,
  type: string,
  decrypted: ICredentialsDecrypted,
  data: ReturnType<typeof additionalData>,
): Promise<INodeCredentialTestResult> {
  const { name, version } = nodeType.description;
  const node: INode = {
    id: 'temp',
    parameters: {},
    name: 'Temp-Node',
    type: name,
    typeVersion: Array.isArray(version) ? version.at(-1)! : version,
    position: [0, 0],
    credentials: { [type]: { id: decrypted.id, name: decrypted.name } },
  };
  const nodeTypeCopy = {
    description: {
      ...nodeType.description,
      credentials: [{ name: type, required: true }],
      properties: [
        {
          displayName: 'Temp',
          name: 'temp',
          type: 'string',
          routing: { request: testRequest.request },
          default: '',
        },
      ],
    },
  } as INodeType;
  const nodeTypes: INodeTypes = {
    getKnownTypes: () => ({}),
    getByName: () => nodeTypeCopy,
    getByNameAndVersion: (_name, version) => NodeHelpers.getVersionedNodeType(nodeTypeCopy, version),
  };
  const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
  data.currentNodeParameters = node.parameters;
  const context = new ExecuteContext(
    workflow,
    node,
    data,
    'internal',
    createEmptyRunExecutionData(),
    0,
    [],
    { main: [[{ json: {} }]] },
    { node, data: {}, source: null },
    [],
  );
  let response: Awaited<ReturnType<RoutingNode['runNode']>>;
  try {
    await acquireIsolate(workflow);
    response = await new RoutingNode(context, nodeTypeCopy, decrypted).runNode();
  } catch (error) {
    return resultOfError(testRequest, error as RequestError);
  } finally {
    await releaseIsolate(workflow);
  }
  return resultOfBody(testRequest, () => response![0]![0]!.json);
}

interface RequestError extends Error {
  cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/** A response counts first, then the code of what caused the error, and only then its message. */
function resultOfError(
  { rules }: ICredentialTestRequest,
  { message, cause }: RequestError,
): INodeCredentialTestResult {
  if (cause?.response) {
    const { status, statusText } = cause.response;
    for (const { type, properties } of rules ?? []) {
      if (type === 'responseCode' && status === properties.value) return failed(properties.message);
    }
    if (status < 199 || status > 299) return failed(statusText || `Received HTTP status code: ${status}`);
  } else if (cause?.code) {
    return failed(cause.code);
  }
  return failed(message);
}

/** @param body throws for an empty list, as n8n does where a rule asks for the body */
function resultOfBody({ rules }: ICredentialTestRequest, body: () => unknown): INodeCredentialTestResult {
  for (const rule of rules ?? []) {
    if (rule.type !== 'responseSuccessBody') continue;
    const { key, value, message } = rule.properties;
    const found = key
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], body());
    if (found === value) return failed(message);
  }
  return { status: 'OK', message: 'Connection successful!' };
}
