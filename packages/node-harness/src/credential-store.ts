import {
  ICredentials,
  ICredentialsHelper,
  NodeHelpers,
  UnexpectedError,
  Workflow,
  type ICredentialDataDecryptedObject,
  type ICredentialsExpressionResolveValues,
  type IExecuteData,
  type IHttpRequestHelper,
  type IHttpRequestOptions,
  type INode,
  type INodeCredentialsDetails,
  type INodeProperties,
  type INodeTypes,
  type IWorkflowExecuteAdditionalData,
  type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { InstalledTypes } from './installed-types';
import { getAdditionalKeys } from './n8n-core';
import {
  acquireIsolate,
  getCredentialOwnRequestAllowedDomains,
  isExpression,
  releaseIsolate,
} from './older-n8n';

/** Values of the credential forms, keyed by credential type. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

/** A stored credential. Unlike n8n's it is not encrypted. */
class StoredCredentials extends ICredentials<ICredentialDataDecryptedObject> {
  async getData(): Promise<ICredentialDataDecryptedObject> {
    return JSON.parse(this.data ?? '{}') as ICredentialDataDecryptedObject;
  }

  async setData(data: ICredentialDataDecryptedObject): Promise<void> {
    this.data = JSON.stringify(data);
  }

  async updateData(changed: ICredentialDataDecryptedObject, removed: string[] = []): Promise<void> {
    const data = { ...(await this.getData()), ...changed };
    for (const key of removed) delete data[key];
    await this.setData(data);
  }

  getDataToSave() {
    return { id: this.id, name: this.name, type: this.type, data: this.data ?? '{}' };
  }
}

/** n8n resolves expressions in credentials and in `authenticate` on an empty node. */
const mockNode: INode = {
  id: 'mock',
  name: '',
  type: 'mock',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};
const mockNodeTypes = {
  getKnownTypes: () => ({}),
  getByName: () => ({ description: { properties: [] } }),
  getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

/**
 * Stores and applies credentials like the CredentialsHelper of n8n 2.41: one per type, with defaults, expressions and both forms of
 * `authenticate`. Tokens from `preAuthentication` are saved, so that later runs find them.
 */
export class CredentialStore extends ICredentialsHelper {
  readonly #stored = new Map<string, StoredCredentials>();

  constructor(
    private readonly types: InstalledTypes,
    data: CredentialData,
  ) {
    super();
    for (const [type, values] of Object.entries(data)) {
      this.#stored.set(type, new StoredCredentials({ id: type, name: type }, type, JSON.stringify(values)));
    }
  }

  /** References to the stored credentials, as in a node. */
  get references(): Record<string, INodeCredentialsDetails> {
    return Object.fromEntries([...this.#stored.keys()].map((type) => [type, { id: type, name: type }]));
  }

  /** Stored data: the values of the form, and the additions of preAuthentication. */
  async read(type: string): Promise<ICredentialDataDecryptedObject> {
    return await (await this.getCredentials({ id: type, name: type }, type)).getData();
  }

  async getCredentials(nodeCredentials: INodeCredentialsDetails, type: string) {
    const stored = this.#stored.get(type);
    if (!stored || nodeCredentials.id !== type)
      throw new UnexpectedError(`No credential of type "${type}" is stored`);
    return stored;
  }

  async updateCredentials(
    nodeCredentials: INodeCredentialsDetails,
    type: string,
    data: ICredentialDataDecryptedObject,
  ): Promise<void> {
    await (await this.getCredentials(nodeCredentials, type)).setData(data);
  }

  async updateCredentialsOauthTokenData(
    nodeCredentials: INodeCredentialsDetails,
    type: string,
    data: ICredentialDataDecryptedObject,
  ): Promise<void> {
    const { oauthTokenData = {} } = data;
    await (await this.getCredentials(nodeCredentials, type)).updateData({ oauthTokenData });
  }

  getParentTypes(name: string): string[] {
    return this.types.parentTypes(name);
  }

  isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
    if (!this.types.credentialType(credentialType).restrictToSupportedNodes) return true;
    return this.types.supportedNodes(credentialType).includes(nodeType);
  }

  getCredentialsProperties(type: string): INodeProperties[] {
    const { extends: parents, properties } = this.types.credentialType(type);
    const merged: INodeProperties[] = [];
    for (const parent of parents ?? []) {
      NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
    }
    NodeHelpers.mergeNodeProperties(merged, properties);
    return merged;
  }

  async getDecrypted(
    additionalData: IWorkflowExecuteAdditionalData,
    nodeCredentials: INodeCredentialsDetails,
    type: string,
    mode: WorkflowExecuteMode,
    executeData?: IExecuteData,
    raw?: boolean,
    expressionResolveValues?: ICredentialsExpressionResolveValues,
  ): Promise<ICredentialDataDecryptedObject> {
    const stored = await (await this.getCredentials(nodeCredentials, type)).getData();
    if (raw) return stored;
    return await this.applyDefaults(additionalData, stored, type, mode, executeData, expressionResolveValues);
  }

  /** Adds the defaults of the form, drops values that are not in the form, and resolves expressions. */
  async applyDefaults(
    additionalData: IWorkflowExecuteAdditionalData,
    stored: ICredentialDataDecryptedObject,
    type: string,
    mode: WorkflowExecuteMode,
    executeData?: IExecuteData,
    values?: ICredentialsExpressionResolveValues,
  ): Promise<ICredentialDataDecryptedObject> {
    const form = this.getCredentialsProperties(type);
    const data = NodeHelpers.getNodeParameters(
      form,
      stored as never,
      true,
      false,
      null,
      null,
    ) as ICredentialDataDecryptedObject;
    for (const beyondTheForm of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
      data[beyondTheForm] ??= stored[beyondTheForm] as never;
      if (data[beyondTheForm] === undefined) delete data[beyondTheForm];
    }
    const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
    if (values) {
      return values.workflow.expression.getParameterValue(
        data as never,
        values.runExecutionData,
        values.runIndex,
        values.itemIndex,
        values.node.name,
        values.connectionInputData,
        mode,
        keys,
        executeData,
        false,
        data,
      ) as unknown as ICredentialDataDecryptedObject;
    }
    const workflow = new Workflow({
      nodes: [mockNode],
      connections: {},
      active: false,
      nodeTypes: mockNodeTypes,
    });
    await acquireIsolate(workflow);
    try {
      return workflow.expression.getComplexParameterValue(
        mockNode,
        data as never,
        mode,
        keys,
        undefined,
        undefined,
        data,
      ) as unknown as ICredentialDataDecryptedObject;
    } finally {
      await releaseIsolate(workflow);
    }
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    incoming: IHttpRequestOptions,
    workflow?: Workflow,
    node?: INode,
  ): Promise<IHttpRequestOptions> {
    const { authenticate } = this.types.credentialType(typeName);
    if (!authenticate) return incoming;
    if (typeof authenticate === 'function') return await authenticate(credentials, incoming);
    if (!workflow || !node)
      throw new UnexpectedError('A declarative authenticate needs a workflow and a node');

    const options = incoming as unknown as Record<string, Record<string, unknown> | undefined>;
    options.headers ??= {};
    const resolve = (value: unknown) => this.#resolve(value, credentials, workflow, node);
    for (const [part, entries] of Object.entries(authenticate.properties)) {
      for (const [key, value] of Object.entries((entries ?? {}) as Record<string, unknown>)) {
        (options[part] ??= {})[String(resolve(key))] = resolve(value);
      }
    }
    return incoming;
  }

  async preAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    node: INode,
    credentialsExpired: boolean,
  ): Promise<ICredentialDataDecryptedObject | undefined> {
    const type = this.types.credentialType(typeName);
    const token = type.properties.find(
      (property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
    )?.name;
    if (token === undefined || typeof type.preAuthentication !== 'function') return undefined;
    // n8n's words for "this is a test of the credential". It is never true in n8n 2.41, see testCredential.
    const isTest = node.parameters?.temp === '' && node.type === 'n8n-nodes-base.noOp';
    if (credentials[token] !== '' && !credentialsExpired && !isTest) return undefined;

    const output = (await type.preAuthentication.call(
      withinOwnDomains(helpers, credentials),
      credentials,
    )) as ICredentialDataDecryptedObject;
    const reference = node.credentials?.[typeName];
    if (output[token] === undefined || !reference) return undefined;
    const stored = await (await this.getCredentials(reference, typeName)).getData();
    const changed = { ...stored };
    for (const [key, value] of Object.entries(output)) {
      if (key === token || !isExpression(stored[key])) changed[key] = value;
    }
    await this.updateCredentials(reference, typeName, changed);
    return Object.assign(credentials, output);
  }

  async runPreAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
  ): Promise<ICredentialDataDecryptedObject | undefined> {
    const { preAuthentication } = this.types.credentialType(typeName);
    if (typeof preAuthentication !== 'function') return undefined;
    const output = await preAuthentication.call(withinOwnDomains(helpers, credentials), credentials);
    return (output as ICredentialDataDecryptedObject | undefined) ?? undefined;
  }

  #resolve(
    value: unknown,
    credentials: ICredentialDataDecryptedObject,
    workflow: Workflow,
    node: INode,
  ): unknown {
    if (!isExpression(value)) return value;
    const resolved = workflow.expression.getSimpleParameterValue(
      node,
      value,
      'internal',
      { $credentials: credentials },
      undefined,
      '',
    );
    return resolved ? String(resolved) : '';
  }
}

/** Applies the domain restriction of a credential to its login request. */
function withinOwnDomains(
  helpers: IHttpRequestHelper,
  credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
  return {
    helpers: {
      httpRequest: async (options: IHttpRequestOptions) => {
        const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
        return await helpers.helpers.httpRequest(
          allowedDomains === undefined ? options : { ...options, allowedDomains },
        );
      },
    },
  };
}
