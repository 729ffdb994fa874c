import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { enumField } from '../http/enum-field';
import { optionalBoolean, optionalText, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import type { User } from '../model';
import { userById } from '../records';
import { seed } from '../seed';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { Channel, Validation } from './contact-address';

const NewNumber = z.object({
  phoneNumber: requiredText,
  countryCode: optionalText,
  sendValidationCode: optionalBoolean,
  sendValidationCodeVia: enumField({ None: 0, SMS: 1, Voice: 2 }).default(0),
});
const Code = z.object({ phoneNumber: optionalText, validationCode: requiredText });

const PHONE_CHANNELS: readonly number[] = [Channel.Voice, Channel.Sms];

type UserPath = { Params: { userId: string } };
type AddressPath = { Params: { userId: string; addressId: string } };

/** The phone number of a user, which serves for calls and texts, and the other addresses. */
export function phoneNumberRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;
  const find = (userId: string) => userById(context.state, userId);
  const withoutNumber = (user: User) =>
    user.contactAddresses.filter(({ channel }) => !PHONE_CHANNELS.includes(channel));

  app.post<UserPath>('/users/:userId/phoneNumbers', (request, reply) => {
    const user = find(request.params.userId);
    const {
      phoneNumber,
      countryCode = null,
      sendValidationCode,
    } = jsonBody(request, NewNumber, requireJsonContentType);
    const now = context.ticks.date();
    user.validationCode = sendValidationCode ? seed.phoneValidationCode : null;
    const numbers = PHONE_CHANNELS.map((channel) => ({
      id: randomUUID(),
      userId: user.id,
      channel,
      address: phoneNumber,
      created: now,
      lastUpdated: now,
      options: 0,
      device: null,
      countryCode,
      validationStatus: Validation.NotValidated,
    }));
    user.contactAddresses = [...withoutNumber(user), ...numbers];
    return reply.send({ phoneNumber, countryCode, validationStatus: Validation.NotValidated });
  });

  app.post<UserPath>('/users/:userId/phoneNumbers/validate', (request, reply) => {
    const user = find(request.params.userId);
    const { phoneNumber, validationCode } = jsonBody(request, Code, requireJsonContentType);
    const numbers = user.contactAddresses.filter(
      ({ channel, address }) =>
        PHONE_CHANNELS.includes(channel) && (phoneNumber === undefined || address === phoneNumber),
    );
    if (numbers.length === 0) {
      throw new ServiceError(404, 'Error validating number.', 'The phone number was not found.');
    }
    if (user.validationCode === null || validationCode !== user.validationCode) {
      throw new ServiceError(400, 'Error validating number.', 'The validation code is not right.');
    }
    for (const number of numbers) number.validationStatus = Validation.Validated;
    return reply.code(204).send();
  });

  app.delete<UserPath>('/users/:userId/phoneNumbers', (request, reply) => {
    const user = find(request.params.userId);
    user.contactAddresses = withoutNumber(user);
    return reply.code(204).send();
  });

  app.delete<AddressPath>('/users/:userId/contactAddresses/:addressId', (request, reply) => {
    const user = find(request.params.userId);
    const addressId = request.params.addressId.toLowerCase();
    if (!user.contactAddresses.some(({ id }) => id === addressId)) {
      throw new ServiceError(404, 'Error reading address.', `No contact address has the ID ${addressId}.`);
    }
    user.contactAddresses = user.contactAddresses.filter(({ id }) => id !== addressId);
    return reply.code(204).send();
  });
}
