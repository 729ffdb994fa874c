import type { FastifyInstance } from 'fastify';
import { noEndpoint } from '../api-error';
import { readEvent } from '../event-input';
import type { LighthouseEvent } from '../model';
import type { TrustService } from '../service';
import { checkCompany } from './caller';
import { jsonBody } from './json-body';

/** Lighthouse. trust-lighthouse.md §3.1 to trust-lighthouse.md §3.3. */
export function eventRoutes(app: FastifyInstance, service: TrustService): void {
  const { context, events, outbox } = service;
  const { settings } = context;

  app.post('/event', (request, reply) => {
    const input = readEvent(jsonBody(request, settings), settings);
    checkCompany(request, service, input.companyId);
    const event = events.register(input);
    return reply.code(201).send({ status: 'Created', value: eventView(event, settings.locationResponse) });
  });

  // Not documented, and by default not there. Assumption T18.
  app.delete<{ Params: { id: string } }>('/event/:id', (request, reply) => {
    const status = settings.deleteEventStatus;
    if (status === 404 || status === 405) throw noEndpoint(status);
    const event = events.find(request.params.id);
    if (!event || !events.isLive(event)) throw noEndpoint(404);
    checkCompany(request, service, event.companyId);
    events.remove(event);
    outbox.forget(event.id);
    return status === 204
      ? reply.code(status).send()
      : reply.code(status).send({ status: 'Deleted', value: eventView(event, settings.locationResponse) });
  });
}

/** An event as Lighthouse shows it: without its action. */
function eventView(
  { id, companyId, listener }: LighthouseEvent,
  locationResponse: 'echo' | 'minimal',
): Record<string, unknown> {
  const common = { event_id: id, listener_type: listener.type, company_id: companyId };
  if (listener.type === 'tagged_file') return { ...common, tags: listener.tags };
  return locationResponse === 'echo'
    ? { ...common, app_id: listener.appId, location: listener.location }
    : common;
}
