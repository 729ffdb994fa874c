import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { sentryAddress, textsIn } from './sentry-address';

const placeholder = 'e.g. https://data.world/h/api/v1/sentries/abc123';

const oneSentry = () =>
  z.pipe(
    z.string(),
    z.transform((value) => sentryAddress(value)),
  );

/** Removes duplicates. */
const severalSentries = () =>
  z
    .pipe(
      z.union(
        [z.string(), z.array(z.string())],
        'must be UIDs or API URLs, separated by commas, or a list of them',
      ),
      z.transform((value) => {
        const given = Array.isArray(value) ? value.filter((each) => each.trim() !== '') : textsIn(value);
        const addresses = given.map((each) => sentryAddress(each, 'Sentries'));
        return [...new Map(addresses.map((each) => [each.uid, each])).values()];
      }),
    )
    // An empty list from an expression must not fall back to the Sentry of the credential.
    .check(z.minLength(1, 'names no Sentry'));

/** Field for one Sentry. */
export const sentryLocator = {
  displayName: 'Sentry',
  name: 'sentry',
  type: 'resourceLocator',
  default: { mode: 'url', value: '' },
  description:
    'API URL of the Sentry, copied from its page in the Hoot admin space, or its UID. Leave empty to use the Sentry of the credential.',
  modes: [
    { displayName: 'By API URL', name: 'url', type: 'string', placeholder },
    { displayName: 'By UID', name: 'id', type: 'string', placeholder: 'e.g. abc123' },
  ],
  [schema]: oneSentry,
} as const satisfies Field;

/** Field for several Sentries. */
export const sentriesField = {
  displayName: 'Sentries',
  name: 'sentries',
  type: 'string',
  default: '',
  placeholder: 'e.g. abc123, def456',
  description:
    'UIDs or API URLs, separated by commas or line breaks, or an expression that returns a list. Leave empty to use the Sentry of the credential.',
  [schema]: severalSentries,
} as const satisfies Field;
