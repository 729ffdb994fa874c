import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';
import { teamById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { patternBody, slotsOverlap, timeSlot, type AlertingPattern, type TimeSlot } from './alerting-pattern';

type TeamPath = { Params: { teamId: string } };
type PatternPath = { Params: { teamId: string; patternId: string } };

/** Alerting patterns: other settings for some categories at some times. */
export function alertingPatternRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType, overlappingSlots } = context.settings;
  const path = '/teams/:teamId/alertingPatterns';
  const teamOf = (teamId: string) => teamById(context.state, teamId);
  const find = ({ teamId, patternId }: PatternPath['Params']): AlertingPattern => {
    const pattern = teamOf(teamId).patterns.get(patternId.toLowerCase());
    if (pattern) return pattern;
    throw new ServiceError(404, 'Error reading pattern.', `A pattern with ID ${patternId} was not found.`);
  };

  app.get<TeamPath>(path, { config: { no404: true } }, (request, reply) =>
    reply.send([...teamOf(request.params.teamId).patterns.values()]),
  );

  app.post<TeamPath>(path, { config: { no404: true } }, (request, reply) => {
    const team = teamOf(request.params.teamId);
    const body = jsonBody(request, patternBody, requireJsonContentType);
    const pattern = { id: randomUUID(), ...body, timeSlots: body.timeSlots.map(named) };
    team.patterns.set(pattern.id, pattern);
    return reply.code(201).send(pattern);
  });

  app.post<TeamPath>(
    `${path}/timeSlots/validate`,
    { config: { reads: true, no404: true } },
    (request, reply) => {
      const team = teamOf(request.params.teamId);
      const slots = jsonBody(request, z.array(timeSlot), requireJsonContentType);
      const categoryIds = queryValues(request, 'categoryIds').map((id) => id.toLowerCase());
      const own = queryValues(request, 'patternId')[0]?.toLowerCase();
      const others = [...team.patterns.values()].filter(
        ({ id, categories }) =>
          id !== own &&
          (categoryIds.length === 0 || categories.some((categoryId) => categoryIds.includes(categoryId))),
      );
      const results = slots.map((slot) => validated(slot, others));
      if (overlappingSlots === 409 && results.some(({ isOverlapping }) => isOverlapping)) {
        throw new ServiceError(
          409,
          'Error validating time slots.',
          'A time slot overlaps with another pattern.',
        );
      }
      return reply.send(results);
    },
  );

  app.put<PatternPath>(`${path}/:patternId`, { config: { no404: true } }, (request, reply) => {
    const pattern = find(request.params);
    const body = jsonBody(request, patternBody, requireJsonContentType);
    Object.assign(pattern, body, { timeSlots: body.timeSlots.map(named) });
    return reply.send(pattern);
  });

  app.delete<PatternPath>(`${path}/:patternId`, { config: { no404: true } }, (request, reply) => {
    const { id } = find(request.params);
    teamOf(request.params.teamId).patterns.delete(id);
    return reply.code(204).send();
  });
}

function named(slot: TimeSlot): TimeSlot {
  return { ...slot, id: slot.id ?? randomUUID() };
}

/** V2.TimeSlotValidationResultDetails */
function validated(item: TimeSlot, patterns: readonly AlertingPattern[]) {
  const overlappingTimeSlots = patterns
    .map(({ id, timeSlots }) => ({
      refId: id,
      timeSlots: timeSlots.filter((other) => slotsOverlap(item, other)),
    }))
    .filter(({ timeSlots }) => timeSlots.length > 0);
  const isOverlapping = overlappingTimeSlots.length > 0;
  return { item, isOverlapping, overlappingTimeSlots, valid: !isOverlapping };
}
