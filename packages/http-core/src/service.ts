import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Hints } from './errors/hints';
import type { RateLimit } from './request/rate-limit/rate-limiter';
import type { Headers } from './request/response';

/** How to reach a service with one credential. */
export interface ServiceConfig {
  /** Checked base URL, see `checkBaseUrl` of the credentials package. */
  baseUrl: string;
  /** Further base URLs of the same credential by name, for `RequestSpec.host`. Checked likewise. */
  hosts?: Readonly<Record<string, string>>;
  /** Every secret value of the credential and what is derived from it; hidden wherever it occurs in an error. */
  secrets: readonly string[];
  /** Published rate limits by lane (`RequestSpec.lane`); a lane without limits is not paced. */
  rateLimits?: Readonly<Record<string, readonly RateLimit[]>>;
  /** Whether this credential fetches tokens, where some do and others do not; `Service.refreshesToken` otherwise. */
  refreshesToken?: boolean;
  /** What the credential says for parameters that the user leaves empty, by name of the parameter. */
  defaults?: Readonly<Record<string, unknown>>;
}

/** What the core has to know of a service. Declared once per package. */
export interface Service {
  /** As its users call it. */
  name: string;
  /** Name of the credential type. */
  credentialType: string;
  /** Whether the credential fetches tokens that expire. They are renewed by themselves, also after a 401. */
  refreshesToken: boolean;
  /** How many items are worked on at the same time unless the user says otherwise; default 10. */
  concurrency?: number;
  /** Reads the decrypted credential. Throws InvalidParameterError when it cannot work. */
  configure(credential: ICredentialDataDecryptedObject): ServiceConfig;
  /** The service's own words in the body of a refusal (parsed JSON, of any form). */
  explain?(body: unknown): string | undefined;
  /** The service's id of a request, from the body of a refusal or the headers of any answer. */
  requestId?(body: unknown, headers: Headers): string | undefined;
  /** A wait asked for by a header of the service's own, in milliseconds; `Retry-After` comes first. */
  retryAfter?(headers: Headers, nowMs: number): number | undefined;
  /** What the user can do, by HTTP status or kind of failure, where the general advice is not good enough. */
  hints?: Hints;
}
