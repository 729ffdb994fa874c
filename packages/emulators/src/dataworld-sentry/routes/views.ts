import type { FastifyRequest } from 'fastify';
import type { Context } from '../context';
import type { Badge } from '../hoots';
import type { Hoot, Sentry } from '../model';

type View = Record<string, unknown>;

/** A Sentry as the API returns it. Only its first four fields are documented: dataworld-sentry.md §4. */
export function sentryView(sentry: Sentry, context: Context, request: FastifyRequest): View {
  const sure = {
    uid: sentry.uid,
    name: sentry.name,
    url: `${calledOrigin(context, request)}${context.prefix}/sentries/${sentry.uid}`,
    state: sentry.state,
  };
  if (context.settings.sentryFields === 'minimal') return sure;
  return {
    ...sure,
    user_message: sentry.userMessage,
    latest_record_at: sentry.latestRecordAt,
    meta: sentry.meta,
    updated_at: sentry.updatedAt,
  };
}

export function canaryView(hoot: Hoot, badge: Badge, context: Context, request: FastifyRequest): View {
  return {
    uid: hoot.uid,
    name: hoot.name,
    url: `${calledOrigin(context, request)}${context.prefix}/canaries/${hoot.uid}`,
    state: badge.state,
    user_message: badge.message,
    sentry_uids: hoot.sentryUids,
  };
}

/** The origin as the caller knows it: 127.0.0.1, localhost, a container. */
function calledOrigin(context: Context, request: FastifyRequest): string {
  return request.headers.host ? `http://${request.headers.host}` : context.origin();
}
