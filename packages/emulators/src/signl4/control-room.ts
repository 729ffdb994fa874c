import { z } from 'zod/v4';
import type { ControlRoom } from '../kit/control-room';
import { html, type Html } from '../kit/html';
import { maskUrl } from '../kit/mask-url';
import type { Signl4Control } from './control';
import { AlertFlag, AlertStatus, DutyMode, OutgoingType } from './enums';
import type { Alert, Duty, Team, User, Webhook } from './model';
import type { Signl4Service } from './service';

const SHOWN_ALERTS = 50;

const STATUS: Readonly<Record<number, { word: string; tone: string }>> = {
  1: { word: 'Open', tone: 'bad' },
  2: { word: 'Acknowledged', tone: 'warn' },
  4: { word: 'Closed', tone: 'good' },
  16: { word: 'No one on duty', tone: 'bad' },
};

const EVENT_LABELS: Readonly<Record<number, string>> = {
  [OutgoingType.Test]: 'test event',
  [OutgoingType.AlertCreated]: 'alert created',
  [OutgoingType.AlertEscalated]: 'alert escalated',
  [OutgoingType.AlertAnnotated]: 'alert annotated',
  [OutgoingType.DutyStarted]: 'duty started',
  [OutgoingType.DutyEnded]: 'duty ended',
  [OutgoingType.PunchedIn]: 'punched in',
  [OutgoingType.PunchedOut]: 'punched out',
};

const OnAlert = z.object({ alertId: z.string(), actorId: z.string(), text: z.string().optional() });
const OnDuty = z.object({ userId: z.string(), teamId: z.string() });
const OnTeam = z.object({ teamId: z.string() });

/** The page on which one person plays everybody who has the app on the phone. */
export function signl4ControlRoom(service: Signl4Service, control: Signl4Control): ControlRoom {
  const { context } = service;
  return {
    actors: () => [...context.state.users.values()].map(({ id, name }) => ({ id, name })),
    view: () => html`
      ${alertSection(newestFirst(control.alerts()), context.state.users, context.state.teams)}
      ${dutySection([...context.state.teams.values()], [...context.state.duties.values()], context.state.users)}
      ${webhookSection(control.webhooks(), context.state.teams)}
    `,
    eventLabel,
    state: () => ({
      alerts: newestFirst(control.alerts()).map(
        ({ id, title, statusCode, acknowledgements, externalId, teamId, lastModified }) => ({
          id,
          title,
          statusCode,
          acknowledgements,
          externalId,
          teamId,
          lastModified,
        }),
      ),
      duties: [...context.state.duties.values()],
      webhooks: control.webhooks().map(({ id, name, enabled, teamId, extUrl }) => ({
        id,
        name,
        enabled,
        teamId,
        extUrl: maskUrl(extUrl),
      })),
    }),
    actions: {
      acknowledge: (input) => {
        const { alertId, actorId } = OnAlert.parse(input);
        control.acknowledge(alertId, actorId);
      },
      close: (input) => {
        const { alertId, actorId } = OnAlert.parse(input);
        control.close(alertId, actorId);
      },
      annotate: (input) => {
        const { alertId, actorId, text } = OnAlert.required().parse(input);
        control.annotate(alertId, actorId, text);
      },
      punchIn: (input) => {
        const { userId, teamId } = OnDuty.parse(input);
        control.punchIn(userId, [teamId]);
      },
      punchOut: (input) => {
        const { userId, teamId } = OnDuty.parse(input);
        control.punchOut(userId, [teamId]);
      },
      startDuty: (input) => control.startDuty(OnTeam.parse(input).teamId),
      endDuty: (input) => control.endDuty(OnTeam.parse(input).teamId),
      raise: (input) => {
        const { teamId, text } = z.object({ teamId: z.string(), text: z.string().min(1) }).parse(input);
        const source = [...context.state.eventSources.values()].find(
          (candidate) => candidate.teamId === teamId,
        );
        if (!source) throw new Error('There is no such team.');
        service.events.receive(
          source,
          source.type,
          {
            fields: [
              ['Title', text],
              ['Text', 'Raised in the control room'],
            ],
            attachments: [],
          },
          {},
        );
      },
    },
  };
}

/** `alert created`, or the bare number of a type that is not documented. */
function eventLabel(event: Readonly<Record<string, unknown>>): string {
  const { eventType, alert } = event as { eventType?: unknown; alert?: { statusCode?: number } | null };
  if (eventType === OutgoingType.AlertStatusChanged) {
    return `alert ${(STATUS[alert?.statusCode ?? 0]?.word ?? 'status changed').toLowerCase()}`;
  }
  return EVENT_LABELS[Number(eventType)] ?? `event ${String(eventType)}`;
}

function newestFirst(alerts: Alert[]): Alert[] {
  return [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, SHOWN_ALERTS);
}

