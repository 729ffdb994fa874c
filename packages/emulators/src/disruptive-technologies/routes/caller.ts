import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../access-tokens';
import { ApiError } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { ServiceAccount } from '../model';

const callers = new WeakMap<FastifyRequest, Caller>();

/** The account that sent a request. */
export function accountOf(request: FastifyRequest): ServiceAccount {
  const caller = callers.get(request);
  if (!caller) throw new ApiError(401, 'unauthenticated');
  return caller.account;
}

/**
 * A hook that identifies the caller, by access token or by key and secret, and applies the rate limit.
 * disruptive-technologies.md §1 and §2f.
 */
export function authenticate(service: DisruptiveTechnologiesService) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const caller = callerOf(service, request.headers.authorization ?? '');
    callers.set(request, caller);
    if (!service.options.rateLimits) return;
    const waitSeconds = Math.ceil(service.requestLimit.count(caller.key.id) / 1000);
    if (waitSeconds > 0) throw new ApiError(429, 'too many requests', { 'retry-after': String(waitSeconds) });
  };
}

function callerOf(service: DisruptiveTechnologiesService, authorization: string): Caller {
  const [, scheme = '', credential = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') {
    const caller = service.tokens.callerOf(credential);
    if (caller) return caller;
    throw new ApiError(401, 'unauthenticated: the access token is not valid, or not any more');
  }
  if (scheme.toLowerCase() === 'basic') {
    const [keyId, ...rest] = Buffer.from(credential, 'base64').toString().split(':');
    const caller = service.tokens.callerOfKey(keyId ?? '');
    if (!caller || caller.key.secret !== rest.join(':')) {
      throw new ApiError(401, 'unauthenticated: the key or its secret is wrong');
    }
    if (caller.account.enableBasicAuth) return caller;
    throw new ApiError(401, 'unauthenticated: basic auth is not enabled for this service account');
  }
  throw new ApiError(401, 'unauthenticated');
}
