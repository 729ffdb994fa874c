import { z } from 'zod/v4';
import type { ControlRoom } from '../kit/control-room';
import { html, type Html } from '../kit/html';
import { maskUrl } from '../kit/mask-url';
import { badgeSvg } from './badge-svg';
import type { DataworldControl } from './control';
import type { DataworldService } from './service';
import {
  SENTRY_STATES,
  type CatalogResource,
  type HistoryEntry,
  type Sentry,
  type WebhookTarget,
} from './model';
import { ACCESS_EVENT_TYPES } from './webhooks';

const OnSentry = z.object({ uid: z.string() });
const SetState = OnSentry.extend({ state: z.enum(SENTRY_STATES) });
const SetMessage = OnSentry.extend({ text: z.string().min(1) });
const Override = OnSentry.extend({ state: z.enum(SENTRY_STATES).nullable() });
const Switch = OnSentry.extend({ disabled: z.boolean() });
const OnResource = z.object({ resourceId: z.string() });
const EmitData = OnResource.extend({
  action: z.enum(['create', 'update', 'delete']),
  entity: z.enum(['dataset', 'project', 'file', 'insight']),
});
const EmitAccess = OnResource.extend({ eventType: z.enum(ACCESS_EVENT_TYPES) });
const EmitSync = OnResource.extend({ outcome: z.enum(['failure', 'recovery']) });

/** Appearance in the API and on the page. */
const TONES = { happy: 'good', sad: 'warn', sick: 'bad' } as const;
const SHOWN_NOTES = 3;

/** The Hoot Admin space and the settings of the organization on one page. */
export function dataworldControlRoom(service: DataworldService, control: DataworldControl): ControlRoom {
  const { context } = service;
  return {
    actors: () => [{ id: 'administrator', name: 'an administrator of the organization' }],
    view: () =>
      html`${hootSection(control)} ${sentrySection(control.sentries())}
      ${webhookSection(control.webhooks(), context.state.resources)}`,
    eventLabel,
    state: () => ({
      hoots: control.hoots().map((hoot) => ({
        uid: hoot.uid,
        name: hoot.name,
        ...control.badge(hoot.uid),
        sentryUids: hoot.sentryUids,
      })),
      sentries: control.sentries().map(({ history, ...sentry }) => ({ ...sentry, entries: history.length })),
      webhooks: control.webhooks().map(({ id, url, authorizationKey, headerName, resourceId }) => ({
        id,
        url: maskUrl(url),
        keyHeader: authorizationKey === null ? null : headerName,
        resourceId,
      })),
    }),
    actions: {
      setState: (input) => {
        const { uid, state } = SetState.parse(input);
        control.setState(uid, state);
      },
      setMessage: (input) => {
        const { uid, text } = SetMessage.parse(input);
        const sentry = control.sentry(uid);
        service.sentries.set(sentry, sentry.state, text);
      },
      disable: (input) => {
        const { uid, disabled } = Switch.parse(input);
        control.setDisabled(uid, disabled);
      },
      expire: (input) => control.expire(OnSentry.parse(input).uid),
      override: (input) => {
        const { uid, state } = Override.parse(input);
        control.overrideHoot(uid, state);
      },
      disableHoot: (input) => {
        const { uid, disabled } = Switch.parse(input);
        control.setHootDisabled(uid, disabled);
      },
      registerWebhook: (input) => {
        const { text } = z.object({ text: z.string().min(1) }).parse(input);
        const [url = '', authorizationKey = null] = text.trim().split(/\s+/);
        if (!URL.canParse(url)) throw new Error('That is not a URL.');
        control.registerWebhook({ url, authorizationKey });
      },
      removeWebhook: (input) => control.removeWebhook(z.object({ id: z.string() }).parse(input).id),
      emitData: (input) => control.emitData(EmitData.parse(input)),
      emitAccess: (input) => control.emitAccess(EmitAccess.parse(input)),
      emitSync: (input) => control.emitSync(EmitSync.parse(input)),
    },
  };
}

/** `file update`, `dataset.authorization.created`, `sync_failure`. */
function eventLabel({ action, entity, eventType }: Readonly<Record<string, unknown>>): string {
  const parts = eventType === undefined ? [entity, action] : [eventType];
  return parts.filter((part) => typeof part === 'string').join(' ') || 'event';
}

function button(
  action: string,
  label: string,
  input: unknown,
  options: { ask?: string; off?: boolean } = {},
): Html {
  const json = JSON.stringify(input);
  const off = options.off ? 'disabled' : '';
  return options.ask === undefined
    ? html`<button data-action="${action}" data-input="${json}" ${off}>${label}</button>`
    : html`<button data-action="${action}" data-ask="${options.ask}" data-input="${json}" ${off}>
        ${label}
      </button>`;
}

