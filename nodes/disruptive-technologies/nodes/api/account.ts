import { once } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { flag, ids, pageOf, text, texts } from './wire';

/** Who may do what (spec §6): service accounts, members of a project or an organization, roles, organizations. */
export const serviceAccount = once(() =>
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
export const presentedServiceAccount = once(() => z.extend(serviceAccount(), ids()));

export const member = once(() =>
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
export const presentedMember = once(() => z.extend(member(), ids()));

export const role = once(() =>
  z.looseObject({ name: z.string(), displayName: text(), description: text(), permissions: texts() }),
);
export const rolePage = pageOf('roles', role);
export const presentedRole = once(() => z.extend(role(), ids()));

export const organization = once(() => z.looseObject({ name: z.string(), displayName: text() }));
export const organizationPage = pageOf('organizations', organization);
export const presentedOrganization = once(() => z.extend(organization(), ids()));
