import { randomUUID } from 'node:crypto';
import { Workflow, type IConnections, type IDataObject, type INode } from 'n8n-workflow';
import { CredentialStore } from './credential-store';
import { InstalledTypes } from './installed-types';
import type { NodeUnderTest } from './node-under-test';

interface Surroundings {
  /** Nodes before the node under test, in order. */
  before?: INode[];
  /**
   * Number of times that the node under test gets the items of the previous node.
   * @default 1
   */
  runs?: number;
  /** Static data of the node under test. */
  staticData?: IDataObject;
  /** Static data of the whole workflow, with n8n's keys; replaces `staticData`. */
  workflowData?: IDataObject;
  /** Id of the node under test. */
  nodeId?: string;
  /** The unique part of the webhook's URL. */
  webhookId?: string;
}

/** Builds a workflow that contains the node under test. */
export function buildWorkflow(
  under: NodeUnderTest,
  { before = [], runs = 1, staticData, workflowData, nodeId = randomUUID(), webhookId }: Surroundings = {},
) {
  const types = new InstalledTypes(under.packages);
  const credentials =
    under.credentials instanceof CredentialStore
      ? under.credentials
      : new CredentialStore(types, under.credentials ?? {});
  const name = under.nodeName ?? 'Node';
  const node: INode = {
    id: nodeId,
    name,
    type: under.nodeType,
    typeVersion: under.typeVersion ?? newestVersion(types, under.nodeType),
    position: [0, 0],
    parameters: structuredClone(under.parameters ?? {}),
    credentials: credentials.references,
    ...(under.onError && { onError: under.onError }),
    ...(under.retry && { retryOnFail: true, ...under.retry }),
    ...(webhookId && { webhookId }),
  };
  const nodes = [...before, node];
  const kept = workflowData ?? (staticData && { [`node:${name}`]: staticData });
  const connections: IConnections = {};
  nodes.slice(1).forEach((next, index) => {
    const times = next === node ? runs : 1;
    connections[nodes[index]!.name] = {
      main: [Array.from({ length: times }, () => ({ node: next.name, type: 'main', index: 0 }))],
    };
  });
  const workflow = new Workflow({
    id: 'harness',
    name: 'Harness',
    nodes,
    connections,
    active: false,
    nodeTypes: types,
    settings: { executionOrder: 'v1', ...(under.timezone && { timezone: under.timezone }) },
    ...(kept && { staticData: structuredClone(kept) }),
  });
  // The constructor fills in the defaults of the parameters.
  return { workflow, node: workflow.nodes[name]!, types, credentials };
}

function newestVersion(types: InstalledTypes, nodeType: string): number {
  const { version } = types.getByNameAndVersion(nodeType).description;
  return Array.isArray(version) ? Math.max(...version) : version;
}
