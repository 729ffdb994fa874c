import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { duty, dutyItem, toDutyItem } from './duty';
import { code, flag, text } from './wire';

/** `V2.UserDetails`. The swagger says `id`; a page of the vendor shows `userId` (signl4.md §2.7). */
export const user = lazy(() =>
  z.looseObject({
    id: text(),
    userId: text(),
    name: text(),
    mail: text(),
    timeZone: text(),
    colorIndex: code(),
    isInvite: flag(),
    isDeactivated: flag(),
    lastSeen: text(),
    subscriptionId: text(),
    dutyInfos: z.nullish(z.array(duty())),
  }),
);
export type User = z.infer<ReturnType<typeof user>>;

export const userItem = lazy(() =>
  z.extend(user(), { id: z.optional(z.string()), dutyInfos: z.nullish(z.array(dutyItem())) }),
);

/** The same fields, with one name for the ID and names for the codes. */
export function toUserItem({ id, userId, name, mail, dutyInfos, ...rest }: User): IDataObject {
  const known = id ?? userId;
  return {
    ...(known && { id: known }),
    name,
    mail,
    ...(dutyInfos && { dutyInfos: dutyInfos.map(toDutyItem) }),
    ...rest,
  };
}
