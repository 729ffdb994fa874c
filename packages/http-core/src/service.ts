import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Hints } from './errors/hints';
import type { RateLimit } from './request/rate-limit/rate-limiter';
import type { Headers } from './request/response';

/** Configuration of a service for one credential. */
export interface ServiceConfig {
  /** Checked base URL, see `checkBaseUrl` of the credentials package. */
  baseUrl: string;
  /**
   * Further checked base URLs of the same credential by name, for `RequestSpec.host`.
   * @default none
   * @example { files: 'https://files.example.com' }
   */
  hosts?: Readonly<Record<string, string>>;
  /** All secret values, raw and derived. Redacted from every error. */
  secrets: readonly string[];
  /**
   * Published rate limits by bucket (`RequestSpec.bucket`).
   * @default no limits
   * @example { default: [{ requests: 100, perMs: 60_000 }] }
   */
  rateLimits?: Readonly<Record<string, readonly RateLimit[]>>;
  /**
   * This credential fetches tokens that expire. For services where only some credentials do.
   * @default Service.refreshesToken
   */
  refreshesToken?: boolean;
  /**
   * Values of the credential for parameters that the user leaves empty, by name.
   * @default none
   * @example { companyId: 'acme' }
   */
  defaults?: Readonly<Record<string, unknown>>;
}

/** Facts about a service that the core needs. Declared once per package. */
export interface Service {
  /** Display name, which begins every error. */
  name: string;
  /** Name of the credential type. */
  credentialType: string;
  /** The credential fetches tokens that expire. They are renewed automatically, also after a 401. */
  refreshesToken: boolean;
  /**
   * Items processed at the same time, unless the user sets another number.
   * @default 10
   */
  concurrency?: number;
  /** Reads the decrypted credential. @throws InvalidParameterError if it cannot work */
  configure(credential: ICredentialDataDecryptedObject): ServiceConfig;
  /**
   * Extracts the service's explanation from the body of a refusal (parsed JSON of any form).
   * @default a general sentence for the status
   */
  explain?(body: unknown): string | undefined;
  /**
   * Extracts the service's request ID from the body of a refusal or the headers of any response.
   * @default no request ID in errors
   */
  requestId?(body: unknown, headers: Headers): string | undefined;
  /**
   * Reads the wait from a header of the service, in milliseconds. `Retry-After` takes precedence.
   * @default only `Retry-After`
   * @example resetHeaderMs('x-ratelimit-reset')
   */
  retryAfter?(headers: Headers, nowMs: number): number | undefined;
  /**
   * Advice by HTTP status or kind of failure.
   * @default the general advice of the core
   * @example { 403: 'Give the service account the role "Project developer".' }
   */
  hints?: Hints;
}
