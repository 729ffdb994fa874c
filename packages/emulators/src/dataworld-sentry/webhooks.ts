import { randomUUID } from 'node:crypto';
import type { EventBody, Outbox, Subscriber } from '../kit/outbox';
import type { Context } from './context';
import type { CatalogResource, WebhookTarget } from './model';
import { seed } from './seed';

/** A change in the catalog (dataworld-sentry.md §6, "Webhooks"). */
export interface DataChange {
  action: 'create' | 'update' | 'delete';
  entity: 'dataset' | 'project' | 'file' | 'insight';
  /** Id of the dataset or project. */
  resourceId: string;
  /** Name of the file, or of several that were changed together. */
  file?: string | readonly string[];
  /** Name of the insight. */
  insight?: string;
  /** Display name of the person who made the change. */
  actor?: string;
}

/** The documented kinds of access events, and further ones of data.world's own Slack app. */
export const ACCESS_EVENT_TYPES = [
  'dataset.authorization.created',
  'dataset.authorization.deleted',
  'dataset.authorization_request.created',
  'dataset.authorization_request.cancelled',
  'dataset.authorization_request.approved',
  'dataset.authorization_request.rejected',
  'dataset.authorization_invite.created',
  'dataset.authorization_invite.cancelled',
  'dataset.authorization_invite.approved',
  'dataset.authorization_invite.rejected',
  'dataset.contribute_request.created',
  'dataset.contribute_request.cancelled',
  'dataset.contribute_request.approved',
  'catalog.contribute_request.created',
  'catalog.contribute_request.cancelled',
  'catalog.contribute_request.approved',
  'catalog.transfer_request.created',
  'catalog.transfer_request.cancelled',
  'catalog.transfer_request.approved',
] as const;

/** Somebody requests, gets or loses access. */
export interface AccessChange {
  eventType: (typeof ACCESS_EVENT_TYPES)[number];
  resourceId: string;
  granteeType?: 'USER' | 'ORGANIZATION';
  level?: 'NONE' | 'READ' | 'WRITE' | 'ADMIN';
  /** Of a request to contribute or to transfer. */
  message?: string;
  /** Form of an access request. */
  form?: Readonly<Record<string, string>>;
}

/** The sync of a dataset fails or recovers. */
export interface SyncChange {
  outcome: 'failure' | 'recovery';
  resourceId: string;
  file?: string;
  error?: string;
}

const ACTOR = { id: 'anna.berg', displayName: 'Anna Berg' };
const GRANTEES = {
  USER: { id: 'carl.dietz', displayName: 'Carl Dietz', email: 'carl.dietz@example.com' },
  ORGANIZATION: { id: 'partner-org', displayName: 'Partner', email: 'admin@partner.example.com' },
} as const;

/** Bodies that data.world sends to webhooks set up in its user interface. */
export class Webhooks {
  constructor(
    private readonly context: Context,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Error if it is not an http(s) URL, or if the dataset or project does not exist */
  register(target: Partial<WebhookTarget> & { url: string }): WebhookTarget {
    const { protocol } = new URL(target.url);
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new Error('The URL has to begin with http(s)://.');
    if (target.resourceId) this.#resource(target.resourceId);
    const registered: WebhookTarget = {
      authorizationKey: null,
      headerName: this.context.settings.keyHeader,
      resourceId: null,
      ...target,
      id: randomUUID(),
    };
    this.context.state.webhooks.set(registered.id, registered);
    return registered;
  }

  remove(id: string): void {
    if (!this.context.state.webhooks.delete(id)) throw new Error('There is no such webhook.');
    this.outbox.forget(id);
  }

  /** Sends an event to the webhooks of the organization, and to those of the dataset or project. */
  data(change: DataChange): void {
    const resource = this.#resource(change.resourceId);
    // "Create event is sent only if the dataset is public."
    if (change.action === 'create' && change.entity === 'dataset' && !resource.public) return;
    const entity =
      change.entity === 'project' && this.context.settings.projectEvents === 'dataset'
        ? 'dataset'
        : change.entity;
    const files = [change.file ?? 'data.csv'].flat();
    const insight = change.entity === 'insight' ? (change.insight ?? 'Weekly trend') : undefined;
    const event = {
      action: change.action,
      entity,
      ...this.#envelope(resource, change.actor ?? ACTOR.displayName, insight),
      ...(insight === undefined ? {} : { insight }),
      ...(change.entity === 'file' ? { file: files[0] } : {}),
    };
    const listed = change.entity === 'file' && this.context.settings.fileEvents === 'array';
    if (change.entity === 'file' && !listed) {
      for (const file of files) this.#send({ ...event, file }, resource.id);
      return;
    }
    this.#send(
      event,
      resource.id,
      listed ? (sent) => files.map((file) => ('file' in sent ? { ...sent, file } : sent)) : undefined,
    );
  }

