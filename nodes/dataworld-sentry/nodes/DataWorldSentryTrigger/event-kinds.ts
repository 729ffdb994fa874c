import { alphabetically } from '@signalbox/http-core';
import type { INodePropertyOptions } from 'n8n-workflow';

/** What can be noticed between two looks at a Sentry, by the value the user picks, in the order of the output. */
export const KINDS = {
  stateChanged: {
    name: 'State Changed',
    description: 'The Sentry has another state: happy, sad or sick',
  },
  messageChanged: {
    name: 'Message Changed',
    description: 'The Sentry shows another message to users, or none any more',
  },
  freshData: {
    name: 'Fresh Data',
    description: 'The time of the latest record of the Sentry moved forward',
  },
  wentStale: {
    name: 'Went Stale',
    description:
      'The latest record of the Sentry is older than Stale After; once until it moves forward again',
  },
  anyChange: {
    name: 'Any Change',
    description:
      'State, message, name, record time or metadata of the Sentry changed, or it was reported anew; one item however much it is',
  },
} satisfies Record<string, { name: string; description: string }>;

export type Kind = keyof typeof KINDS;

/** Expressions can give anything. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}

export const eventOptions: INodePropertyOptions[] = Object.entries(KINDS)
  .map(([value, { name, description }]) => ({ name, value, description }))
  .sort(alphabetically(({ name }) => name));
