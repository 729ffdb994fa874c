import type { IHttpRequestOptions } from 'n8n-workflow';

/**
 * Goes along with a request to the credential that signs it, and says which token is meant. It stays in the process: n8n sends
 * the options that it knows, and no others.
 *
 * n8n renews a token when a 401 is thrown, but before 2.16 it throws either every refusal, without its body, or none. So a 401 is a response like
 * any other, and the core sends the request again with a note of the refused token, for which the credential asks n8n for a new one.
 */
export interface TokenNote {
  /** Fingerprint of the token that the credential has put into the request; missing if there is none to renew. */
  taken?: string;
  /** Fingerprint of a token that the service has refused. */
  refused?: string;
}

/** Options of a request from the core. */
export type NotedOptions = IHttpRequestOptions & { tokenNote?: TokenNote };
