import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';

/** Rules that lead the events of an integration to a team. They can only be deleted. */
export function eventDistributionRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  app.delete<{ Params: { distributionId: string } }>(
    '/eventDistributions/:distributionId',
    (request, reply) => {
      const { distributionId } = request.params;
      if (context.state.eventDistributions.delete(distributionId.toLowerCase()))
        return reply.code(204).send();
      throw new ServiceError(
        404,
        'Error deleting event distribution.',
        `An event distribution with ID ${distributionId} was not found.`,
      );
    },
  );
}
