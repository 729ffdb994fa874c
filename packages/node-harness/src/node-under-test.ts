import type { INode, INodeParameters, OnError } from 'n8n-workflow';
import type { CredentialData, CredentialStore } from './credential-store';
import type { LoadedPackage } from './load-package';

/** The node to run, its package and its settings. */
export interface NodeUnderTest {
  packages: readonly LoadedPackage[];
  /** Full name: `<package>.<node>`. */
  nodeType: string;
  /** @default the newest version */
  typeVersion?: number;
  parameters?: INodeParameters;
  /** Values of the credential forms keyed by type, or a store shared by several runs. */
  credentials?: CredentialData | CredentialStore;
  nodeName?: string;
  /**
   * Time zone of the workflow (IANA name).
   * @default time zone of the instance
   */
  timezone?: string;
  onError?: OnError;
  /** The node's Retry On Fail. By default n8n waits a second between tries. */
  retry?: Pick<INode, 'maxTries' | 'waitBetweenTries'>;
}
