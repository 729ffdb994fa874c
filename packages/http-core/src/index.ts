// Requests out. Errors, operations, webhooks and polling are separate entry points (/errors, /operation, /webhook,
// /poll), so that each file of a package loads only what it uses: a credential, for one, no schema library.
export type { Context } from './platform/context';
export { alphabetically } from './platform/alphabetically';
export { limitConcurrency } from './platform/concurrency';
export { isRecord } from './platform/is-record';
export { log } from './platform/log';
export { lazy } from './platform/lazy';
export { call } from './request/call';
export { downloadedFile } from './request/downloaded-file';
export type { DownloadedFile } from './request/downloaded-file';
export type { Part } from './request/multipart';
export type { RateLimit } from './request/rate-limit/rate-limiter';
export { cursorInBody, tokenInQuery, wholeList } from './request/paginate';
export type { Pagination } from './request/paginate';
export { path } from './request/path';
export type { EncodedPath } from './request/path';
export type { RequestSpec } from './request/request-spec';
export type { Semantics } from './request/retry/decide-retry';
export { resetHeaderMs } from './request/retry/retry-after';
export type { Headers } from './request/response';
export { wellFormed, wellFormedWithin } from './request/well-formed';
export type { Hints } from './errors/hints';
export type { Service, ServiceConfig } from './service';
