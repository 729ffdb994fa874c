import { randomUUID } from 'node:crypto';
import type { EmulatorRuntime } from '../kit/emulator-plugin';
import { notFound } from '../kit/http/api-error';
{{#if isWebhook}}
import { Outbox } from '../kit/outbox';
{{/if}}
import type { {{type}}Assumptions } from './assumptions';
{{#if isExpiring}}
import { AccessTokens } from './access-tokens';
{{/if}}
import type { {{noun.type}} } from './model';
import { seed } from './seed';
{{#if isWebhook}}
import { Webhooks } from './webhooks';
{{/if}}

/** {{name}}, without its HTTP side. */
export class {{type}}Service {
  {{#if isExpiring}}
  readonly tokens: AccessTokens;
  {{/if}}
  {{#if isWebhook}}
  readonly outbox: Outbox;
  readonly webhooks: Webhooks;
  {{/if}}
  #{{noun.keys}}: {{noun.type}}[] = [...seed.{{noun.keys}}];

  constructor(
    private readonly runtime: EmulatorRuntime,
    readonly settings: {{type}}Assumptions,
  ) {
    {{#if isExpiring}}
    this.tokens = new AccessTokens(runtime.clock, settings);
    {{/if}}
    {{#if isWebhook}}
    const { deliveryTries: tries, retryDelayMs, deliveryTimeoutMs: timeoutMs } = settings;
    this.outbox = new Outbox(runtime.clock, runtime.journal, { tries, retryDelaysMs: [retryDelayMs], timeoutMs });
    this.webhooks = new Webhooks(runtime.clock, this.outbox);
    {{/if}}
  }

  /** Oldest first. */
  get {{noun.keys}}(): readonly {{noun.type}}[] {
    return this.#{{noun.keys}};
  }

  /** @throws ApiError if there is none with this ID */
  {{noun.key}}(id: string): {{noun.type}} {
    const found = this.#{{noun.keys}}.find((one) => one.id === id);
    if (!found) throw notFound('{{noun.Word}}');
    return found;
  }

  create(name: string): {{noun.type}} {
    const createdAt = new Date(this.runtime.clock.now()).toISOString();
    const {{noun.key}} = { id: randomUUID(), name, createdAt };
    this.#{{noun.keys}}.push({{noun.key}});
    {{#if isWebhook}}
    this.webhooks.tell('{{noun.key}}.created', {{noun.key}});
    {{/if}}
    return {{noun.key}};
  }

  /** Back to the seed data, with nothing pending. */
  reset(): void {
    {{#if isWebhook}}
    this.outbox.reset();
    this.webhooks.reset();
    {{/if}}
    {{#if isExpiring}}
    this.tokens.revoke();
    {{/if}}
    this.#{{noun.keys}} = [...seed.{{noun.keys}}];
  }

  /** Stops everything pending. */
  close(): void {
    {{#if isWebhook}}
    this.outbox.reset();
    {{/if}}
  }
}
