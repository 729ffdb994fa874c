import { z } from 'zod/v4';
import type { ControlRoom } from '../kit/control-room';
import { html, type Html } from '../kit/html';
{{#if isWebhook}}
import { maskUrl } from '../kit/mask-url';
{{/if}}
import type { {{type}}Control } from './control';
import type { {{noun.type}}{{#if isWebhook}}, Webhook{{/if}} } from './model';

const SHOWN_{{noun.CONST}} = 50;

const Text = z.object({ text: z.string().min(1) });

/** The page on which one person plays everyone who works with {{name}}. */
export function {{key}}ControlRoom(control: {{type}}Control): ControlRoom {
  const shown = () => control.{{noun.keys}}().slice(-SHOWN_{{noun.CONST}}).reverse();
  return {
    actors: () => [{ id: 'someone', name: 'someone at {{name}}' }],
    view: () => html`${ {{~noun.key}}Section(shown()) }{{#if isWebhook}} ${webhookSection(control.webhooks())}{{/if}}`,
    {{#if isWebhook}}
    eventLabel: ({ type, data }) => `${String(type)}: ${(data as {{noun.type}}).name}`,
    {{else}}
    eventLabel: () => '',
    {{/if}}
    state: () => ({
      {{noun.keys}}: shown(),
      {{#if isWebhook}}
      webhooks: control.webhooks().map(({ id, url }) => ({ id, url: maskUrl(url) })),
      {{/if}}
    }),
    actions: {
      create: (input) => void control.create(Text.parse(input).text),
      {{#if isExpiring}}
      revokeTokens: () => control.revokeTokens(),
      {{/if}}
    },
  };
}

function {{noun.key}}Section({{noun.keys}}: readonly {{noun.type}}[]): Html {
  return html`<section class="wide">
    <header>
      <h2>{{noun.Many}}</h2>
      <div class="buttons">
        <button class="primary" data-action="create" data-ask="Name of the {{noun.word}}">Create {{noun.one}}</button>
        {{#if isExpiring}}
        <button data-action="revokeTokens">Revoke all access tokens</button>
        {{/if}}
      </div>
    </header>
    ${ {{~noun.keys}}.map({{noun.key}}Row) }
  </section>`;
}

function {{noun.key}}Row({ id, name, createdAt }: {{noun.type}}): Html {
  return html`<div class="row">
    <span>${name}<br /><span class="facts">${createdAt} · <code>${id}</code></span></span>
  </div>`;
}
{{#if isWebhook}}

function webhookSection(webhooks: readonly Webhook[]): Html {
  return html`<section class="wide">
    <header><h2>Webhooks</h2></header>
    ${
      webhooks.length === 0
        ? html`<p class="empty">None. Activate a workflow with a trigger, or register one by API.</p>`
        : webhooks.map(({ url }) => html`<div class="row"><code>${maskUrl(url)}</code></div>`)
    }
  </section>`;
}
{{/if}}
