import type { ErrorKind } from './request-error';

/** Advice for the user, by HTTP status or kind of failure. */
export type Hints = Readonly<Partial<Record<ErrorKind | number, string>>>;
