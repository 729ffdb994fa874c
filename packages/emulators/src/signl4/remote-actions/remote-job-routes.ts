import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { apiKeyOf } from '../http/api-key';
import {
  continuationToken,
  optionalDate,
  optionalId,
  optionalInt,
  optionalText,
  requiredText,
} from '../http/fields';
import { jsonBody } from '../http/json-body';
import { pageOf } from '../http/page';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { remoteJob } from './remote-action-views';

const JobOrder = z.object({
  alertId: optionalId,
  parameters: z.array(z.object({ name: requiredText, value: z.string().nullish() })).nullish(),
  remoteActionPin: optionalText,
});
const JournalFilter = z.object({
  actionId: optionalId,
  statusCodes: optionalInt,
  minCreationDate: optionalDate,
  maxCreationDate: optionalDate,
  modifiedSince: optionalDate,
  // The schema has a text here, and an object in the response.
  continuationToken: z.union([z.string().transform((nextRowKey) => ({ nextRowKey })), continuationToken]),
});

/** Runs of remote actions, and the journal of them. */
export function remoteJobRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, remoteActions } = service;
  const { requireJsonContentType } = context.settings;

  app.post<{ Params: { actionId: string } }>('/remoteActions/:actionId/jobs', (request, reply) => {
    const action = remoteActions.get(request.params.actionId);
    const { alertId, parameters } = jsonBody(request, JobOrder, requireJsonContentType);
    if (alertId !== undefined && !context.state.alerts.has(alertId)) {
      throw new ServiceError(400, 'Error creating remote job.', `An alert with ID ${alertId} was not found.`);
    }
    const values = (parameters ?? []).map(({ name, value }) => ({ name, value: value ?? null }));
    const job = remoteActions.run(action, values, alertId ?? null, apiKeyOf(context, request)!);
    return reply.send(remoteJob(job));
  });

  app.post('/remoteActions/journal/paged', { config: { reads: true } }, (request, reply) => {
    const filter = jsonBody(request, JournalFilter, requireJsonContentType);
    const found = [...context.state.remoteJobs.values()].filter(
      (job) =>
        (filter.actionId === undefined || job.actionId === filter.actionId) &&
        (filter.statusCodes === 0 || (job.statusCode & filter.statusCodes) !== 0) &&
        (filter.minCreationDate === undefined || job.createdAt >= filter.minCreationDate) &&
        (filter.maxCreationDate === undefined || job.createdAt <= filter.maxCreationDate) &&
        (filter.modifiedSince === undefined || job.lastUpdate >= filter.modifiedSince),
    );
    return reply.send(pageOf(request, found, filter.continuationToken, remoteJob));
  });

  app.get<{ Params: { jobId: string } }>('/remoteActions/journal/:jobId', (request, reply) =>
    reply.send(remoteJob(remoteActions.job(request.params.jobId))),
  );
}
