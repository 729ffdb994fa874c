import { call, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import { plainText } from '@signalbox/http-core/errors';
import type { InvalidParameterError } from '@signalbox/http-core/errors';
import { webhookEndpoint } from '@signalbox/http-core/webhook';
import type { DesiredSubscription, RemoteSubscription, Subscription } from '@signalbox/http-core/webhook';
import { NodeOperationError, sleep } from 'n8n-workflow';
import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';

import { issuerUrlOf } from '../api/base-urls';
import { dataConnector, dataConnectorPage } from '../api/data-connector';
import type { DataConnector } from '../api/data-connector';
import { disruptiveTechnologies, needs } from '../api/disruptive-technologies';
import { project } from '../api/project';
import { PAGE_SIZE, entriesOf, idsIn, nothing } from '../api/wire';
import { assertReachable } from './assert-reachable';
import { projectOf, textsOf, wantedBy } from './trigger-parameters';
import { triggerSecrets } from './trigger-secrets';
import { writeSettings } from './trigger-settings';
import type { TriggerSettings, Verification } from './trigger-settings';
import { bareId } from './verify-signature';

/** Registration of the trigger. */
export interface Registration {
  subscription: Subscription;
  /** Call this once the connector is registered and saved. */
  registered(): Promise<void>;
}

/** The n8n hook that is running. */
type Hook = 'checkExists' | 'create' | 'delete';

/** disruptive-technologies.md §2. */
const MAX_CONNECTORS = 10;

/**
 * Delays in milliseconds before repeating the lookup of a new resource that is not found yet
 * (disruptive-technologies.md §2f: at least 1 s).
 */
const PROPAGATION_WAITS_MS = [1_000, 2_000];

/** Stands for a 404. */
const NOT_FOUND = {};

/** The service with hints for the trigger. */
const service = {
  ...disruptiveTechnologies,
  hints: {
    ...disruptiveTechnologies.hints,
    ...needs('Project Developer', {
      404: 'There is no such project, or the service account may not see it. Choose it from the list.',
    }),
  },
};

/** The registration that the node asks for, and how to create it. */
export async function registrationFor(ctx: IHookFunctions, hook: Hook): Promise<Registration> {
  if (ctx.getNodeParameter('registration', 'automatic') === 'manual') return await manual(ctx, hook);
  if (hook === 'create') await assertCallable(ctx);
  const projectId = projectOf(ctx);
  const connector = {
    projectId,
    events: textsOf(ctx, 'events'),
    labels: labelsToSend(ctx),
    emitsState: ctx.getNodeParameter('options.emitCurrentState', false) as boolean,
  };
  // Removal does not need the desired settings.
  const settings =
    hook === 'delete' ? '' : writeSettings({ ...(await verificationOf(ctx, projectId)), connector });
  return automatic(ctx, hook, connector, settings);
}

/** The user created the connector in DT Studio. */
async function manual(ctx: IHookFunctions, hook: Hook): Promise<Registration> {
  // There is nothing to remove.
  const signatureSecret = hook === 'delete' ? '' : await triggerSecrets.userSecret(ctx);
  const verification = ctx.getNodeParameter('verification', 'sharedSecret') as Verification;
  const isShared = verification === 'sharedSecret';
  if (hook === 'create' && isShared && !signatureSecret) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The credential has no signature secret, so no event could be verified',
      {
        description: `Make up a random text of at least 16 characters, and enter it twice: as "Signature Secret" of the credential, and as the one of a Data Connector in DT Studio (API Integrations > Data Connectors) with the endpoint URL ${ctx.getNodeWebhookUrl('default')}.`,
      },
    );
  }
  const settings = hook === 'delete' ? '' : writeSettings(await verificationOf(ctx));
  return {
    subscription: {
      manual: true,
      secret: isShared ? 'signingKey' : 'publishedKey',
      userSecret: () => signatureSecret,
      parameters: wantedBy,
      settings: () => settings,
    },
    registered: async () => {},
  };
}

