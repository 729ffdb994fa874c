import type { IDataObject } from 'n8n-workflow';

/** Names of the integers that SIGNL4 sends (signl4.md §2.5). */

export const ALERT_STATUS: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'open',
  2: 'acknowledged',
  4: 'closed',
  8: 'noReply',
  16: 'failed',
  32: 'error',
};

export const SEVERITY: Readonly<Record<number, string>> = { 0: 'low', 1: 'major', 2: 'critical' };

export const DELIVERY_STATUS: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'open',
  2: 'failed',
  4: 'transmitted',
  6: 'delivered',
  8: 'protected',
  9: 'abuseProtected',
  22: 'partlyFailed',
  24: 'partlyTransmitted',
  26: 'partlyDelivered',
  30: 'noOneOnDuty',
  31: 'noOneNotified',
};

export const DUTY_MODE: Readonly<Record<number, string>> = {
  0: 'offDuty',
  1: 'onDuty',
  100: 'onDutyAsManager',
};

/** Readable name of a code. Unknown codes are shown as they are. */
export function nameOf(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? `unknown (${code})`;
}

/**
 * Adds the names of the codes in an object, each as `<field>Name`.
 *
 * @example withNames(duty, { dutyMode: DUTY_MODE }) // { …, dutyMode: 1, dutyModeName: 'onDuty' }
 */
export function withNames(
  entry: Readonly<Record<string, unknown>>,
  tables: Readonly<Record<string, Readonly<Record<number, string>>>>,
): IDataObject {
  const named: IDataObject = { ...(entry as IDataObject) };
  for (const [field, names] of Object.entries(tables)) {
    const code = entry[field];
    if (typeof code === 'number') named[`${field}Name`] = nameOf(names, code);
  }
  return named;
}
