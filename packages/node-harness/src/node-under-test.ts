import type { INode, INodeParameters, OnError } from 'n8n-workflow';
import type { CredentialData, CredentialStore } from './credential-store';
import type { LoadedPackage } from './load-package';

/** The node that is run, and where it comes from. */
export interface NodeUnderTest {
  packages: readonly LoadedPackage[];
  /** Full name: `<package>.<node>`. */
  nodeType: string;
  /** The newest version unless told otherwise. */
  typeVersion?: number;
  parameters?: INodeParameters;
  /** Values of the credential forms by type, or a store that several runs share. */
  credentials?: CredentialData | CredentialStore;
  nodeName?: string;
  /** Time zone of the workflow (IANA name); that of the instance unless told otherwise. */
  timezone?: string;
  onError?: OnError;
  /** The node's Retry On Fail. n8n waits a second between the tries unless told otherwise. */
  retry?: Pick<INode, 'maxTries' | 'waitBetweenTries'>;
}
