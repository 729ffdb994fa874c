import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EventSourceType } from '../enums';
import { statusMapping } from './status-mapping';
import { UnreadablePayload, readPayload } from './read-payload';
import type { EventSource, InboundEvent } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { queryOf } from '../../kit/http/query';
import { refuseIfBlocked, setRateHeaders } from '../http/rate-headers';
import { replyError } from '../http/reply-error';

/** `POST /webhook/{secret}`. signl4.md §1. */
export function inboundWebhook(app: FastifyInstance, service: Signl4Service): void {
  app.setErrorHandler(replyError);
  app.all<{ Params: { secret: string } }>('/webhook/:secret', async (request, reply) => {
    const { secret } = request.params;
    if (request.method !== 'POST') {
      void reply.header('allow', 'POST');
      throw new ServiceError(405, 'Method not allowed.', 'Only POST is allowed.');
    }
    const event = await receiveEvent(service, request, reply, EventSourceType.WebHook, () =>
      bySecret(service, secret),
    );
    return reply.code(201).send({ eventId: event.id });
  });
}

/** The inbound source with this secret. */
export function bySecret(service: Signl4Service, secret: string): EventSource | undefined {
  return [...service.context.state.eventSources.values()].find(
    (source) => source.secret === secret && !source.disabled,
  );
}

/** Counts, reads and accepts one event. @throws ServiceError 400, 404, 429 */
export async function receiveEvent(
  service: Signl4Service,
  request: FastifyRequest,
  reply: FastifyReply,
  sourceType: number,
  find: () => EventSource | undefined,
): Promise<InboundEvent> {
  const { rateLimits, context } = service;
  const refuse = (state: ReturnType<typeof rateLimits.state>) =>
    refuseIfBlocked(reply, state, context.settings, context.clock.now());
  if (context.settings.erroneousThrottle === 'all') {
    const state = rateLimits.state('erroneous');
    if (!state.allowed) setRateHeaders(reply, state);
    refuse(state);
  }
  const counted = rateLimits.count('events');
  setRateHeaders(reply, counted);
  refuse(counted);
  try {
    const source = find();
    if (!source) {
      const named = (request.params as { secret?: string }).secret ?? '';
      // 3004 is the one code that is known (signl4.md §1.8).
      throw new ServiceError(
        404,
        'Error raising event.',
        `An event source with ID ${named} was not found.`,
        3004,
      );
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const payload = await readPayload(request.headers['content-type'], body);
    const atOnce = sourceType === EventSourceType.Api && context.settings.eventsResponse === 'processed';
    return service.events.receive(source, sourceType, payload, statusMapping(queryOf(request)), atOnce);
  } catch (error) {
    const erroneous = rateLimits.count('erroneous');
    if (!erroneous.allowed) setRateHeaders(reply, erroneous);
    refuse(erroneous);
    if (error instanceof UnreadablePayload)
      throw new ServiceError(400, 'Error raising event.', error.message);
    throw error;
  }
}
