// Requests out. Errors, operations, webhooks and polling are entry points of their own (/errors, /operation, /webhook,
// /poll), so that each file of a package loads only what it uses: a credential, for one, no schema library.
export type { Context } from './platform/context';
export { slots } from './operation/slots';
export { alphabetically } from './platform/alphabetically';
export { log } from './platform/log';
export { once } from './platform/once';
export { call } from './request/call';
export { downloadedFile } from './request/downloaded-file';
export type { DownloadedFile } from './request/downloaded-file';
export type { Part } from './request/multipart';
export type { RateLimit } from './request/pace';
export { cursorInBody, nextLink, numberedPages, tokenInQuery } from './request/paginate';
export type { Pagination } from './request/paginate';
export { path } from './request/path';
export type { EncodedPath } from './request/path';
export type { Effect, RequestSpec } from './request/request-spec';
export { resetHeaderMs } from './request/retry-after';
export type { Headers } from './request/retry-after';
export { wellFormed, wellFormedWithin } from './request/well-formed';
export type { Connection, Remedies, Service } from './service';
