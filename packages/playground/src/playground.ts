import type { Emulator, EmulatorPlugin, PlaygroundService } from '@signalbox/emulators';
import type { DataDirectory, PlaygroundSecrets } from './data-directory';
import type { ImportedExample } from './import-examples';
import type { N8nClient } from './n8n-client';
import type { N8nServer } from './n8n-server';

/** A service of the playground and its running emulator. */
export interface RunningService extends PlaygroundService {
  readonly emulator: Emulator<unknown>;
}

interface PlaygroundParts {
  data: DataDirectory;
  secrets: PlaygroundSecrets;
  server: N8nServer;
  client: N8nClient;
  services: readonly RunningService[];
  examples: readonly ImportedExample[];
}

/** A running n8n with the node packages in it, and the emulators it talks to. */
export class Playground {
  constructor(private readonly parts: PlaygroundParts) {}

  /** Origin of n8n, without a slash at the end. */
  get url(): string {
    return this.parts.server.url;
  }

  get dataDir(): string {
    return this.parts.data.path;
  }

  /** Folder that n8n loads community packages from. */
  get communityPackages(): string {
    return this.parts.data.communityPackages;
  }

  /** Login of the owner. */
  get login(): { email: string; password: string } {
    const { email, password } = this.parts.secrets;
    return { email, password };
  }

  /** Logged in as the owner. */
  get client(): N8nClient {
    return this.parts.client;
  }

  get services(): readonly RunningService[] {
    return this.parts.services;
  }

  /**
   * The running emulator of a service.
   * @param plugin of the service; it gives `control` its type
   */
  emulator<Control>(plugin: Pick<EmulatorPlugin<Control, object>, 'name' | 'start'>): Emulator<Control> {
    const running = this.parts.services.find(({ name }) => name === plugin.name);
    if (!running) throw new Error(`The playground has no service "${plugin.name}".`);
    return running.emulator as Emulator<Control>;
  }

  /** The example workflows that are there now. */
  get examples(): readonly ImportedExample[] {
    return this.parts.examples;
  }

  /** Process id of n8n while it runs. */
  get n8nPid(): number | undefined {
    return this.parts.server.pid;
  }

  /** Ends n8n without warning; the emulators go on. */
  async kill9(): Promise<void> {
    await this.parts.server.kill9();
  }

  /** Lets n8n end in its own way; the emulators go on. */
  async stopN8n(): Promise<void> {
    await this.parts.server.stop();
  }

  /** Starts n8n again on the same data and ports, after `kill9` or `stopN8n`. Nothing is imported or registered again. */
  async restartN8n(): Promise<void> {
    const { server, client, secrets } = this.parts;
    await server.start();
    await client.login(secrets.email, secrets.password);
  }

  /** Ends n8n, its task runner and the emulators. */
  async stop(): Promise<void> {
    const { server, services, data } = this.parts;
    await server.stop();
    await Promise.all(services.map(({ emulator }) => emulator.close()));
    data.unlock();
  }
}