function hootSection(control: DataworldControl): Html {
  const names = new Map(control.sentries().map(({ uid, name }) => [uid, name]));
  return html`<section class="wide">
    <header><h2>Hoots</h2></header>
    ${control.hoots().map((hoot) => {
      const badge = control.badge(hoot.uid);
      const facts = [
        `fed by ${hoot.sentryUids.map((uid) => names.get(uid)).join(', ') || 'no Sentry'}`,
        badge.latestRecordAt && `latest record ${badge.latestRecordAt}`,
        hoot.override && 'overridden by hand',
      ].filter(Boolean);
      return html`<div class="row">
        <span class="what"
          ><h3>${hoot.name}</h3>
          <span>${badgeSvg(hoot.name, badge)}</span><span class="facts">${facts.join(' · ')}</span></span
        >
        <div class="buttons">
          ${SENTRY_STATES.map((state) => button('override', `Override: ${state}`, { uid: hoot.uid, state }))}
          ${button('override', 'End override', { uid: hoot.uid, state: null }, { off: hoot.override === null })}
          ${button('disableHoot', hoot.disabled ? 'Enable' : 'Disable', { uid: hoot.uid, disabled: !hoot.disabled })}
        </div>
      </div>`;
    })}
  </section>`;
}

function sentrySection(sentries: Sentry[]): Html {
  return html`<section class="wide">
    <header><h2>Sentries</h2></header>
    ${sentries.map(sentryCard)}
  </section>`;
}

function sentryCard(sentry: Sentry): Html {
  const { uid, state, disabled } = sentry;
  const tone = disabled || state === null ? '' : TONES[state];
  const facts = [
    `uid ${uid}`,
    sentry.latestRecordAt && `latest record ${sentry.latestRecordAt}`,
    sentry.timeoutHours !== null && `sick after ${sentry.timeoutHours} h without a report`,
    `${sentry.history.length} in the history`,
  ].filter(Boolean);
  return html`<article class="alert ${tone}">
    <div class="what">
      <h3>
        <span class="chip ${tone}">${disabled ? 'disabled' : (state ?? 'no report yet')}</span> ${sentry.name}
      </h3>
      ${sentry.userMessage && html`<p>${sentry.userMessage}</p>`}
      ${sentry.history.slice(-SHOWN_NOTES).reverse().map(historyLine)}
      <p class="facts">${facts.join(' · ')}</p>
    </div>
    <div class="buttons">
      ${SENTRY_STATES.map((to) => button('setState', `Set ${to}`, { uid, state: to }))}
      ${button('setMessage', 'Set message', { uid }, { ask: 'Message on the badge' })}
      ${button('expire', 'Let time run out', { uid })}
      ${button('disable', disabled ? 'Enable' : 'Disable', { uid, disabled: !disabled })}
    </div>
  </article>`;
}

function historyLine({ at, source, state, historyNote, private: hidden }: HistoryEntry): Html {
  const text = [`${at.slice(11, 19)} ${source}: ${state ?? 'no state'}`, historyNote, hidden && '(private)']
    .filter(Boolean)
    .join(' ');
  return html`<p class="note">${text}</p>`;
}

function webhookSection(targets: WebhookTarget[], resources: readonly CatalogResource[]): Html {
  const dataset = resources.find(({ kind }) => kind === 'dataset')!;
  const project = resources.find(({ kind }) => kind === 'project')!;
  const inDataset = { resourceId: dataset.id };
  return html`<section class="wide">
    <header>
      <h2>Webhooks</h2>
      <div class="buttons">
        ${button('registerWebhook', 'Add a webhook', {}, { ask: 'URL, and after a space the authorization key if there is one' })}
      </div>
    </header>
    ${
      targets.length === 0
        ? html`<p class="empty">None. Add one here, as in the settings of the organization.</p>`
        : targets.map((target) => webhookRow(target, resources))
    }
    <div class="buttons">
      ${button('emitData', 'Dataset updated', { ...inDataset, action: 'update', entity: 'dataset' })}
      ${button('emitData', 'File uploaded', { ...inDataset, action: 'create', entity: 'file' })}
      ${button('emitData', 'Insight added', { resourceId: project.id, action: 'create', entity: 'insight' })}
      ${button('emitData', 'Project deleted', { resourceId: project.id, action: 'delete', entity: 'project' })}
      ${button('emitSync', 'Sync failed', { ...inDataset, outcome: 'failure' })}
      ${button('emitSync', 'Sync recovered', { ...inDataset, outcome: 'recovery' })}
      ${button('emitAccess', 'Access requested', { ...inDataset, eventType: 'dataset.authorization_request.created' })}
      ${button('emitAccess', 'Access granted', { ...inDataset, eventType: 'dataset.authorization.created' })}
      ${button('emitAccess', 'Access removed', { ...inDataset, eventType: 'dataset.authorization.deleted' })}
      ${button('emitAccess', 'Contribution suggested', { ...inDataset, eventType: 'dataset.contribute_request.created' })}
      ${button('emitAccess', 'Transfer requested', { ...inDataset, eventType: 'catalog.transfer_request.created' })}
    </div>
  </section>`;
}

function webhookRow(
  { id, url, authorizationKey, headerName, resourceId }: WebhookTarget,
  resources: readonly CatalogResource[],
): Html {
  const facts = [
    resources.find((resource) => resource.id === resourceId)?.name ?? 'whole organization',
    authorizationKey === null ? 'no authorization key' : `key in ${headerName}`,
  ];
  return html`<div class="row">
    <span><code>${maskUrl(url)}</code><br /><span class="facts">${facts.join(' · ')}</span></span>
    ${button('removeWebhook', 'Remove', { id })}
  </div>`;
}
