import { poll, type PollOptions, type PollResult } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { expectNoSecret, seed, type DataworldEmulator, type Lab } from './lab';

/** A published poll trigger: what n8n keeps goes from poll to poll as JSON, as over a restart. */
export class WatchingTrigger {
  staticData: IDataObject = {};
  last: PollResult | undefined;
  packages: Lab['packages'];

  constructor(
    private readonly lab: Lab,
    public parameters: INodeParameters = {},
    public credential: ICredentialDataDecryptedObject = {},
  ) {
    this.packages = lab.packages;
  }

  /** One poll; the items it gave. Fails if the poll fails. */
  async poll(options: { budgetMs?: number; mode?: 'manual' } = {}): Promise<IDataObject[]> {
    const { items, error } = await this.attempt(options);
    if (error) throw error as Error;
    if (items && !items[0]?.length) throw new Error('n8n would start the workflow with nothing');
    return (items?.[0] ?? []).map(({ json }) => json);
  }

  /** The same, whether it fails or not. */
  async attempt(
    options: Partial<Pick<PollOptions, 'budgetMs' | 'mode' | 'nodeName' | 'workflowData'>> = {},
  ): Promise<PollResult> {
    this.last = await poll({
      packages: this.packages,
      nodeType: 'n8n-nodes-dataworld-sentry.dataWorldSentryTrigger',
      parameters: structuredClone(this.parameters),
      credentials: this.lab.credentials(this.credential),
      staticData: this.staticData,
      nodeId: 'watching-trigger',
      ...options,
    });
    expectNoSecret(this.last);
    if (options.mode === 'manual') expect(this.last.staticData).toEqual(this.staticData);
    this.staticData = JSON.parse(JSON.stringify(this.last.staticData)) as IDataObject;
    return this.last;
  }

  /** Warnings logged by the last poll. */
  warnings(): string[] {
    return (this.last?.logs ?? []).filter(({ level }) => level === 'warn').map(({ message }) => message);
  }
}

/** Reports to a Sentry, as a pipeline does; the journal does not show it. */
export async function report(
  { control, journal }: DataworldEmulator,
  uid: string,
  values: Record<string, string>,
): Promise<void> {
  const before = journal.requests.length;
  const response = await fetch(`${control.sentryUrl(uid)}?${new URLSearchParams(values).toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${seed.accounts.administrator.token}` },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  journal.requests.length = before;
}
