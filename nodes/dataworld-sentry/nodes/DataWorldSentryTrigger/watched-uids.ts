import type { ServiceConfig } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';

import { textsIn, uidOf } from '../api/sentry-address';

const LABEL = 'Sentries';

/**
 * The Sentries to watch, of a field with UIDs and API URLs between blanks, commas or line breaks, or of an expression that
 * gives a list. If it is empty, the one of the credential.
 *
 * @throws InvalidParameterError for what is no Sentry of this credential, and if there is none at all
 */
export function watchedUids(given: unknown, { baseUrl, defaults = {} }: ServiceConfig): string[] {
  // A list becomes a text with commas.
  const uids = textsIn(String(given ?? '')).map((text) => uidOf(text, baseUrl, LABEL));
  if (uids.length > 0) return uids;
  if (typeof defaults.sentry === 'string') return [defaults.sentry];
  throw new InvalidParameterError(
    `"${LABEL}" is empty, and the credential names no Sentry either`,
    'Enter the UID or the API URL of each Sentry to watch, or a Default Sentry in the credential.',
  );
}
