import { randomUUID } from 'node:crypto';
import type { Outbox } from '../kit/outbox';
import type { Context } from './context';
import { OutgoingType } from './enums';
import type { Alert, Webhook } from './model';
import { seed } from './seed';
import { systemUser } from './system-user';

type Body = Record<string, unknown>;

/** Builds the outgoing events of signl4.md §3 and hands them to every enabled webhook of the team. */
export class Publisher {
  constructor(
    private readonly context: Context,
    private readonly outbox: Outbox,
  ) {}

  /** 1. Shape unknown but for the envelope. */
  test(webhook: Webhook): void {
    this.outbox.send({ id: webhook.id, url: webhook.extUrl }, this.#enveloped(OutgoingType.Test, {}));
  }

  /** 200 */
  alertCreated(alert: Alert): void {
    this.raise(alert.teamId, OutgoingType.AlertCreated, {
      ...this.#subscription(),
      alert: alertBody(alert, alert.statusCode === 16 ? 1 : alert.statusCode),
    });
  }

  /** 201, by a user, by the system (`userId` of the system) or by no one (no user on duty). */
  alertStatusChanged(
    alert: Alert,
    statusCode: number,
    userId: string | null,
    note?: { message: string; id: string },
  ): void {
    this.raise(alert.teamId, OutgoingType.AlertStatusChanged, {
      ...this.#subscription(),
      ...this.#user(userId),
      alert: alertBody(alert, statusCode, alert.acknowledgements),
      ...(note && this.context.settings.noteInStatusEvent ? { annotation: note } : {}),
    });
  }

  /** 202 */
  alertEscalated(alert: Alert): void {
    this.raise(alert.teamId, OutgoingType.AlertEscalated, {
      ...this.#subscription(),
      team: { id: alert.teamId },
      alert: alertBody(alert, alert.statusCode, alert.acknowledgements),
    });
  }

  /** 203 */
  alertAnnotated(alert: Alert, userId: string | null, annotation: { message: string; id: string }): void {
    const statusCode = this.context.settings.annotatedStatus === 'zero' ? 0 : alert.statusCode;
    this.raise(alert.teamId, OutgoingType.AlertAnnotated, {
      ...this.#subscription(),
      ...this.#user(userId),
      alert: alertBody(alert, statusCode),
      annotation,
    });
  }

  /** 300 and 301 */
  dutyPeriod(teamId: string, begins: boolean): void {
    this.raise(teamId, begins ? OutgoingType.DutyStarted : OutgoingType.DutyEnded, { team: { id: teamId } });
  }

  /** 302 and 303 */
  punched(teamId: string, userId: string, on: boolean): void {
    this.raise(teamId, on ? OutgoingType.PunchedIn : OutgoingType.PunchedOut, {
      team: { id: teamId },
      user: { id: userId },
    });
  }

  /** Any event, known or not, to the enabled webhooks of the team and of the whole subscription. */
  raise(teamId: string, eventType: number, objects: Body): void {
    const event = this.#enveloped(eventType, objects);
    for (const webhook of this.context.state.webhooks.values()) {
      if (!webhook.enabled || (webhook.teamId !== null && webhook.teamId !== teamId)) continue;
      this.outbox.send({ id: webhook.id, url: webhook.extUrl }, event);
    }
  }

  #enveloped(eventType: number, objects: Body): Body {
    return { eventType, eventRaisedUtc: this.context.ticks.date(), ...objects, id: randomUUID() };
  }

  #subscription(): Body {
    return { subscription: { id: seed.subscriptionId } };
  }

  #user(userId: string | null): Body {
    if (userId === null) return {};
    if (userId === systemUser.id) {
      const { systemUser: shown } = this.context.settings;
      if (shown === 'absent') return {};
      if (shown === 'null') return { user: null };
    }
    const user = userId === systemUser.id ? systemUser : this.context.state.users.get(userId);
    return user ? { user: { username: user.name, mailaddress: user.mail, id: user.id } } : {};
  }
}

function alertBody(alert: Alert, statusCode: number, acknowledgedUserIds?: readonly string[]): Body {
  return {
    statusCode,
    eventId: alert.eventId,
    ...(alert.externalId === null ? {} : { externalEventId: alert.externalId }),
    ...(acknowledgedUserIds ? { acknowledgedUserIds: [...acknowledgedUserIds] } : {}),
    id: alert.id,
  };
}
