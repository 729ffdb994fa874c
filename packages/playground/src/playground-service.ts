import type { WorkflowNode } from './n8n-client';

/** What the playground needs to know of a running emulator. */
export interface RunningEmulator {
  /** Origin; a page for people is at its root. */
  readonly url: string;
  close(): Promise<void>;
}

/** A credential that the playground keeps in its n8n. */
export interface PlaygroundCredential {
  name: string;
  type: string;
  data: Record<string, unknown>;
}

/** All that the playground knows about one service. */
export interface PlaygroundService<E extends RunningEmulator = RunningEmulator> {
  /** Folder in nodes/. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /**
   * @param port 0 for any free one
   * @param dataDir folder for what the service would remember from one start to the next, and n8n cannot tell it again
   */
  startEmulator(port: number, dataDir: string): Promise<E>;
  /** At most one per credential type; they fill the credential fields of the examples. */
  credentials(emulator: E): PlaygroundCredential[];
  /** Where the emulator would send events at this moment; absent where n8n asks for them, and registers nothing. */
  subscriberUrls?(emulator: E): string[];
  /** File names in nodes/<name>/examples of the workflows to activate. */
  readonly activate: readonly string[];
  /** File name of the example that a person should open first. */
  readonly openFirst: string;
  /** What a person can try, one step per line. */
  steps(emulator: E): string[];
}

/** Whether a node comes from the package of a service. */
export function belongsTo(service: PlaygroundService, node: WorkflowNode): boolean {
  return node.type.startsWith(`n8n-nodes-${service.name}.`);
}
