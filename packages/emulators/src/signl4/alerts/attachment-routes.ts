import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { alertByPath, type AlertPath } from './alert-by-path';
import { attachmentInfo } from './alert-views';

type AttachmentPath = { Params: { alertId: string; attachmentId: string } };

/** Files of alerts. signl4.md §2.4 */
export function attachmentRoutes(app: FastifyInstance, service: Signl4Service): void {
  app.get<AlertPath>('/alerts/:alertId/attachments', (request, reply) =>
    reply.send(alertByPath(service, request).attachments.map(attachmentInfo)),
  );

  app.get<AttachmentPath>('/alerts/:alertId/attachments/:attachmentId', (request, reply) => {
    const { attachmentId } = request.params;
    const attachment = alertByPath(service, request).attachments.find(({ id }) => id === attachmentId);
    if (!attachment) {
      throw new ServiceError(
        404,
        'Error reading attachment.',
        `An attachment with ID ${attachmentId} was not found.`,
      );
    }
    // "The image of the attachment was not uploaded yet."
    if (attachment.content.length === 0) return reply.code(204).send();
    return reply.type(attachment.contentType).send(attachment.content);
  });
}
