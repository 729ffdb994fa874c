import { randomUUID } from 'node:crypto';
import { triggerHooks, webhookServer, type Delivered } from '@signalbox/node-harness';
import type { IDataObject } from 'n8n-workflow';
import { TRIGGER, type Lab } from './lab';

/** A published trigger that is registered in the emulator and gets its events over HTTP. */
export interface ListeningTrigger {
  /** Items of all executions so far. */
  items(): IDataObject[];
  /** Sends a body to the URL that is registered, with these headers. */
  deliver(body: object, given?: { headers?: Record<string, string>; query?: Record<string, string> }): Promise<Delivered>;
  unpublish(): Promise<unknown>;
  close(): Promise<void>;
}

export async function listeningTrigger(lab: Lab, events = ['{{noun.key}}.created']): Promise<ListeningTrigger> {
  const trigger = {
    packages: lab.packages,
    nodeType: TRIGGER,
    parameters: { events },
    credentials: lab.credentials(),
    webhookId: randomUUID(),
  };
  const server = await webhookServer(trigger);
  const hooks = triggerHooks({ ...trigger, webhookBaseUrl: `${new URL(server.url).origin}/webhook` });
  await hooks.create();
  return {
    items: () =>
      server.received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ json }) => json)),
    deliver: async (body, { headers = {}, query = {} } = {}) =>
      await server.deliver({
        rawBody: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
        query,
      }),
    unpublish: () => hooks.delete(),
    close: () => server.close(),
  };
}
