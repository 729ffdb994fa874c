export { pollForNew } from './poll-for-new';
export type { PollOptions, PollPage, PollQuery } from './poll-for-new';
