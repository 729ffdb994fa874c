import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { defineSubscription } from '@signalbox/http-core/webhook';
import type { DesiredSubscription, RemoteSubscription } from '@signalbox/http-core/webhook';
import { hashToken, splitToken } from '@signalbox/http-core/internal/webhook/verify/url-token';

/** Faults of a call to the service. `kill` ends the n8n process, before or after the service has acted. */
export const FAULTS = ['none', 'failBefore', 'failAfter', 'killBefore', 'killAfter'] as const;
export type Fault = (typeof FAULTS)[number];

/** The process is gone: nothing that runs afterwards may be n8n's error handling. */
export class Killed extends Error {}

class HttpError extends Error {
  constructor(readonly httpCode: string) {
    super(`HTTP ${httpCode}`);
  }
}

interface Registered {
  url: string;
  settings: string;
  enabled: boolean;
  /** True if the code under test created it, which only the model knows. */
  byUs: boolean;
}

/** Features of the service's API. */
export interface Abilities {
  canList: boolean;
  canRepair: boolean;
  tellsId: boolean;
}

/** A service that holds webhook subscriptions, in memory, and may fail at every call. */
export class FakeRegistry {
  readonly registered = new Map<string, Registered>();

  /** Faults of the calls to come, one each; when used up, calls succeed. */
  faults: Fault[] = [];

  /** Set when a subscription was created or changed while its secret was not remembered. */
  violation: string | undefined;

  private lastId = 0;

  addForeign(url: string): string {
    return this.insert({ url, settings: '', enabled: true, byUs: false });
  }

  /** Live subscriptions whose callback is `url`, whatever their token. */
  at(url: string): Array<Registered & { id: string }> {
    return [...this.registered]
      .map(([id, one]) => ({ id, ...one }))
      .filter((one) => splitToken(one.url)?.url === url);
  }

  adapter(settings: string, { canList, canRepair, tellsId }: Abilities): RemoteSubscription {
    return defineSubscription<RemoteSubscription>({
      secret: 'urlToken',
      settings: () => settings,
      ...(canList && {
        list: async () =>
          await this.call(() =>
            [...this.registered].map(([id, one]) => ({
              id,
              url: one.url,
              current: one.enabled && one.settings === settings,
            })),
          ),
      }),
      create: async (ctx, desired) =>
        await this.call(() => {
          const id = this.insert({ url: desired.callbackUrl, settings, enabled: true, byUs: true });
          this.checkRemembered(ctx, desired);
          return tellsId || !canList ? id : undefined;
        }),
      ...(canRepair && {
        repair: async (ctx: IHookFunctions, id: string, desired: DesiredSubscription) =>
          await this.call(() => {
            const known = this.registered.get(id);
            if (!known) throw new HttpError('404');
            this.registered.set(id, { ...known, url: desired.callbackUrl, settings, enabled: true });
            this.checkRemembered(ctx, desired);
          }),
      }),
      remove: async (_ctx, id) =>
        await this.call(() => {
          if (!this.registered.delete(id)) throw new HttpError('404');
        }),
    });
  }

  private async call<T>(act: () => T): Promise<T> {
    const fault = this.faults.shift() ?? 'none';
    await Promise.resolve();
    if (fault === 'killBefore') throw new Killed();
    if (fault === 'failBefore') throw new HttpError('503');
    const outcome = act();
    await Promise.resolve();
    if (fault === 'killAfter') throw new Killed();
    if (fault === 'failAfter') throw new HttpError('504');
    return outcome;
  }

  private insert(one: Registered): string {
    const id = `subscription-${++this.lastId}`;
    this.registered.set(id, one);
    return id;
  }

  private checkRemembered(ctx: IHookFunctions, { callbackUrl }: DesiredSubscription): void {
    const token = splitToken(callbackUrl)?.token;
    const records = ctx.getWorkflowStaticData('node').subscriptions as
      Record<string, IDataObject> | undefined;
    const hashes = Object.values(records ?? {}).flatMap(({ tokenHashes }) => tokenHashes as string[]);
    if (!token || !hashes.includes(hashToken(token)))
      this.violation = `no memory of the token of ${callbackUrl}`;
  }
}
