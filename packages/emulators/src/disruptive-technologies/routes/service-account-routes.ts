import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { invalidArgument, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { AccountKey, ServiceAccount } from '../model';
import type { Permission } from '../roles';
import { accountOf } from './caller';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { keyView, serviceAccountView } from './views';

type Params = { Params: { project: string } };
type AccountParams = { Params: { project: string; account: string } };
type KeyParams = { Params: { project: string; account: string; key: string } };

const LIST = '/projects/:project/serviceaccounts';
const ONE = `${LIST}/:account`;
const KEYS = `${ONE}/keys`;

/** disruptive-technologies.md §6. */
const MAX_KEYS = 10;

const Fields = z.object({ displayName: z.string().nullish(), enableBasicAuth: z.boolean().nullish() });

/** disruptive-technologies.md §6. A secret is shown only in the response that creates its key. */
export function serviceAccountRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;
  const pageRules = { max: 100, tooLarge: context.settings.pageSizeTooLarge } as const;

  const named = (request: FastifyRequest<AccountParams>, permission: Permission): ServiceAccount => {
    const project = access.project(accountOf(request), request.params.project, permission);
    const account = context.state.serviceAccounts.get(request.params.account);
    if (account?.projectId !== project.id) throw notFound('service account');
    return account;
  };
  const keyNamed = (account: ServiceAccount, id: string): AccountKey => {
    const key = account.keys.get(id);
    if (!key) throw notFound('key');
    return key;
  };

  app.get<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'serviceaccount.read');
    const all = [...context.state.serviceAccounts.values()].filter(
      ({ projectId }) => projectId === project.id,
    );
    const { page, nextPageToken } = pageOf(request, all, ({ id }) => id, pageRules);
    return reply.send({ serviceAccounts: page.map(serviceAccountView), nextPageToken });
  });

  app.post<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'serviceaccount.create');
    const { displayName, enableBasicAuth } = Fields.parse(jsonBody(request));
    const id = context.nextId();
    const createTime = context.timestamp();
    const account: ServiceAccount = {
      id,
      projectId: project.id,
      email: `${id}@${project.id}.serviceaccount.d21s.com`,
      displayName: displayName ?? '',
      enableBasicAuth: enableBasicAuth ?? false,
      createTime,
      updateTime: createTime,
      keys: new Map(),
    };
    context.state.serviceAccounts.set(id, account);
    return reply.send(serviceAccountView(account));
  });

  app.get<AccountParams>(ONE, (request, reply) =>
    reply.send(serviceAccountView(named(request, 'serviceaccount.read'))),
  );

  app.patch<AccountParams>(ONE, (request, reply) => {
    const account = named(request, 'serviceaccount.update');
    const { displayName, enableBasicAuth } = Fields.parse(jsonBody(request));
    account.displayName = displayName ?? account.displayName;
    account.enableBasicAuth = enableBasicAuth ?? account.enableBasicAuth;
    account.updateTime = context.timestamp();
    return reply.send(serviceAccountView(account));
  });

  app.delete<AccountParams>(ONE, (request, reply) => {
    const account = named(request, 'serviceaccount.delete');
    context.state.serviceAccounts.delete(account.id);
    context.state.members = context.state.members.filter(({ email }) => email !== account.email);
    return reply.send({});
  });

  app.get<AccountParams>(KEYS, (request, reply) => {
    const account = named(request, 'serviceaccount.key.read');
    const { page, nextPageToken } = pageOf(request, [...account.keys.values()], ({ id }) => id, pageRules);
    return reply.send({ keys: page.map((key) => keyView(account, key)), nextPageToken });
  });

  app.post<AccountParams>(KEYS, (request, reply) => {
    const account = named(request, 'serviceaccount.key.create');
    if (account.keys.size >= MAX_KEYS) throw invalidArgument(`no more than ${MAX_KEYS} keys`);
    const key: AccountKey = {
      id: context.nextId(),
      secret: randomBytes(16).toString('hex'),
      createTime: context.timestamp(),
    };
    account.keys.set(key.id, key);
    return reply.send({ key: keyView(account, key), secret: key.secret });
  });

  app.get<KeyParams>(`${KEYS}/:key`, (request, reply) => {
    const account = named(request, 'serviceaccount.key.read');
    return reply.send(keyView(account, keyNamed(account, request.params.key)));
  });

  app.delete<KeyParams>(`${KEYS}/:key`, (request, reply) => {
    const account = named(request, 'serviceaccount.key.delete');
    account.keys.delete(keyNamed(account, request.params.key).id);
    return reply.send({});
  });
}
