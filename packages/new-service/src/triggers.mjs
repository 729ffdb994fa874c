/**
 * @typedef {object} TriggerKind
 * @property {string} value answer to the question
 * @property {string} about
 */

/** @type {readonly TriggerKind[]} */
export const triggerKinds = [
  { value: 'none', about: 'No trigger' },
  { value: 'poll', about: 'Poll: n8n asks for what is new' },
  { value: 'signed-webhook', about: 'Webhook whose events are signed: HMAC with a time stamp' },
  { value: 'token-webhook', about: 'Webhook whose events are not signed: a token in its URL' },
];
