import { randomUUID } from 'node:crypto';
import type { User } from '../model';
import { Channel } from './contact-address';

/** A user with mail and a phone, or an invited one who has mail only. */
export function newUser(
  of: { id: string; name: string; mail: string },
  created: string,
  isInvite: boolean,
): User {
  const address = (channel: number) => ({
    id: randomUUID(),
    userId: of.id,
    channel,
    created,
    lastUpdated: created,
    options: 0,
  });
  const mail = { ...address(Channel.Email), address: of.mail, device: null };
  const phone = {
    ...address(Channel.Push),
    address: null,
    device: {
      id: randomUUID(),
      name: 'Emulated phone',
      type: 1,
      appVersion: '1.0',
      osVersion: '16',
      ringtone: null,
      ringtoneDisabled: false,
    },
  };
  return {
    ...of,
    timeZone: 'W. Europe Standard Time',
    language: 'en',
    isInvite,
    image: null,
    location: null,
    validationCode: null,
    contactAddresses: isInvite ? [mail] : [mail, phone],
    notificationProfiles: [
      { channel: Channel.Push, delayInMinutes: 0, enabled: true, persistent: true, options: 0 },
      { channel: Channel.Sms, delayInMinutes: 2, enabled: false, persistent: false, options: 0 },
      { channel: Channel.Voice, delayInMinutes: 5, enabled: false, persistent: false, options: 0 },
    ],
  };
}
