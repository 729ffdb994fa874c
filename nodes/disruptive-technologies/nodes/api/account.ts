import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { flag, ids, idsIn, pageOf, text, texts } from './wire';

/** Access (disruptive-technologies.md §6): service accounts, members, roles, organizations. */
export const serviceAccount = lazy(() =>
  z.looseObject({
    name: z.string(),
    displayName: text(),
    email: text(),
    enableBasicAuth: flag(),
    createTime: text(),
    updateTime: text(),
  }),
);
export const serviceAccountPage = pageOf('serviceAccounts', serviceAccount);
export const presentedServiceAccount = lazy(() => z.extend(serviceAccount(), ids()));

/** The key of a service account. Only the response that creates it contains the secret. */
export const accountKey = lazy(() => z.looseObject({ name: z.string(), id: text(), createTime: text() }));
export const accountKeyPage = pageOf('keys', accountKey);
/** Output: with the IDs from its name. */
export const presentedKey = lazy(() =>
  z.extend(accountKey(), { ...ids(), serviceAccountId: z.optional(z.string()) }),
);

export function presentKey({ name, ...rest }: z.infer<ReturnType<typeof accountKey>>): IDataObject {
  const [, serviceAccountId] = /\/serviceaccounts\/([^/]+)\//.exec(name) ?? [];
  return { ...rest, ...idsIn(name), serviceAccountId, name };
}

export const member = lazy(() =>
  z.looseObject({
    name: z.string(),
    displayName: text(),
    email: text(),
    roles: texts(),
    status: text(),
    accountType: text(),
    createTime: text(),
  }),
);
export const memberPage = pageOf('members', member);
export const presentedMember = lazy(() => z.extend(member(), ids()));

export const role = lazy(() =>
  z.looseObject({ name: z.string(), displayName: text(), description: text(), permissions: texts() }),
);
export const rolePage = pageOf('roles', role);
export const presentedRole = lazy(() => z.extend(role(), ids()));

export const organization = lazy(() => z.looseObject({ name: z.string(), displayName: text() }));
export const organizationPage = pageOf('organizations', organization);
export const presentedOrganization = lazy(() => z.extend(organization(), ids()));
