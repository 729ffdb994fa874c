import type { FastifyRequest } from 'fastify';
import { ApiError, foreignCompany, notFound } from '../api-error';
import type { Client, FileRegister } from '../model';
import type { TrustService } from '../service';

const callers = new WeakMap<FastifyRequest, Client>();

/** Body of a 401, if there is one. Assumption T06. */
const UNAUTHORIZED = {
  none: undefined,
  json: { code: 401, message: 'Unauthorized' },
  html: '<!doctype html><html><head><title>401</title></head><body><h1>Unauthorized</h1></body></html>',
} as const;

/** A hook that finds out who calls, by the token. trust-lighthouse.md §2. */
export function authenticate({ context, tokens }: TrustService) {
  return (request: FastifyRequest): void => {
    const [, token = ''] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
    const client = tokens.clientOf(token);
    if (!client) throw new ApiError(401, UNAUTHORIZED[context.settings.unauthorizedBody]);
    callers.set(request, client);
  };
}

/** @throws ApiError if the company is not one of the caller's */
export function checkCompany(request: FastifyRequest, { context }: TrustService, companyId: string): void {
  if (!callers.get(request)?.companies.includes(companyId))
    throw foreignCompany(context.settings.foreignCompanyStatus);
}

/** @throws ApiError if there is no such file, or if it is of a foreign company */
export function fileOf(request: FastifyRequest, service: TrustService, uuid: string): FileRegister {
  const file = service.files.find(uuid);
  if (!file) throw notFound('File Register');
  checkCompany(request, service, file.companyId);
  return file;
}
