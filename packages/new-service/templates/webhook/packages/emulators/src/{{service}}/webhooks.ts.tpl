import { {{#if isSigned}}createHmac, {{/if}}randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock';
import { notFound } from '../kit/http/api-error';
import type { Outbox } from '../kit/outbox';
import type { Webhook } from './model';

/** The registered URLs, and what they are told. */
export class Webhooks {
  #webhooks: Webhook[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** Oldest first. */
  get all(): readonly Webhook[] {
    return this.#webhooks;
  }

  register(webhook: Omit<Webhook, 'id'>): Webhook {
    const registered = { id: randomUUID(), ...webhook };
    this.#webhooks.push(registered);
    return registered;
  }

  /** @throws ApiError if there is none with this ID */
  remove(id: string): void {
    if (!this.#webhooks.some((one) => one.id === id)) throw notFound('Webhook');
    this.#webhooks = this.#webhooks.filter((one) => one.id !== id);
    this.outbox.forget(id);
  }

  reset(): void {
    this.#webhooks = [];
  }

  /** Sends an event to every registered URL ({{service}}.md §3). */
  tell(type: string, data: unknown): void {
    const event = { id: randomUUID(), type, createdAt: new Date(this.clock.now()).toISOString(), data };
    for (const { id, url{{#if isSigned}}, secret{{/if}} } of this.#webhooks) {
      {{#if isSigned}}
      const headersFor = (json: string) => ({ '{{signatureHeaderLower}}': this.#signature(json, secret) });
      this.outbox.send({ id, url, headersFor }, event, event.id);
      {{else}}
      this.outbox.send({ id, url }, event, event.id);
      {{/if}}
    }
  }
  {{#if isSigned}}

  #signature(json: string, secret: string): string {
    const seconds = Math.floor(this.clock.now() / 1000);
    return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${json}`).digest('hex')}`;
  }
  {{/if}}
}
