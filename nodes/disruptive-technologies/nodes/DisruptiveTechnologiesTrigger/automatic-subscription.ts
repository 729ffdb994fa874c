import { call, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import { plainText } from '@signalbox/http-core/errors';
import { webhookEndpoint } from '@signalbox/http-core/webhook';
import type { DesiredSubscription, Hook, RemoteSubscription } from '@signalbox/http-core/webhook';
import { NodeOperationError, sleep } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { dataConnector, dataConnectorPage } from '../api/data-connector';
import type { DataConnector } from '../api/data-connector';
import { PAGE_SIZE, entriesOf, idsIn, nothing } from '../api/wire';
import { wantedBy } from './trigger-parameters';
import { triggerSecrets } from './trigger-secrets';
import { triggerService } from './trigger-service';
import type { TriggerSettings } from './trigger-settings';

/** disruptive-technologies.md §2. */
const MAX_CONNECTORS = 10;

/**
 * Delays in milliseconds before repeating the lookup of a new resource that is not found yet
 * (disruptive-technologies.md §2f: at least 1 s).
 */
const PROPAGATION_WAITS_MS = [1_000, 2_000];

/** Stands for a 404. */
const NOT_FOUND = {};

/** The node creates the connector through the API. */
export function automaticSubscription(
  ctx: IHookFunctions,
  hook: Hook,
  wanted: NonNullable<TriggerSettings['connector']>,
  settings: string,
): RemoteSubscription {
  const { projectId, events, labels, emitsState } = wanted;
  const all = path`/projects/${projectId}/dataconnectors`;
  const one = (id: string) => path`/projects/${projectId}/dataconnectors/${id}`;
  let listed: DataConnector[] = [];

  const list = async (): Promise<DataConnector[]> => {
    const page = await call(
      ctx,
      triggerService,
      { method: 'GET', path: all, query: { pageSize: PAGE_SIZE }, whenEmpty: {} },
      { semantics: 'safe', responseSchema: dataConnectorPage() },
    );
    return (listed = [...entriesOf(page, 'dataConnectors')]);
  };

  const config = ({ callbackUrl, secret }: DesiredSubscription, present?: DataConnector): object => ({
    // Send the whole config: a PATCH may drop the parts it leaves out (disruptive-technologies.md §9, 6).
    httpConfig: {
      url: callbackUrl,
      signatureSecret: secret,
      headers: present?.httpConfig?.headers ?? {},
    },
    status: 'ACTIVE',
    events,
    labels,
  });

  const tooMany = (): NodeOperationError => {
    const names = listed.map(({ name, displayName }) => displayName || idsIn(name).id).join(', ');
    return new NodeOperationError(
      ctx.getNode(),
      `The project has ${listed.length} Data Connectors already, and Disruptive Technologies allows no more than ${MAX_CONNECTORS}`,
      {
        description: `They are: ${plainText(names)}. Delete one of them in DT Studio under API Integrations > Data Connectors, or choose another project. A trigger needs one for production, and another while it listens for a test event.`,
      },
    );
  };

  return {
    secret: 'signingKey',
    parameters: wantedBy,
    root: triggerSecrets.root,
    settings: () => settings,

    async list(_ctx, state) {
      await list();
      const isMissing = (): boolean =>
        state?.id !== undefined && !listed.some(({ name }) => idsIn(name).id === state.id);
      for (const ms of hook === 'checkExists' ? PROPAGATION_WAITS_MS : []) {
        if (!isMissing()) break;
        await sleep(ms);
        await list();
      }
      return listed.map((connector) => ({
        id: idsIn(connector.name).id,
        url: connector.httpConfig?.url ?? '',
        signingKey: connector.httpConfig?.signatureSecret ?? '',
        current:
          connector.status === 'ACTIVE' &&
          isSame(connector.events ?? [], events) &&
          isSame(connector.labels ?? [], labels),
      }));
    },

    async create(_ctx, desired) {
      if (listed.length >= MAX_CONNECTORS && (await list()).length >= MAX_CONNECTORS) throw tooMany();
      const { name } = await call(
        ctx,
        triggerService,
        {
          method: 'POST',
          path: all,
          body: { type: 'HTTP_PUSH', displayName: displayName(ctx), ...config(desired) },
        },
        { semantics: 'non-idempotent', responseSchema: dataConnector() },
      );
      return idsIn(name).id;
    },

    async repair(_ctx, id, desired) {
      const present = listed.find(({ name }) => idsIn(name).id === id);
      await call(
        ctx,
        triggerService,
        { method: 'PATCH', path: one(id), body: config(desired, present), whenEmpty: {} },
        { semantics: 'idempotent', responseSchema: nothing() },
      );
    },

    async registered(_ctx, id) {
      if (!emitsState) return;
      const request: RequestSpec = {
        method: 'POST',
        path: path`/projects/${projectId}/dataconnectors/${id}:sync`,
        whenEmpty: {},
      };
      const options = { semantics: 'non-idempotent', responseSchema: nothing() } as const;
      for (const ms of PROPAGATION_WAITS_MS) {
        const response = await call(ctx, triggerService, request, { ...options, whenNotFound: NOT_FOUND });
        if (response !== NOT_FOUND) return;
        await sleep(ms);
      }
      await call(ctx, triggerService, request, options);
    },

    async remove(_ctx, id) {
      // Surplus connectors and those for test events are no longer needed.
      const keeps =
        hook === 'delete' &&
        !isTest(ctx) &&
        ctx.getNodeParameter('options.onDeactivation', 'delete') === 'disable';
      await call(
        ctx,
        triggerService,
        keeps
          ? { method: 'PATCH', path: one(id), body: { status: 'USER_DISABLED' }, whenEmpty: {} }
          : { method: 'DELETE', path: one(id), whenEmpty: {} },
        { semantics: 'idempotent', responseSchema: nothing() },
      );
    },
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());
}

function displayName(ctx: IHookFunctions): string {
  const name = ctx.getWorkflow().name ?? ctx.getNode().name;
  return isTest(ctx) ? `n8n (test): ${name}` : `n8n: ${name}`;
}

function isTest(ctx: IHookFunctions): boolean {
  return webhookEndpoint(ctx).mode === 'test';
}
