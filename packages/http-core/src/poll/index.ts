export { pollForChanges } from './poll-for-changes';
export { pollForNew } from './poll-for-new';
export type { PollOptions, PollPage, PollQuery } from './poll-options';
