{{#if isWebhook}}
import type { DeliverySwitches } from '../kit/outbox';
{{/if}}
import type { {{noun.type}}{{#if isWebhook}}, Webhook{{/if}} } from './model';
import type { {{type}}Service } from './service';

/** Acts of other people at {{name}}, and state that only a test may see. */
export interface {{type}}Control {
  /** All {{noun.many}}, oldest first. */
  {{noun.keys}}(): readonly {{noun.type}}[];
  /** Someone else creates {{noun.one}}. */
  create(name: string): {{noun.type}};
  {{#if isExpiring}}
  /** Makes all access tokens void. */
  revokeTokens(): void;
  {{/if}}
  {{#if isWebhook}}
  /** The registered webhooks, oldest first. */
  webhooks(): readonly Webhook[];
  /** Switches for failures of outgoing events. */
  switchDeliveries(changes: Partial<DeliverySwitches>): void;
  /** Resolves once no event is on its way; with a real clock, once none waits for a retry either. */
  idle(): Promise<void>;
  {{/if}}
}

/** The control of a running emulator. */
export function {{key}}Control(service: {{type}}Service): {{type}}Control {
  return {
    {{noun.keys}}: () => service.{{noun.keys}},
    create: (name) => service.create(name),
    {{#if isExpiring}}
    revokeTokens: () => service.tokens.revoke(),
    {{/if}}
    {{#if isWebhook}}
    webhooks: () => service.webhooks.all,
    switchDeliveries: (changes) => service.outbox.switch(changes),
    idle: () => service.outbox.idle(),
    {{/if}}
  };
}
