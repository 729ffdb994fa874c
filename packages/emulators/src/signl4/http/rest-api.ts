import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { alertChangeRoutes } from '../alerts/alert-change-routes';
import { alertReportRoute } from '../alerts/alert-report-route';
import { alertRoutes } from '../alerts/alert-routes';
import { attachmentRoutes } from '../alerts/attachment-routes';
import { bulkChangeRoutes } from '../alerts/bulk-change-routes';
import { raiseAlertRoute } from '../alerts/raise-alert-route';
import { categoryRoutes } from '../categories/category-routes';
import { dutyRoutes } from '../duty/duty-routes';
import { apiKeyOf } from './api-key';
import { afterCounting, countErroneous } from './erroneous-calls';
import { errorBody } from './error-body';
import { eventRoutes } from '../events/event-routes';
import { eventSourceRoutes } from '../event-sources/event-source-routes';
import { refuseIfBlocked, setRateHeaders } from './rate-headers';
import { replyError } from './reply-error';
import { scheduleRoutes } from '../schedules/schedule-routes';
import { subscriptionRoutes } from '../subscriptions/subscription-routes';
import { teamRoutes } from '../teams/team-routes';
import { userRoutes } from '../users/user-routes';
import { alertingPatternRoutes } from '../teams/alerting-pattern-routes';
import { calloutTemplateRoutes } from '../callouts/callout-template-routes';
import { eventDistributionRoutes } from '../event-sources/event-distribution-routes';
import { holidayRoutes } from '../teams/holiday-routes';
import { imageRoutes } from '../images/image-routes';
import { membershipRoutes } from '../teams/membership-routes';
import { phoneNumberRoutes } from '../users/phone-number-routes';
import { prepaidRoutes } from '../subscriptions/prepaid-routes';
import { remoteActionRoutes } from '../remote-actions/remote-action-routes';
import { remoteJobRoutes } from '../remote-actions/remote-job-routes';
import { reportRoutes } from '../reports/report-routes';
import { scriptRoutes } from '../scripts/script-routes';
import { teamSettingsRoutes } from '../teams/team-settings-routes';
import { userProfileRoutes } from '../users/user-profile-routes';
import { webhookRoutes } from '../webhooks/webhook-routes';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that changes nothing, so that a read-only key will do. */
    reads?: boolean;
    /** The schema lists no 404, so an unknown ID counts as an invalid request. */
    no404?: boolean;
    /** Counts as an event, not as any other call. */
    event?: boolean;
    /** Responds to the methods that a path does not have. */
    otherMethods?: boolean;
  }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** `/api/v2/...` behind an API key. signl4.md §2. */
export function restApi(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const methodsByPath = new Map<string, Set<string>>();

  app.setErrorHandler((error, request, reply) => {
    // Events count for themselves, in `receiveEvent`.
    const { event, no404 } = request.routeOptions.config;
    const unknown = no404 && error instanceof ServiceError && error.status === 404;
    const meant = unknown ? new ServiceError(context.settings.no404, error.message, error.details) : error;
    return replyError(event ? meant : afterCounting(service, reply, meant), request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .header('x-signalbox', 'not-emulated')
      .send(
        errorBody({
          code: 404,
          message: 'Not found.',
          details: `This emulator does not know ${request.method} ${request.url.split('?', 1)[0]}.`,
        }),
      ),
  );
  app.addHook('onRoute', (route) => {
    // Two routes may name the same segment differently.
    const path = route.path.replace(/:\w+/g, ':id');
    const known = methodsByPath.get(path) ?? new Set<string>();
    for (const method of [route.method].flat()) known.add(method);
    methodsByPath.set(path, known);
  });
  app.addHook('preHandler', async (request, reply) => {
    const { config } = request.routeOptions;
    if (config.otherMethods || request.is404) return undefined;
    const key = apiKeyOf(context, request);
    if (!key) {
      countErroneous(service, reply, 401);
      return reply.code(401).header('www-authenticate', 'Bearer').send();
    }
    if (!config.event) {
      if (context.settings.erroneousThrottle === 'all') {
        refuseIfBlocked(reply, service.rateLimits.state('erroneous'), context.settings, context.clock.now());
      }
      const counted = service.rateLimits.count('rest');
      if (context.settings.rateLimitHeadersOnRest || !counted.allowed) setRateHeaders(reply, counted);
      refuseIfBlocked(reply, counted, context.settings, context.clock.now());
    }
    if (key.access === 'read' && request.method !== 'GET' && !config.reads) {
      throw new ServiceError(context.settings.readOnlyStatus, 'Access denied.', 'The API key is read-only.');
    }
    return undefined;
  });

  for (const add of [
    raiseAlertRoute,
    alertRoutes,
    alertChangeRoutes,
    bulkChangeRoutes,
    attachmentRoutes,
    alertReportRoute,
    categoryRoutes,
    dutyRoutes,
    eventRoutes,
    eventSourceRoutes,
    scheduleRoutes,
    subscriptionRoutes,
    teamRoutes,
    userRoutes,
    alertingPatternRoutes,
    calloutTemplateRoutes,
    eventDistributionRoutes,
    holidayRoutes,
    imageRoutes,
    membershipRoutes,
    phoneNumberRoutes,
    prepaidRoutes,
    remoteActionRoutes,
    remoteJobRoutes,
    reportRoutes,
    scriptRoutes,
    teamSettingsRoutes,
    userProfileRoutes,
    webhookRoutes,
  ]) {
    add(app, service);
  }

  for (const [path, known] of [...methodsByPath]) {
    const others = METHODS.filter((method) => !known.has(method));
    if (others.length === 0) continue;
    const allow = [...known].join(', ');
    app.route({
      method: [...others],
      url: numbered(path.replace(/^\/api\/v2/i, '')),
      config: { otherMethods: true },
      handler: (request, reply) =>
        reply
          .code(405)
          .header('allow', allow)
          .send(
            errorBody({
              code: 405,
              message: 'Method not allowed.',
              details: `${request.method} is not allowed here.`,
            }),
          ),
    });
  }
}

/** Gives each parameter of a path a unique name. */
function numbered(path: string): string {
  let count = 0;
  return path.replace(/:id/g, () => `:id${++count}`);
}
