import { randomUUID } from 'node:crypto';
import {
  NodeHelpers,
  UserError,
  Workflow,
  type ICredentialDataDecryptedObject,
  type ICredentialTestRequest,
  type ICredentialsDecrypted,
  type INode,
  type INodeCredentialTestResult,
  type INodeType,
  type INodeTypes,
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
  /** What the user typed into the form. */
  data: ICredentialDataDecryptedObject;
}

/**
 * Tests a credential as n8n's "Test" button does: `test` of the credential, or else the `testedBy` of a node that uses
 * it, a request being sent by n8n's RoutingNode (which resolves `={{$credentials.…}}` in it). The service that does this
 * in n8n belongs to the n8n package and needs a database; this follows it (n8n 2.41, credentials-tester).
 *
 * @returns what the user is told; never rejects because of an answer of the service
 */
export async function testCredential({
  packages,
  type,
  data,
}: CredentialTest): Promise<INodeCredentialTestResult> {
  return await captureLogs(async (logs) => {
    const types = new InstalledTypes(packages);
    const store = new CredentialStore(types, { [type]: data });
    const base = additionalData({ credentials: store, logs, executionId: randomUUID() });
    const decrypted: ICredentialsDecrypted = {
      id: type,
      name: type,
      type,
      data: await store.applyDefaults(base, data, type, 'internal'),
    };
    const test = findTest(types, type);
    if (typeof test === 'function') return await test.call(new CredentialTestContext(base), decrypted);

    base.credentialsHelper = withDecrypted(store, decrypted.data!);
    return await sendTestRequest(test, type, decrypted, base);
  });
}

type TestFunction = NonNullable<NonNullable<INodeType['methods']>['credentialTest']>[string];

function findTest(types: InstalledTypes, credentialType: string): ICredentialTestRequest | TestFunction {
  const { test } = types.credentialType(credentialType);
  if (test) return test;
  for (const nodeName of types.supportedNodes(credentialType)) {
    const nodeType = types.getByNameAndVersion(nodeName);
    const testedBy = nodeType.description.credentials?.find(({ name }) => name === credentialType)?.testedBy;
    if (typeof testedBy === 'object') return testedBy;
    const method = typeof testedBy === 'string' ? nodeType.methods?.credentialTest?.[testedBy] : undefined;
    if (method) return method;
  }
  throw new UserError(`No testing function found for the credential type "${credentialType}"`);
}

/** The values under test stand in for what is stored, except where the stored form itself is asked for. */
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

async function sendTestRequest(
  test: ICredentialTestRequest,
  type: string,
  decrypted: ICredentialsDecrypted,
  data: ReturnType<typeof additionalData>,
): Promise<INodeCredentialTestResult> {
  // A node without code whose one parameter carries the request.
  const nodeType = {
    description: {
      name: 'n8n-nodes-base.noOp',
      displayName: 'No Operation, do nothing',
      version: 1,
      defaults: {},
      group: [],
      description: '',
      inputs: ['main'],
      outputs: ['main'],
      credentials: [{ name: type, required: true }],
      properties: [
        {
          displayName: 'Temp',
          name: 'temp',
          type: 'string',
          default: '',
          routing: { request: test.request },
        },
      ],
    },
  } as unknown as INodeType;
  const node: INode = {
    id: 'temp',
    name: 'Temp-Node',
    type: nodeType.description.name,
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
    credentials: { [type]: { id: decrypted.id, name: decrypted.name } },
  };
  const nodeTypes: INodeTypes = {
    getKnownTypes: () => ({}),
    getByName: () => nodeType,
    getByNameAndVersion: (_name, version) => NodeHelpers.getVersionedNodeType(nodeType, version),
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
  await acquireIsolate(workflow);
  try {
    const response = await new RoutingNode(context, nodeType, decrypted).runNode();
    return judgeBody(test, response?.[0]?.[0]?.json);
  } catch (error) {
    return judgeError(test, error as RequestError);
  } finally {
    await releaseIsolate(workflow);
  }
}

interface RequestError extends Error {
  cause?: { code?: string; response?: { status: number; statusText?: string } };
}

function judgeError(
  test: ICredentialTestRequest,
  { message, cause }: RequestError,
): INodeCredentialTestResult {
  if (!cause?.response) return { status: 'Error', message: cause?.code ?? message };
  const { status, statusText } = cause.response;
  const rule = test.rules?.find((each) => each.type === 'responseCode' && each.properties.value === status);
  const told = rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`);
  return { status: 'Error', message: String(told) };
}

function judgeBody(test: ICredentialTestRequest, body: unknown): INodeCredentialTestResult {
  for (const rule of test.rules ?? []) {
    if (rule.type !== 'responseSuccessBody') continue;
    const { key, value, message } = rule.properties;
    const found = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], body);
    if (found === value) return { status: 'Error', message };
  }
  return { status: 'OK', message: 'Connection successful!' };
}
