import { randomUUID } from 'node:crypto';
import { triggerHooks, webhookServer, type Delivered, type LoadedPackage } from '@signalbox/node-harness';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, type Lab } from './lab';

/** Every value of the parameter Events. */
export const EVERY_EVENT = [
  'alertAcknowledged',
  'alertAnnotated',
  'alertClosed',
  'alertCreated',
  'alertError',
  'alertEscalated',
  'alertNoReply',
  'alertReopened',
  'dutyEnded',
  'dutyStarted',
  'noOneOnDuty',
  'other',
  'punchedIn',
  'punchedOut',
];

/** A published trigger that is registered in the emulator and gets its events over HTTP. */
export interface ListeningTrigger {
  /** The token in its URL. */
  token: string;
  /** Static data of the node so far. */
  staticData(): IDataObject;
  webhookId: string;
  /** Items of all executions so far, one for each. */
  items(): IDataObject[];
  /** Status of the node's response to every delivery of the emulator. */
  answers(): (number | null)[];
  /** Sends a body as SIGNL4 would, or otherwise than it would. */
  deliver(
    body: unknown,
    given?: { query?: Record<string, string>; headers?: Record<string, string> },
  ): Promise<Delivered>;
  close(): Promise<void>;
}

/** Settings of a trigger. By default it accepts every event and registers itself. */
export interface ListeningOptions {
  parameters?: INodeParameters;
  /** The installed package; another load of it is another process as far as its memory goes. */
  packages?: LoadedPackage[];
  /** Continues with what another one has left: its node, its token, what n8n has saved. */
  after?: ListeningTrigger;
}

export async function listeningTrigger(lab: Lab, options: ListeningOptions = {}): Promise<ListeningTrigger> {
  const { after } = options;
  const webhookId = after?.webhookId ?? randomUUID();
  const trigger = {
    packages: options.packages ?? lab.packages,
    nodeType: TRIGGER,
    parameters: { events: EVERY_EVENT, ...options.parameters },
    credentials: lab.credentials(),
    webhookId,
    ...(after && { staticData: after.staticData() }),
  };
  const server = await webhookServer(trigger);
  let token = after?.token;
  if (token === undefined) {
    // As in n8n, the node is registered before its static data is saved: until then it knows its token by itself.
    const hooks = triggerHooks({ ...trigger, webhookBaseUrl: `${new URL(server.url).origin}/webhook` });
    await hooks.create();
    const own = lab.emulator.control.webhooks().find(({ extUrl }) => extUrl.includes(webhookId));
    token = own ? new URL(own.extUrl).searchParams.get('token')! : '';
  }
  const right = { token };
  return {
    token,
    webhookId,
    staticData: () => server.staticData,
    items: () =>
      server.received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ json }) => json)),
    answers: () => lab.emulator.journal.deliveries.map(({ status }) => status),
    deliver: (body, { query = right, headers = {} } = {}) =>
      server.deliver({
        rawBody: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
        query,
      }),
    close: () => server.close(),
  };
}
