import { alphabetically } from '@signalbox/http-core';
import type { INodePropertyOptions } from 'n8n-workflow';

/** Changes between two polls, by parameter value, in the order of the output. */
export const KINDS = {
  stateChanged: {
    name: 'State Changed',
    description: 'The state of the Sentry changed (happy, sad or sick)',
  },
  messageChanged: {
    name: 'Message Changed',
    description: 'The public message of the Sentry changed or was removed',
  },
  freshData: {
    name: 'Fresh Data',
    description: 'The time of the latest record of the Sentry moved forward',
  },
  wentStale: {
    name: 'Went Stale',
    description:
      'The latest record of the Sentry became older than Stale After. Fires once until fresh data arrives.',
  },
  anyChange: {
    name: 'Any Change',
    description:
      'State, message, name, record time or metadata of the Sentry changed, or it was updated again. One item for all changes.',
  },
} satisfies Record<string, { name: string; description: string }>;

export type Kind = keyof typeof KINDS;

/** Type guard, since expressions can return anything. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}

export const eventOptions: INodePropertyOptions[] = Object.entries(KINDS)
  .map(([value, { name, description }]) => ({ name, value, description }))
  .sort(alphabetically(({ name }) => name));
