import type { AttemptOutcome, Outbox, Subscriber } from '../kit/outbox';
import { ApiError } from './api-error';
import { newSettings, patchedSettings } from './connector-input';
import { ConnectorMetrics, type Metrics } from './connector-metrics';
import type { HttpConfig } from './connector-config';
import type { Context } from './context';
import type { DataConnector, Device, SensorEvent } from './model';
import type { SigningKeys } from './signing-keys';
import { symmetricSignature } from './symmetric-signature';

/** disruptive-technologies.md §2. */
const MAX_CONNECTORS = 10;

/** Headers of the connection, which only the HTTP client may set. */
const CONNECTION_HEADERS = /^(host|te|trailer|transfer-encoding|upgrade)$/i;

/** Body of a push: the event, the labels chosen by the connector, and the device. */
export type Push = Readonly<{
  event: SensorEvent;
  labels: Readonly<Record<string, string>>;
  metadata: Readonly<Record<'deviceId' | 'projectId' | 'deviceType' | 'productNumber', string>>;
}>;

interface Runtime {
  metrics: ConnectorMetrics;
  subscriber: Subscriber;
  /** Time of the first failed push since the last success; `null` if the latest push succeeded. */
  failingSinceMs: number | null;
}

/** The Data Connectors, and the delivery of events to them. */
export class Connectors {
  readonly #runtimes = new Map<string, Runtime>();

  constructor(
    private readonly context: Context,
    private readonly outbox: Outbox,
    private readonly keys: SigningKeys,
  ) {}

  /** Oldest first. */
  ofProject(projectId: string): DataConnector[] {
    return [...this.context.state.connectors.values()].filter(
      (connector) => connector.projectId === projectId,
    );
  }

  find(projectId: string, id: string): DataConnector | undefined {
    const connector = this.context.state.connectors.get(id);
    return connector?.projectId === projectId ? connector : undefined;
  }

  /** @throws ApiError, ZodError for a body that is not valid, or if there are ten already */
  create(projectId: string, body: Record<string, unknown>): DataConnector {
    const settings = newSettings(body, this.context);
    if (this.ofProject(projectId).length >= MAX_CONNECTORS) {
      throw new ApiError(
        this.context.settings.tooManyConnectorsStatus,
        `a project can have no more than ${MAX_CONNECTORS} data connectors`,
      );
    }
    const connector: DataConnector = { id: this.context.nextId(), projectId, ...settings };
    this.context.state.connectors.set(connector.id, connector);
    return connector;
  }

  /** @throws ApiError, ZodError for a body that is not valid; nothing is changed then */
  update(connector: DataConnector, body: Record<string, unknown>, mask: readonly string[]): DataConnector {
    const { status, ...others } = patchedSettings(connector, body, mask, this.context);
    Object.assign(connector, others);
    this.#setStatus(connector, status);
    return connector;
  }

  delete(connector: DataConnector): void {
    this.outbox.forget(connector.id);
    this.#runtimes.delete(connector.id);
    this.context.state.connectors.delete(connector.id);
  }

  /** Disables a connector like the service does after days of failure, and drops its pending events. */
  disableBySystem(connector: DataConnector): void {
    this.#setStatus(connector, 'SYSTEM_DISABLED');
  }

  metrics(connector: DataConnector): Metrics {
    return this.#runtime(connector).metrics.read(this.context.clock.now());
  }

  /** Events that wait to be accepted, oldest first. */
  queue(connector: DataConnector): Push[] {
    return this.outbox.waitingFor(connector.id) as unknown as Push[];
  }

  /** Sends an event to every connector of the project that subscribes to its type. */
  publish(event: SensorEvent, device: Device): void {
    for (const connector of this.ofProject(device.projectId)) this.#push(connector, event, device);
  }

  /** Pushes the latest event of each type of every device in the project. */
  sync(connector: DataConnector): void {
    for (const device of this.context.state.devices.values()) {
      if (device.projectId !== connector.projectId) continue;
      for (const event of device.latest.values()) this.#push(connector, event, device);
    }
  }

  reset(): void {
    this.#runtimes.clear();
  }

  #push(connector: DataConnector, event: SensorEvent, device: Device): void {
    if (connector.status !== 'ACTIVE') return;
    if (connector.events.length > 0 && !connector.events.includes(event.eventType)) return;
    const { subscriber } = this.#runtime(connector);
    if (connector.type !== 'HTTP_PUSH') {
      this.#attempted(connector, {
        accepted: this.context.settings.cloudConnectors === 'succeed',
        latencyMs: 0,
      });
      return;
    }
    const push: Push = {
      event,
      labels: Object.fromEntries(
        connector.labels
          .filter((key) => Object.hasOwn(device.labels, key))
          .map((key) => [key, device.labels[key]!]),
      ),
      metadata: {
        deviceId: device.id,
        projectId: device.projectId,
        deviceType: device.type,
        productNumber: device.productNumber,
      },
    };
    this.outbox.send(subscriber, push, event.eventId);
  }

  #runtime(connector: DataConnector): Runtime {
    const known = this.#runtimes.get(connector.id);
    if (known) return known;
    const runtime: Runtime = {
      metrics: new ConnectorMetrics(),
      failingSinceMs: null,
      subscriber: {
        id: connector.id,
        // Not a copy: a pending event goes to the URL that the connector has when it is sent.
        get url() {
          return (connector.config as unknown as HttpConfig).url;
        },
        headersFor: (json) => this.#headers(connector, json),
        attempted: (outcome) => this.#attempted(connector, outcome),
      },
    };
    this.#runtimes.set(connector.id, runtime);
    return runtime;
  }

  #headers(connector: DataConnector, json: string): Record<string, string> {
    const { clock, settings, state } = this.context;
    const { signatureSecret, headers } = connector.config as unknown as HttpConfig;
    const iat = Math.floor(clock.now() / 1000);
    const organization = state.projects.get(connector.projectId)?.organizationId ?? '';
    return {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.test(name))),
      ...(signatureSecret === ''
        ? {}
        : {
            'X-Dt-Signature': symmetricSignature(
              json,
              signatureSecret,
              { iat, jti: this.context.nextId() },
              settings.checksums,
            ),
          }),
      ...(settings.asymmetricSignature
        ? {
            'DT-Asymmetric-Signature': this.keys.signature(json, {
              iss: `${this.context.origin()}/data-connector`,
              sub: settings.asymmetricSubject === 'id' ? organization : `organizations/${organization}`,
              iat,
            }),
          }
        : {}),
    };
  }

  #attempted(connector: DataConnector, outcome: AttemptOutcome): void {
    // The response may come after the connector was deleted.
    if (this.context.state.connectors.get(connector.id) !== connector) return;
    const runtime = this.#runtime(connector);
    const now = this.context.clock.now();
    runtime.metrics.add({ atMs: now, ...outcome });
    if (outcome.accepted) {
      runtime.failingSinceMs = null;
      return;
    }
    runtime.failingSinceMs ??= now;
    if (
      connector.status === 'ACTIVE' &&
      now - runtime.failingSinceMs >= this.context.settings.disableAfterMs
    ) {
      this.disableBySystem(connector);
    }
  }

  #setStatus(connector: DataConnector, status: DataConnector['status']): void {
    if (connector.status === status) return;
    connector.status = status;
    this.#runtime(connector).failingSinceMs = null;
    if (status !== 'ACTIVE') this.outbox.forget(connector.id);
  }
}
