import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { enumField } from '../http/enum-field';
import { optionalBoolean, optionalDate, optionalInt, optionalText, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { userById } from '../records';
import { seed } from '../seed';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { userByIdOrMail } from './user-by-id-or-mail';
import { userInfo } from './user-views';

const Profile = z.object({ name: optionalText, timeZone: optionalText });
const Locale = z.object({ language: optionalText, timeZone: optionalText });
const Location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  timestamp: optionalDate,
});
const Password = z.object({ currentPassword: requiredText, newPassword: requiredText });
const Profiles = z.object({
  profiles: z.array(
    z.object({
      channel: enumField({ None: 0, Push: 1, Email: 2, Bot: 4, Voice: 8, SMS: 16 }),
      delayInMinutes: optionalInt.pipe(z.number().nonnegative()),
      enabled: optionalBoolean,
      persistent: optionalBoolean,
      options: optionalInt,
    }),
  ),
});

type UserPath = { Params: { userId: string } };

/** Settings that users make for themselves. */
export function userProfileRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, memberships } = service;
  const { requireJsonContentType } = context.settings;
  const find = (userId: string) => userById(context.state, userId);

  app.put<UserPath>('/users/:userId/profile', { config: { no404: true } }, (request, reply) => {
    const user = find(request.params.userId);
    const { name, timeZone } = jsonBody(request, Profile, requireJsonContentType);
    user.name = name ?? user.name;
    user.timeZone = timeZone ?? user.timeZone;
    return reply.send(userInfo(context, user, memberships.of({ userId: user.id })[0]));
  });

  app.put<UserPath>('/users/:userId/locale', { config: { no404: true } }, (request, reply) => {
    const user = userByIdOrMail(context, request.params.userId);
    const { language, timeZone } = jsonBody(request, Locale, requireJsonContentType);
    user.language = language ?? user.language;
    user.timeZone = timeZone ?? user.timeZone;
    return reply.send({ id: user.id, language: user.language, timeZone: user.timeZone });
  });

  app.post<UserPath>('/users/:userId/location', { config: { no404: true } }, (request, reply) => {
    const user = find(request.params.userId);
    const { latitude, longitude, timestamp } = jsonBody(request, Location, requireJsonContentType);
    user.location = { latitude, longitude, timestamp: timestamp ?? context.ticks.date() };
    return reply.send(user.location);
  });

  app.put<UserPath>('/users/:userId/changePassword', { config: { no404: true } }, (request, reply) => {
    find(request.params.userId);
    const { currentPassword } = jsonBody(request, Password, requireJsonContentType);
    if (currentPassword !== seed.userPassword) {
      throw new ServiceError(403, 'Error changing password.', 'The present password is not right.');
    }
    return reply.code(200).send();
  });

  app.get<UserPath>('/users/:userId/notificationProfiles', { config: { no404: true } }, (request, reply) => {
    const { notificationProfiles } = find(request.params.userId);
    return notificationProfiles.length === 0 ? reply.code(204).send() : reply.send(notificationProfiles);
  });

  app.put<UserPath>('/users/:userId/notificationProfiles', { config: { no404: true } }, (request, reply) => {
    const user = find(request.params.userId);
    user.notificationProfiles = jsonBody(request, Profiles, requireJsonContentType).profiles;
    return reply.send(user.notificationProfiles);
  });
}
