import { randomUUID } from 'node:crypto';
import {
  triggerHooks,
  webhookServer,
  type Delivered,
  type LoadedPackage,
  type TriggerHooks,
  type WebhookServer,
  type WebhookServerOptions,
} from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, building, seed, type Lab } from './lab';

/** A published trigger that is registered in the emulator and gets its events over HTTP. */
export interface ListeningTrigger {
  hooks: TriggerHooks;
  server: WebhookServer;
  webhookId: string;
  /** The secret that its connector signs with; empty if it has no connector. */
  secret: string;
  /** Items of all executions so far, one for each. */
  items(): IDataObject[];
  /** Reasons for which deliveries were refused. */
  refusals(): string[];
  /** Status of the node's response to every delivery of the emulator. */
  answers(): (number | null)[];
  /** Sends these bytes. */
  deliver(rawBody: string | Buffer, headers?: Record<string, string>): Promise<Delivered>;
  close(): Promise<void>;
}

/** Settings of a trigger. By default it registers itself for all events of the project North Wing. */
export interface ListeningOptions {
  parameters?: INodeParameters;
  credential?: ICredentialDataDecryptedObject;
  /** As if somebody had deleted it. */
  withoutCredential?: boolean;
  /** The installed package; another load of it is another process as far as its memory goes. */
  packages?: LoadedPackage[];
  /** Continues with what another one has left: its node and what n8n has saved, but not its address. */
  after?: ListeningTrigger;
  workflow?: WebhookServerOptions['workflow'];
}

export async function listeningTrigger(lab: Lab, options: ListeningOptions = {}): Promise<ListeningTrigger> {
  const { after, workflow } = options;
  const webhookId = after?.webhookId ?? randomUUID();
  const trigger = {
    packages: options.packages ?? lab.packages,
    nodeType: TRIGGER,
    parameters: { projectId: building, ...options.parameters },
    credentials: options.withoutCredential ? {} : lab.credentials(options.credential),
    webhookId,
    ...(after && { staticData: after.server.staticData }),
  };
  const server = await webhookServer({ ...trigger, workflow });
  const hooks = triggerHooks({ ...trigger, webhookBaseUrl: `${new URL(server.url).origin}/webhook` });
  // As in n8n, the node is registered before its static data is saved: until then it knows its secret by itself.
  if (!after) await hooks.create();
  return {
    hooks,
    server,
    webhookId,
    secret: after?.secret ?? connectorAt(lab, hooks.webhookUrl)?.config.signatureSecret ?? '',
    items: () =>
      server.received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ json }) => json)),
    refusals: () =>
      server.received.flatMap(({ logs }) =>
        logs.filter(({ level }) => level === 'warn').map(({ message }) => message),
      ),
    answers: () => lab.emulator.journal.deliveries.map(({ status }) => status),
    deliver: (rawBody, headers = {}) =>
      server.deliver({ rawBody, headers: { 'content-type': 'application/json', ...headers } }),
    close: () => server.close(),
  };
}

/** The connectors of a project, with their configuration as it is for HTTP. */
export function connectors(lab: Lab, projectId: string = seed.projects.building.id) {
  return lab.emulator.control.connectors(projectId).map((one) => ({
    ...one,
    config: one.config as { url: string; signatureSecret: string; headers: Record<string, string> },
  }));
}

/** The connector that pushes to an address. */
export function connectorAt(lab: Lab, url: string) {
  return connectors(lab).find(({ config }) => config.url === url);
}
