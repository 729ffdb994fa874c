import type { ServiceConfig } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';

import { textsIn, uidOf } from '../api/sentry-address';

const LABEL = 'Sentries';

/**
 * UIDs of the Sentries to watch, from a field with UIDs and API URLs or from an expression that returns a list.
 * Defaults to the Sentry of the credential.
 *
 * @throws InvalidParameterError for a Sentry that does not belong to this credential, and if there is none
 */
export function watchedUids(given: unknown, { baseUrl, defaults = {} }: ServiceConfig): string[] {
  // String() turns a list into a comma-separated text.
  const uids = textsIn(String(given ?? '')).map((text) => uidOf(text, baseUrl, LABEL));
  if (uids.length > 0) return uids;
  if (typeof defaults.sentry === 'string') return [defaults.sentry];
  throw new InvalidParameterError(
    `"${LABEL}" is empty, and the credential has no default Sentry`,
    'Enter the UID or the API URL of each Sentry to watch, or a Default Sentry in the credential.',
  );
}
