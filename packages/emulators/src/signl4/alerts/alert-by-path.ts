import type { FastifyRequest } from 'fastify';
import { queryValues } from '../http/query-values';
import type { Alert, User } from '../model';
import { creationTicks } from '../record-id';
import { userById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';

export type AlertPath = { Params: { alertId: string } };

/** The alert of a path. @throws ServiceError 404 for one that is not known, or for an unknown user in the query */
export function alertByPath(service: Signl4Service, request: FastifyRequest<AlertPath>): Alert {
  const { context, alerts } = service;
  const { alertId } = request.params;
  userOfQuery(service, request);
  if (creationTicks(alertId) === undefined && context.settings.malformedIdStatus === 400) {
    throw new ServiceError(400, 'Error reading alert.', `${alertId} is not the ID of an alert.`);
  }
  return alerts.get(alertId);
}

/** The user that a query names in whose eyes to look. @throws ServiceError 404 for one that is not known */
export function userOfQuery({ context }: Signl4Service, request: FastifyRequest): User | undefined {
  const [userId] = queryValues(request, 'userId');
  return userId ? userById(context.state, userId) : undefined;
}