function automatic(
  ctx: IHookFunctions,
  hook: Hook,
  wanted: NonNullable<TriggerSettings['connector']>,
  settings: string,
): Registration {
  const { projectId, events, labels, emitsState } = wanted;
  const all = path`/projects/${projectId}/dataconnectors`;
  const one = (id: string) => path`/projects/${projectId}/dataconnectors/${id}`;
  let listed: DataConnector[] = [];
  /** The connector that was created or repaired. */
  let fresh: string | undefined;

  const list = async (): Promise<DataConnector[]> => {
    const page = await call(
      ctx,
      service,
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

  const subscription: RemoteSubscription = {
    secret: 'signingKey',
    parameters: wantedBy,
    root: triggerSecrets.root,
    settings: () => settings,

    async list(_ctx, memory) {
      await list();
      const isMissing = (): boolean =>
        memory?.id !== undefined && !listed.some(({ name }) => idsIn(name).id === memory.id);
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
        service,
        {
          method: 'POST',
          path: all,
          body: { type: 'HTTP_PUSH', displayName: displayName(ctx), ...config(desired) },
        },
        { semantics: 'non-idempotent', responseSchema: dataConnector() },
      );
      return (fresh = idsIn(name).id);
    },

    async repair(_ctx, id, desired) {
      const present = listed.find(({ name }) => idsIn(name).id === id);
      await call(
        ctx,
        service,
        { method: 'PATCH', path: one(id), body: config(desired, present), whenEmpty: {} },
        { semantics: 'idempotent', responseSchema: nothing() },
      );
      fresh = id;
    },

    async remove(_ctx, id) {
      // Surplus connectors and those for test events are no longer needed.
      const keeps =
        hook === 'delete' &&
        !isTest(ctx) &&
        ctx.getNodeParameter('options.onDeactivation', 'delete') === 'disable';
      await call(
        ctx,
        service,
        keeps
          ? { method: 'PATCH', path: one(id), body: { status: 'USER_DISABLED' }, whenEmpty: {} }
          : { method: 'DELETE', path: one(id), whenEmpty: {} },
        { semantics: 'idempotent', responseSchema: nothing() },
      );
    },
  };

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
    subscription,
    async registered() {
      if (!emitsState || fresh === undefined) return;
      const request: RequestSpec = {
        method: 'POST',
        path: path`/projects/${projectId}/dataconnectors/${fresh}:sync`,
        whenEmpty: {},
      };
      const options = { semantics: 'non-idempotent', responseSchema: nothing() } as const;
      for (const ms of PROPAGATION_WAITS_MS) {
        const answer = await call(ctx, service, request, { ...options, whenNotFound: NOT_FOUND });
        if (answer !== NOT_FOUND) return;
        await sleep(ms);
      }
      await call(ctx, service, request, options);
    },
  };
}

/** Verification settings. Reads the organization of the project if none is given. */
async function verificationOf(ctx: IHookFunctions, projectId?: string): Promise<TriggerSettings> {
  const verification = ctx.getNodeParameter('verification', 'sharedSecret') as Verification;
  if (verification === 'sharedSecret') return { verification };
  return {
    verification,
    discoveryUrl: `${await fromCredential(ctx, issuerUrlOf)}/.well-known/openid-configuration`,
    organizationId:
      bareId(ctx.getNodeParameter('organizationId', '')) ||
      (projectId === undefined ? undefined : await organizationOf(ctx, projectId)),
  };
}

/** @throws NodeOperationError for an address that cannot be used */
async function fromCredential<T>(
  ctx: IHookFunctions,
  read: (credential: ICredentialDataDecryptedObject) => T,
): Promise<T> {
  const credential = await ctx.getCredentials(service.credentialType);
  try {
    return read(credential);
  } catch (error) {
    const { hint } = error as InvalidParameterError;
    throw new NodeOperationError(ctx.getNode(), error as Error, { description: hint });
  }
}

async function organizationOf(ctx: IHookFunctions, projectId: string): Promise<string> {
  const { organization } = await call(
    ctx,
    service,
    { method: 'GET', path: path`/projects/${projectId}` },
    { semantics: 'safe', responseSchema: project() },
  );
  const id = bareId(organization);
  if (id) return id;
  throw new NodeOperationError(ctx.getNode(), 'The project does not say to which organization it belongs', {
    description: 'Enter the ID of the organization whose events to accept in "Organization ID".',
  });
}

async function assertCallable(ctx: IHookFunctions): Promise<void> {
  assertReachable(ctx.getNode(), {
    callbackUrl: ctx.getNodeWebhookUrl('default') ?? '',
    baseUrl: (await fromCredential(ctx, service.configure)).baseUrl,
    allowsHttp: ctx.getNodeParameter('options.allowHttp', false) as boolean,
  });
}

/** Labels that the user chose, and those that the filters need. */
function labelsToSend(ctx: IHookFunctions): string[] {
  const filtered = textsOf(ctx, 'labelFilters').map((filter) => filter.split('=', 1)[0]!.trim());
  return [...new Set([...textsOf(ctx, 'labels'), ...filtered])];
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
