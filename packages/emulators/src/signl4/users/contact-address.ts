/** Address under which a user is reached. ContactAddressInfo, and PhoneContactAddressInfo for a number. */
export interface ContactAddress {
  id: string;
  userId: string;
  /** ChannelTypes */
  channel: number;
  address: string | null;
  created: string;
  lastUpdated: string;
  options: number;
  device: Device | null;
  /** Of numbers only. */
  countryCode?: string | null;
  validationStatus?: number;
}

/** A phone with the app. */
export interface Device {
  id: string;
  name: string;
  /** 1 Android, 2 iOS */
  type: number;
  appVersion: string;
  osVersion: string;
  ringtone: string | null;
  ringtoneDisabled: boolean;
}

/** ChannelTypes */
export const Channel = { Push: 1, Email: 2, Voice: 8, Sms: 16 } as const;
/** V2.PhoneNumberValidationStatus */
export const Validation = { NotValidated: 0, Validated: 1 } as const;