function alertSection(alerts: Alert[], users: Map<string, User>, teams: Map<string, Team>): Html {
  const raise = [...teams.values()].map(
    (team) =>
      html`<button
        data-action="raise"
        data-ask="Title of the alert"
        data-input="${JSON.stringify({ teamId: team.id })}"
      >
        New alert for ${team.name}
      </button>`,
  );
  return html`<section class="wide">
    <header>
      <h2>Alerts</h2>
      <div class="buttons">${raise}</div>
    </header>
    ${alerts.length === 0 ? html`<p class="empty">No alerts. All quiet.</p>` : alerts.map((alert) => alertCard(alert, users, teams))}
  </section>`;
}

function alertCard(alert: Alert, users: Map<string, User>, teams: Map<string, Team>): Html {
  const status = STATUS[alert.statusCode] ?? { word: `Status ${alert.statusCode}`, tone: 'warn' };
  const input = JSON.stringify({ alertId: alert.id });
  const name = (id: string | null) => (id === null ? '' : (users.get(id)?.name ?? 'System'));
  const canAcknowledge =
    alert.statusCode !== AlertStatus.Acknowledged && alert.statusCode !== AlertStatus.Closed;
  const notes = alert.timeline.filter((item) => item.text);
  const facts = [
    teams.get(alert.teamId)?.name,
    `raised ${alert.created.slice(11, 19)} UTC`,
    alert.externalId !== null && `external id ${alert.externalId}`,
    alert.requiredAcknowledgements > 1 &&
      `${alert.acknowledgements.length} of ${alert.requiredAcknowledgements} acknowledgements`,
    alert.acknowledgements.length > 0 && `acknowledged by ${alert.acknowledgements.map(name).join(', ')}`,
    alert.closedBy !== null && `closed by ${name(alert.closedBy)}`,
    (alert.flags & AlertFlag.EscalatedToManager) !== 0 && 'escalated to the manager',
    alert.attachments.length > 0 && `${alert.attachments.length} attachment(s)`,
  ].filter(Boolean);
  return html`<article class="alert ${status.tone}">
    <div class="what">
      <h3><span class="chip ${status.tone}">${status.word}</span> ${alert.title || '(no title)'}</h3>
      ${alert.text && html`<p>${alert.text}</p>`}
      ${notes.map((note) => html`<p class="note">${name(note.userId ?? null)}: ${note.text}</p>`)}
      <p class="facts">${facts.join(' · ')}</p>
    </div>
    <div class="buttons">
      <button
        class="primary"
        data-action="acknowledge"
        data-input="${input}"
        ${canAcknowledge ? '' : 'disabled'}
      >
        Acknowledge
      </button>
      <button
        data-action="close"
        data-input="${input}"
        ${alert.statusCode === AlertStatus.Closed ? 'disabled' : ''}
      >
        Close
      </button>
      <button data-action="annotate" data-ask="Annotation" data-input="${input}">Annotate</button>
    </div>
  </article>`;
}

function dutySection(teams: Team[], duties: Duty[], users: Map<string, User>): Html {
  return html`<section>
    <header><h2>On duty</h2></header>
    ${teams.map(
      (team) =>
        html`<div class="team">
          <div class="row">
            <h3>${team.name}</h3>
            <div class="buttons">
              <button data-action="startDuty" data-input="${JSON.stringify({ teamId: team.id })}">
                Start duty
              </button>
              <button data-action="endDuty" data-input="${JSON.stringify({ teamId: team.id })}">
                End duty
              </button>
            </div>
          </div>
          ${duties
            .filter((duty) => duty.teamId === team.id)
            .map((duty) => {
              const on = duty.dutyMode !== DutyMode.Off;
              const mode = duty.dutyMode === DutyMode.Manager ? 'Manager' : on ? 'On duty' : 'Off';
              return html`<div class="row">
                <span
                  ><span class="chip ${on ? 'good' : ''}">${mode}</span> ${users.get(duty.userId)?.name}</span
                >
                <button
                  data-action="${on ? 'punchOut' : 'punchIn'}"
                  data-input="${JSON.stringify({ userId: duty.userId, teamId: team.id })}"
                >
                  Punch ${on ? 'out' : 'in'}
                </button>
              </div>`;
            })}
        </div>`,
    )}
  </section>`;
}

function webhookSection(webhooks: Webhook[], teams: Map<string, Team>): Html {
  return html`<section>
    <header><h2>Registered webhooks</h2></header>
    ${
      webhooks.length === 0
        ? html`<p class="empty">None. Activate a workflow with a SIGNL4 trigger, or register one by API.</p>`
        : webhooks.map(
            (webhook) =>
              html`<div class="row">
                <span>
                  <span class="chip ${webhook.enabled ? 'good' : ''}"
                    >${webhook.enabled ? 'Enabled' : 'Disabled'}</span
                  >
                  ${webhook.name}<br /><code>${maskUrl(webhook.extUrl)}</code>
                </span>
                <span class="facts"
                  >${webhook.teamId === null ? 'all teams' : teams.get(webhook.teamId)?.name}</span
                >
              </div>`,
          )
    }
  </section>`;
}
