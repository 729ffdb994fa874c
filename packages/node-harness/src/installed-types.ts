import {
  NodeHelpers,
  UnexpectedError,
  type ICredentialType,
  type IDataObject,
  type INodeType,
  type INodeTypes,
  type IVersionedNodeType,
} from 'n8n-workflow';
import { RoutingNode } from './n8n-core';
import { inputNode, inputNodeType } from './input-node';
import type { LoadedPackage } from './load-package';

/** Node and credential types of all loaded packages, like n8n's services NodeTypes and CredentialTypes. */
export class InstalledTypes implements INodeTypes {
  constructor(private readonly packages: readonly LoadedPackage[]) {}

  getByName(nodeType: string): INodeType | IVersionedNodeType {
    if (nodeType === inputNodeType) return inputNode;
    const found = this.packages.find(({ name }) => nodeType.startsWith(`${name}.`));
    if (!found) {
      const known = this.packages.map(({ name }) => name).join(', ');
      throw new UnexpectedError(`No loaded package has the node type "${nodeType}" (loaded: ${known})`);
    }
    return found.loader.getNode(nodeType.slice(found.name.length + 1)).type;
  }

  getByNameAndVersion(nodeType: string, version?: number): INodeType {
    const type = NodeHelpers.getVersionedNodeType(this.getByName(nodeType), version);
    if (isDeclarative(type)) {
      type.execute = async function () {
        return (await new RoutingNode(this as never, type).runNode()) ?? [];
      };
    }
    return type;
  }

  getKnownTypes(): IDataObject {
    return Object.assign(
      {},
      ...this.packages.map(({ name, loader }) =>
        Object.fromEntries(
          Object.entries(loader.known.nodes).map(([node, known]) => [`${name}.${node}`, known]),
        ),
      ),
    ) as IDataObject;
  }

  /** @throws if no loaded package has this credential type */
  credentialType(name: string): ICredentialType {
    return this.#packageOfCredential(name).loader.getCredential(name).type;
  }

  /** Full names of the nodes that use a credential type, in all packages. */
  supportedNodes(credentialType: string): string[] {
    return this.packages.flatMap(({ name, loader }) =>
      (loader.known.credentials[credentialType]?.supportedNodes ?? []).map((node) => `${name}.${node}`),
    );
  }

  /** All types that a credential type extends, directly or indirectly. */
  parentTypes(credentialType: string): string[] {
    const known = this.packages.find(({ loader }) => credentialType in loader.known.credentials);
    const parents = known?.loader.known.credentials[credentialType]?.extends ?? [];
    return [...parents, ...parents.flatMap((parent) => this.parentTypes(parent))];
  }

  #packageOfCredential(name: string): LoadedPackage {
    const found = this.packages.find(({ loader }) => name in loader.known.credentials);
    if (!found) throw new UnexpectedError(`No loaded package has the credential type "${name}"`);
    return found;
  }
}

/** n8n runs a node without code through its RoutingNode. */
function isDeclarative(type: INodeType): boolean {
  const declares = type.description.requestDefaults !== undefined;
  const hasCode = type.execute ?? type.supplyData ?? type.poll ?? type.trigger;
  return !hasCode && (declares || (!type.webhook && !type.methods));
}
