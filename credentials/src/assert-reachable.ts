import type { IHttpRequestHelper, INodeProperties } from 'n8n-workflow';

import { transportFailure } from './transport-failure';

/** Milliseconds. A person waits for the outcome. */
const TIMEOUT_MS = 10_000;

/**
 * A hidden property that makes n8n call `preAuthentication` when the user tests the credential, and at no other time, for
 * credentials that fetch no token: n8n also calls it while the property is empty, which its default prevents.
 */
export const testedProperty: INodeProperties = {
  displayName: 'Tested',
  name: 'tested',
  type: 'hidden',
  typeOptions: { expirable: true },
  default: 'by request',
};

/** An address of a credential, and how its user knows it. */
export interface Address {
  /** Name of the service, as its users call it. */
  service: string;
  /** Checked URL. */
  baseUrl: string;
  /** Label of the credential's field that holds the address; left out where the address is fixed. */
  field?: string;
}

/**
 * Checks for the test of a credential that something answers at an address. Sends no secret; every answer counts.
 *
 * The test's own request cannot explain a connection that fails: n8n shows the bare code of the error, such as "ECONNREFUSED"
 * (n8n 2.41, credentials-tester). Call it in `preAuthentication`, whose errors n8n shows as they are.
 *
 * @throws TokenFailure that says why nothing answers, and what to check
 */
export async function assertReachable(
  helper: IHttpRequestHelper,
  { service, baseUrl, field }: Address,
): Promise<void> {
  try {
    await helper.helpers.httpRequest({
      method: 'HEAD',
      url: baseUrl,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
      maxRedirects: 0,
      timeout: TIMEOUT_MS,
    });
  } catch (error) {
    const subject = `${service} at ${new URL(baseUrl).origin}`;
    throw transportFailure(error, {
      subject,
      field: field === undefined ? 'whether n8n may reach that host' : `"${field}" of the credential`,
      secrets: [],
    });
  }
}

/** The same for an address beside one that has just answered: at the same origin there is nothing to find out. */
export async function assertOtherHostReachable(
  helper: IHttpRequestHelper,
  answered: string,
  address: Address | undefined,
): Promise<void> {
  if (address && new URL(address.baseUrl).origin !== new URL(answered).origin) {
    await assertReachable(helper, address);
  }
}
