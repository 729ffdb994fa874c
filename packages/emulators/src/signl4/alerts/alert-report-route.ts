import type { FastifyInstance } from 'fastify';
import type { Context } from '../context';
import { AlertStatus } from '../enums';
import { perTeam, replyPerTeam } from '../http/per-team';
import type { Alert, Team, User } from '../model';
import { seed } from '../seed';
import type { Signl4Service } from '../service';
import { dutyKey } from '../state';
import { dateOfMs } from '../ticks';
import { userOfQuery } from './alert-by-path';

/** Span of time that alerts are counted in. V2.AlertCountTypes */
interface Span {
  type: number;
  typeString: string;
  start: string;
  end: string | null;
}

/** Counts of alerts for each team: present and last duty, since the user's change of duty, and the last day. */
export function alertReportRoute(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  app.get('/alerts/report', (request, reply) => {
    const user = userOfQuery(service, request);
    const result = perTeam(request, context.state, (team) => {
      const own = [...context.state.alerts.values()].filter(({ teamId }) => teamId === team.id);
      return spansOf(context, team, user).map((span) => alertCounts(team, span, own, user));
    });
    return replyPerTeam(reply, result);
  });
}

function spansOf(context: Context, team: Team, user: User | undefined): Span[] {
  const spans: Span[] = [];
  const present = team.duties.find(({ dutyEnd }) => dutyEnd === null);
  if (present) spans.push({ type: 1, typeString: 'TeamCurrentDuty', start: present.dutyStart, end: null });
  const last = team.duties.findLast(({ dutyEnd }) => dutyEnd !== null);
  if (last) spans.push({ type: 2, typeString: 'TeamLastDuty', start: last.dutyStart, end: last.dutyEnd });
  const change = user && context.state.duties.get(dutyKey(team.id, user.id))?.lastChange;
  if (change) spans.push({ type: 3, typeString: 'UserLastDutyChange', start: change, end: null });
  const dayAgo = dateOfMs(context.clock.now() - 24 * 3_600_000);
  return [...spans, { type: 4, typeString: 'Last24Hours', start: dayAgo, end: null }];
}

/** V2.AlertCountsDetails */
function alertCounts(team: Team, span: Span, own: Alert[], user: User | undefined): Record<string, unknown> {
  const within = own.filter(
    ({ created }) => created >= span.start && (span.end === null || created <= span.end),
  );
  const categoryIds = [...new Set(within.map((alert) => alert.categoryId))];
  const lastModified = within.map((alert) => alert.lastModified).sort();
  return {
    ...span,
    teamId: team.id,
    userId: span.type === 3 ? (user?.id ?? null) : null,
    subscriptionId: seed.subscriptionId,
    lastModified: lastModified.at(-1) ?? null,
    ...countsByStatus(within),
    categoryCounts: categoryIds.map((categoryId) => ({
      categoryId,
      ...countsByStatus(within.filter((alert) => alert.categoryId === categoryId)),
    })),
  };
}

function countsByStatus(alerts: Alert[]) {
  const count = (status: number) => alerts.filter(({ statusCode }) => statusCode === status).length;
  const acknowledged = count(AlertStatus.Acknowledged);
  const closed = count(AlertStatus.Closed);
  return { unhandled: alerts.length - acknowledged - closed, acknowledged, closed };
}
