import { randomUUID } from 'node:crypto';
import type { Alerts } from '../alerts/alerts';
import type { Backlog } from '../backlog';
import type { Context } from '../context';
import { AlertFlag, AlertStatus, EventStatus } from '../enums';
import { attachmentProblem } from './attachment-rules';
import { categoryMatches } from './category-match';
import type { Payload, PayloadFile } from './payload';
import { readEvent, type EventOrder } from './read-event';
import type { StatusMapping } from './status-mapping';
import type { Attachment, Category, EventSource, InboundEvent } from '../model';
import { recordId } from '../record-id';
import { ServiceError } from '../service-error';
import { systemUser } from '../system-user';
import { dateOfTicks } from '../ticks';

/** Accepts events: assigns an id immediately and processes the event later. */
export class InboundEvents {
  constructor(
    private readonly context: Context,
    private readonly alerts: Alerts,
    private readonly backlog: Backlog,
  ) {}

  /**
   * Accepts an event; it is processed after the processing delay, or `atOnce`.
   * @throws ServiceError 400 for an attachment that is not allowed
   */
  receive(
    source: EventSource,
    sourceType: number,
    payload: Payload,
    mapping: StatusMapping,
    atOnce = false,
  ): InboundEvent {
    const { ticks, settings, state } = this.context;
    const attachments = this.#attachments(payload.attachments);
    const order = readEvent(payload, mapping, settings);
    const born = ticks.next();
    const event: InboundEvent = {
      id: recordId(born),
      title: order.title,
      text: order.text,
      externalId: order.externalId,
      teamId: source.teamId,
      categoryId: null,
      eventSourceId: source.id,
      eventSourceType: sourceType,
      distributionId: source.distributionId,
      eventStatus: EventStatus.Processing,
      severity: 0,
      creationTime: dateOfTicks(born),
      lastModified: dateOfTicks(born),
      alertId: null,
      acknowledgedAlerts: [],
      closedAlerts: [],
      parameters: order.parameters,
    };
    state.events.set(event.id, event);
    source.lastEvent = event.creationTime;
    if (atOnce) {
      this.#process(event, order, attachments);
      return event;
    }
    this.backlog.add(() => this.#process(event, order, attachments));
    return event;
  }

  #process(event: InboundEvent, order: EventOrder, attachments: Attachment[]): void {
    event.eventStatus = this.#consequence(event, order, attachments);
    event.lastModified = this.context.ticks.date();
  }

  #consequence(event: InboundEvent, order: EventOrder, attachments: Attachment[]): number {
    if (order.intent === 'discard') return EventStatus.Discarded;
    if (event.distributionId !== null && !this.context.state.eventDistributions.has(event.distributionId)) {
      return EventStatus.NoRuleApplied;
    }
    if (order.intent === 'new') return this.#raise(event, order, attachments);
    // The external id is mandatory for both; without it there is nothing to act on.
    if (order.externalId === null) return EventStatus.Discarded;
    const targets = [...this.context.state.alerts.values()].filter(
      (alert) => alert.externalId === order.externalId && alert.teamId === event.teamId,
    );
    if (order.intent === 'acknowledged') {
      for (const alert of targets) {
        if (alert.statusCode !== AlertStatus.Open && alert.statusCode !== AlertStatus.Failed) continue;
        this.alerts.acknowledge(alert.id, systemUser.id);
        event.acknowledgedAlerts.push(alert.id);
      }
      return EventStatus.Acknowledged;
    }
    for (const alert of targets) {
      if (alert.statusCode === AlertStatus.Closed) continue;
      this.alerts.close(alert.id, systemUser.id);
      event.closedAlerts.push(alert.id);
    }
    return EventStatus.Resolved;
  }

  #raise(event: InboundEvent, order: EventOrder, attachments: Attachment[]): number {
    const { state } = this.context;
    const team = state.teams.get(event.teamId)!;
    const categories = [...state.categories.values()].filter((category) => category.teamId === team.id);
    const text = [order.title, order.text, ...order.parameters.map((parameter) => parameter.value)].join(
      '\n',
    );
    const named = order.service === null ? undefined : categoryNamed(categories, order.service);
    const emergency = order.scenario === 'emergency' ? categoryNamed(categories, 'Emergency') : undefined;
    const matching = named ?? categories.find((category) => categoryMatches(category, text));
    const filtering = order.filtering ?? team.settings.filterMode === 1;
    if (filtering && !matching && !emergency) return EventStatus.Filtered;
    event.categoryId =
      (emergency ?? matching ?? categories.find((category) => category.isDefault))?.id ?? null;
    const alert = this.alerts.raise({
      eventId: event.id,
      teamId: team.id,
      title: order.title ?? '',
      text: order.text ?? '',
      externalId: order.externalId,
      categoryId: event.categoryId,
      severity: 0,
      flags: order.hasLocation ? AlertFlag.HasLocationInfo : 0,
      scenario: order.scenario,
      parameters: order.parameters,
      attachments,
    });
    event.alertId = alert.id;
    return EventStatus.Signled;
  }

  #attachments(files: readonly PayloadFile[]): Attachment[] {
    const accepted: Attachment[] = [];
    for (const file of files) {
      const problem = attachmentProblem(file);
      if (problem === undefined) accepted.push({ id: randomUUID(), ...file });
      else if (this.context.settings.attachmentViolation === 'reject') {
        throw new ServiceError(400, 'Error raising event.', problem);
      }
    }
    return accepted;
  }
}

/** A category by its name, ignoring case. */
export function categoryNamed(categories: readonly Category[], name: string): Category | undefined {
  return categories.find((category) => category.name.toLowerCase() === name.trim().toLowerCase());
}
