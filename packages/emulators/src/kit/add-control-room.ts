import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { controlRoomPage, controlRoomView, type ControlRoomParts } from './control-room-page';
import { faultSchema } from './fault';

const FaultOrder = z.object({
  match: z.object({ method: z.string().optional(), path: z.string().optional() }).optional(),
  times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
  fault: faultSchema,
});

/** A page that no other page shows, and that sends nothing elsewhere. */
const CONFINED = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Adds the page at `/` and its `/_signalbox/...` routes. They are not part of the service and are not journalled. */
export function addControlRoom(app: FastifyInstance, parts: ControlRoomParts): void {
  const { service, faults, journal } = parts;

  void app.register((scope, _options, done) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'content-security-policy': `default-src 'none'; ${CONFINED}`,
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
    });

    scope.get('/', (_request, reply) => {
      const nonce = randomBytes(16).toString('base64');
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header(
          'content-security-policy',
          `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; ${CONFINED}`,
        )
        .send(controlRoomPage(parts, nonce).text);
    });

    scope.get('/_signalbox/view', (_request, reply) =>
      reply.header('content-type', 'text/html; charset=utf-8').send(controlRoomView(parts).text),
    );

    scope.get('/_signalbox/state', (_request, reply) =>
      reply.send({
        service: parts.title,
        revision: journal.revision,
        actors: service.controlRoom.actors(),
        faults: faults.armed.map(({ fault, left }) => ({
          kind: fault.kind,
          left: left === Infinity ? 'always' : left,
        })),
        ...service.controlRoom.state(),
      }),
    );

    // A form of another page can post here, but not JSON: that needs a permission that is never given.
    scope.addHook('preHandler', async (request, reply) => {
      const [type = ''] = (request.headers['content-type'] ?? '').split(';', 1);
      if (request.method === 'POST' && type.trim().toLowerCase() !== 'application/json') {
        return reply.code(415).send({ error: 'Send JSON.' });
      }
      return undefined;
    });
    scope.setErrorHandler((error, _request, reply) => reply.code(400).send({ error: reasonOf(error) }));

    scope.post<{ Params: { action: string } }>('/_signalbox/actions/:action', (request, reply) => {
      const actions = service.controlRoom.actions;
      const action = Object.hasOwn(actions, request.params.action)
        ? actions[request.params.action]
        : undefined;
      if (!action) return reply.code(404).send({ error: 'There is no such action.' });
      action(z.record(z.string(), z.unknown()).parse(jsonOf(request.body)));
      return reply.send({ done: true });
    });

    scope.post('/_signalbox/faults', (request, reply) => {
      const order = FaultOrder.parse(jsonOf(request.body));
      faults.inject(order);
      return reply.send({ armed: faults.armed.length });
    });

    scope.delete('/_signalbox/faults', (_request, reply) => {
      faults.clear();
      return reply.send({ armed: 0 });
    });

    scope.post('/_signalbox/reset', (_request, reply) => {
      service.reset();
      faults.clear();
      journal.clear();
      return reply.send({ done: true });
    });
    done();
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  // Errors of a service have their reason in `details`.
  const { details } = error as { details?: unknown };
  return typeof details === 'string' ? details : error instanceof Error ? error.message : String(error);
}

function jsonOf(body: unknown): unknown {
  return body instanceof Buffer && body.length > 0 ? JSON.parse(body.toString()) : {};
}
