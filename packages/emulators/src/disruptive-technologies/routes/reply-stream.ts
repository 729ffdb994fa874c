import type { FastifyReply, FastifyRequest } from 'fastify';
import { STREAM_HEADER } from '../../kit/service-response';
import { invalidArgument } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { Device } from '../model';
import { queryValue, queryValues } from './query-values';

/**
 * Responds with the events of a project as they come: one JSON object in a line, or server-sent events if the caller
 * accepts `text/event-stream`. disruptive-technologies.md §6.
 * @throws ApiError 400 if the ping interval is not a duration
 */
export function replyStream(
  request: FastifyRequest,
  reply: FastifyReply,
  service: DisruptiveTechnologiesService,
  projectId: string,
  wantsDevice: (device: Device) => boolean,
): FastifyReply {
  const eventTypes = queryValues(request, 'eventTypes');
  const pingMs = durationMs(queryValue(request, 'pingInterval'));
  const events = /\btext\/event-stream\b/i.test(request.headers.accept ?? '');
  const { raw } = reply;
  const leave = service.streams.open({
    projectId,
    pingMs,
    wants: (event, device) =>
      wantsDevice(device) && (eventTypes.length === 0 || eventTypes.includes(event.eventType)),
    send: (message) => {
      const json = JSON.stringify(message);
      raw.write(events ? `data: ${json}\n\n` : `${json}\n`);
    },
    end: () => raw.end(),
  });
  raw.once('close', leave);
  reply.hijack();
  raw.writeHead(200, {
    'content-type': events ? 'text/event-stream' : 'application/json',
    'cache-control': 'no-cache',
    [STREAM_HEADER]: 'open',
  });
  raw.flushHeaders();
  return reply;
}

/** `10s` in milliseconds. */
function durationMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(text)?.[1]);
  if (seconds > 0) return seconds * 1000;
  throw invalidArgument('pingInterval has to be a duration like 10s');
}
