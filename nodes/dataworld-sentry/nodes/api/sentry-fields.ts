import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { sentryAddress, textsIn } from './sentry-address';

const placeholder = 'e.g. https://data.world/h/api/v1/sentries/abc123';

/** One Sentry. */
export const sentryLocator: INodeProperties = {
  displayName: 'Sentry',
  name: 'sentry',
  type: 'resourceLocator',
  default: { mode: 'url', value: '' },
  description:
    'The Sentry by its API URL, copied from its page in the Hoot admin space, or by its UID. Leave it empty for the Sentry of the credential.',
  modes: [
    { displayName: 'By API URL', name: 'url', type: 'string', placeholder },
    { displayName: 'By UID', name: 'id', type: 'string', placeholder: 'e.g. abc123' },
  ],
};

/** Several Sentries. */
export const sentriesField: INodeProperties = {
  displayName: 'Sentries',
  name: 'sentries',
  type: 'string',
  default: '',
  placeholder: 'e.g. abc123, def456',
  description:
    'UIDs or API URLs, separated by commas or line breaks, or an expression that gives a list. Leave it empty for the Sentry of the credential.',
};

/** The Sentry of a `sentryLocator`. */
export const sentryInput = () =>
  z.pipe(
    z.string(),
    z.transform((value) => sentryAddress(value)),
  );

/** The Sentries of a `sentriesField`, each once. */
export const sentriesInput = () =>
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
    // An empty list that an expression gives is no reason to report to the Sentry of the credential.
    .check(z.minLength(1, 'names no Sentry'));
