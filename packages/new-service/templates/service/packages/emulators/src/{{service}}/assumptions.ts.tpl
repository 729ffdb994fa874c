import { assumption, type AssumptionSettings } from '../kit/assumption';

/** Behavior that the documentation leaves open. Options take their defaults from this table, and the command line prints it. */
export const assumptions = {
  createStatus: assumption('A01', 'Which status has the response to a request that created {{noun.one}}?', '201.', 201, [201, 200]),
  pageSize: assumption('A02', 'How many {{noun.many}} does a page of the list hold at most?', '100.', 100),
  {{#if isExpiring}}
  tokenLifetimeSeconds: assumption('A03', 'How long does an access token live (s)?', 'An hour.', 3_600),
  {{/if}}
  {{#if isWebhook}}
  deliveryTries: assumption('A11', 'How often is an event tried?', 'Three times.', 3),
  retryDelayMs: assumption('A12', 'How long until an event is tried again (ms)?', '5 s.', 5_000),
  deliveryTimeoutMs: assumption('A13', 'How long may a receiver take to respond (ms)?', '10 s.', 10_000),
  {{/if}}
};

export type {{type}}Assumptions = AssumptionSettings<typeof assumptions>;
