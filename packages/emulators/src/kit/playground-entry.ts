import type { Emulator } from './start-emulator';

/** A credential that the playground keeps in its n8n. */
export interface PlaygroundCredential {
  name: string;
  type: string;
  data: Record<string, unknown>;
}

/** Entry of a service in the playground: data only, no code of a node. */
export interface PlaygroundEntry<Control = unknown, Options extends object = object> {
  /**
   * Options of the emulator.
   * @param stateFile for what the service would keep between two starts and n8n cannot register again
   * @default no options
   */
  options?(stateFile: string): Options;
  /** At most one per credential type; they fill the credential fields of the examples. */
  credentials(emulator: Emulator<Control>): PlaygroundCredential[];
  /**
   * URLs that the emulator would send events to now.
   * @default the service is polled, so an active trigger registers nothing
   */
  subscriberUrls?(emulator: Emulator<Control>): string[];
  /** Examples to activate, by file name. */
  readonly activate: readonly string[];
  /** Example to open first, by file name. */
  readonly openFirst: string;
  /** Steps to try, one per line. */
  steps(emulator: Emulator<Control>): string[];
}
