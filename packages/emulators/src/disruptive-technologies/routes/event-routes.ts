import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidArgument, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import { isEventType } from '../event-types';
import { normalTimestamp, timestampOf } from '../timestamps';
import { accountOf } from './caller';
import { pageOf } from './page';
import { queryValue, queryValues } from './query-values';

const DAY_MS = 86_400_000;
/** disruptive-technologies.md §6. */
const RETENTION_MS = 30 * DAY_MS;

/** The history of a device, newest first; of the last day unless asked otherwise. */
export function eventRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context, sensors } = service;

  app.get<{ Params: { project: string; device: string } }>(
    '/projects/:project/devices/:device/events',
    (request, reply) => {
      const { settings, clock } = context;
      const project = access.project(accountOf(request), request.params.project, 'device.read');
      const device = sensors.find(project.id, request.params.device);
      if (!device) throw notFound('device');
      const now = clock.now();
      const types = queryValues(request, 'eventTypes');
      const unknown = types.find((type) => !isEventType(type));
      if (unknown !== undefined && settings.unknownEventType === 'refuse') {
        throw invalidArgument(`there is no event type "${unknown}"`);
      }
      const from = timeOf(request, 'startTime') ?? timestampOf(now - DAY_MS);
      const until = timeOf(request, 'endTime');
      const found = device.history
        .filter(
          ({ atMs, event }) =>
            atMs > now - RETENTION_MS &&
            atMs <= now - settings.historyDelayMs &&
            event.timestamp >= from &&
            (until === undefined || event.timestamp <= until) &&
            (types.length === 0 || types.includes(event.eventType)),
        )
        .map(({ event }) => event)
        .reverse()
        .sort((a, b) => (a.timestamp > b.timestamp ? -1 : a.timestamp < b.timestamp ? 1 : 0));
      const { page, nextPageToken } = pageOf(request, found, ({ eventId }) => eventId, {
        max: 1_000,
        tooLarge: settings.pageSizeTooLarge,
      });
      return reply.send({ events: page, nextPageToken });
    },
  );
}

function timeOf(request: FastifyRequest, name: string): string | undefined {
  const text = queryValue(request, name);
  if (text === undefined) return undefined;
  const time = normalTimestamp(text);
  if (time === undefined) throw invalidArgument(`${name} is not an RFC 3339 timestamp`);
  return time;
}
