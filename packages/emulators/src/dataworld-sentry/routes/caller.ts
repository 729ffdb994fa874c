import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error';
import type { DataworldService } from '../service';
import type { Account } from '../model';
import { LOGIN_HTML, LOGIN_PATH } from './login-page';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Visible without a token. */
    public?: boolean;
  }
}

const callers = new WeakMap<FastifyRequest, Account>();

/** Owner of the token of a request; `undefined` for an anonymous read. */
export function callerOf(request: FastifyRequest): Account | undefined {
  return callers.get(request);
}

/** A hook that identifies the caller, applies the rate limit, and checks permissions. dataworld-sentry.md §1. */
export function authenticate(service: DataworldService) {
  const { context, requestLimit, options } = service;
  const { settings } = context;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (request.is404 || request.routeOptions.config.public) return undefined;
    const read = request.method === 'GET';
    const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
    const account = context.state.accounts.find((known) => known.token === token);
    if (!account) {
      if (read && token === undefined && settings.anonymousGet) return undefined;
      return refuse(reply, settings.unauthenticated);
    }
    callers.set(request, account);
    const waitMs = options.rateLimits ? requestLimit.count(account.id) : 0;
    if (waitMs > 0) throw new ApiError(429, 'too many requests', retryAfter(service, waitMs));
    if (!account.administrator && !(read && settings.memberReads)) {
      throw new ApiError(403, 'only administrators of the organization may do that');
    }
    return undefined;
  };
}

function refuse(reply: FastifyReply, how: '401' | 'redirect' | 'page'): FastifyReply {
  if (how === 'redirect') return reply.redirect(LOGIN_PATH, 302);
  if (how === 'page') return reply.type('text/html; charset=utf-8').send(LOGIN_HTML);
  throw new ApiError(401, 'the API token is missing or not valid', { 'www-authenticate': 'Bearer' });
}

function retryAfter({ context }: DataworldService, waitMs: number): Record<string, string> {
  switch (context.settings.retryAfter) {
    case 'seconds':
      return { 'retry-after': String(Math.ceil(waitMs / 1000)) };
    case 'date':
      return { 'retry-after': new Date(context.clock.now() + waitMs).toUTCString() };
    case 'none':
      return {};
  }
}