  /** Sends an event to the webhooks of the organization. */
  access(change: AccessChange): void {
    const resource = this.#resource(change.resourceId);
    const { organization } = seed;
    const granteeType = change.granteeType ?? 'USER';
    const grantee = GRANTEES[granteeType];
    const requested = change.eventType.endsWith('.created');
    const url = this.#web(`${organization.id}/${resource.id}`);
    const event = {
      triggeredBy: ACTOR.id,
      // "Thu, 20 Sep 2019 19:1…": a date as in HTTP headers.
      created: new Date(this.context.clock.now()).toUTCString(),
    };
    if (/contribute_request|transfer_request/.test(change.eventType)) {
      const { id, displayName, email } = GRANTEES.USER;
      this.#send({
        eventType: change.eventType,
        requestId: randomUUID(),
        actor: { agentid: ACTOR.id, displayName: ACTOR.displayName },
        org: { agentid: organization.id, displayName: organization.displayName },
        requester: { agentid: id, displayName, email, url: this.#web(id) },
        resource: { name: resource.name, type: resource.kind, url, approvalUrl: `${url}/requests` },
        message: change.message ?? 'The totals of May are missing.',
        event,
      });
      return;
    }
    const further = {
      actorId: ACTOR.id,
      actorName: ACTOR.displayName,
      granteeName: grantee.displayName,
      resourceName: resource.name,
      resourceOwnerName: organization.displayName,
      resourceUrl: url,
      ...(requested ? { resourceAccessUrl: `${url}/access`, requestId: randomUUID() } : {}),
    };
    this.#send({
      eventType: change.eventType,
      granteeEmail: grantee.email,
      granteeId: grantee.id,
      granteeType,
      resourceOwner: organization.id,
      resourceId: resource.id,
      authorizationLevel: change.level ?? 'READ',
      requestFormFields: change.form ?? {},
      event,
      ...(this.context.settings.accessFields === 'full' ? further : {}),
    });
  }

  /** Sends an event to the same webhooks as data events. */
  sync(change: SyncChange): void {
    const resource = this.#resource(change.resourceId);
    const failed = change.outcome === 'failure';
    const file = change.file ?? 'orders.csv';
    const details = failed
      ? { error: { message: change.error ?? 'The source responded 503.', file } }
      : { files: [{ name: file, sizeInBytes: 48_112 }] };
    const kind =
      this.context.settings.syncEvents === 'action'
        ? { action: `sync_${change.outcome}` }
        : { eventType: failed ? 'dataset.sync.failed' : 'dataset.sync.recovered' };
    this.#send(
      { ...kind, entity: 'dataset', ...this.#envelope(resource, 'system'), ...details },
      resource.id,
    );
  }

  /** Any event, known or not, to every webhook. */
  raise(event: EventBody): void {
    for (const target of this.context.state.webhooks.values()) {
      this.outbox.send(this.#subscriber(target), event, randomUUID());
    }
  }

  #send(event: EventBody, resourceId?: string, bodyFor?: Subscriber['bodyFor']): void {
    for (const target of this.context.state.webhooks.values()) {
      if (target.resourceId !== null && target.resourceId !== resourceId) continue;
      this.outbox.send({ ...this.#subscriber(target), bodyFor }, event, randomUUID());
    }
  }

  #subscriber({ id, url, authorizationKey, headerName }: WebhookTarget): Subscriber {
    const value =
      this.context.settings.keyFormat === 'bearer' ? `Bearer ${authorizationKey}` : authorizationKey;
    return {
      id,
      url,
      headersFor: () => (authorizationKey === null || value === null ? {} : { [headerName]: value }),
    };
  }

  #envelope(resource: CatalogResource, actor: string, insight?: string): EventBody {
    const { organization } = seed;
    const path = `${organization.id}/${resource.id}`;
    const links = (root: string, people: string, things: string) => ({
      actor: `${root}${people}${ACTOR.id}`,
      owner: `${root}${people}${organization.id}`,
      [resource.kind]: `${root}${things}${path}`,
      ...(insight === undefined ? {} : { insight: `${root}${things}${path}/insights/${insightId(insight)}` }),
    });
    return {
      actor,
      owner: organization.displayName,
      dataset: resource.name,
      ...(resource.kind === 'project' ? { project: resource.name } : {}),
      timestamp: this.context.timestamp(),
      origin: 'data.world',
      links: {
        web: links(this.#web(''), '', ''),
        api: links(`${this.context.origin()}/v0/`, 'users/', `${resource.kind}s/`),
      },
    };
  }

  #web(path: string): string {
    return `${this.context.origin()}/${path}`;
  }

  #resource(id: string): CatalogResource {
    const resource = this.context.state.resources.find((known) => known.id === id);
    if (!resource) throw new Error(`There is no dataset or project ${id}.`);
    return resource;
  }
}

/** The id of an insight in a link, made of its name. */
function insightId(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
