export interface {{noun.type}} {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, by the emulator's clock. */
  readonly createdAt: string;
}
{{#if isWebhook}}

/** The registration of a URL that gets events. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  {{#if isSigned}}
  /** Key that its events are signed with; never shown. */
  readonly secret: string;
  {{/if}}
}
{{/if}}
