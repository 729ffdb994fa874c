import type { ICredentialTestRequest } from 'n8n-workflow';

/** n8n's type has lists of one kind of rule; its tester takes them mixed. */
type TestRule = Extract<NonNullable<ICredentialTestRequest['rules']>[number], { type: 'responseCode' }>;

const REDIRECTS = [301, 302, 303, 307, 308];
const OUTAGES = [500, 502, 503, 504];

/** Names that the messages of the rules contain. */
interface TestedService {
  /** Its name, at the beginning of a sentence. */
  name: string;
  /** The setting to check if something other than the service responds: `"Base URL" of the credential`. */
  address: string;
}

/**
 * Says what n8n shows for a status in the test of a credential. Without a rule it shows the reason phrase, such as `Found`.
 */
export function statusRule(status: number, message: string): TestRule {
  return { type: 'responseCode', properties: { value: status, message } };
}

/**
 * Rules of a credential test for what any service, or whatever stands in its place, may send back: a redirect, an outage, a web
 * page. The latter needs `encoding: 'text'` in the request: n8n compares the value under a key of the body, and the keys of a
 * text are its positions. Of a parsed body n8n takes the first entry, and fails if there is none.
 */
export function commonTestRules({ name, address }: TestedService): TestRule[] {
  const elsewhere = `Check ${address}, and whether a proxy stands in between.`;
  const page = (first: unknown, what: string) =>
    ({
      type: 'responseSuccessBody',
      properties: {
        key: '0',
        value: first,
        message: `${name} does not answer at this address: ${what}. ${elsewhere}`,
      },
    }) as unknown as TestRule;
  return [
    ...REDIRECTS.map((status) =>
      statusRule(
        status,
        `The address of ${name} redirects to another one (HTTP ${status}), which n8n does not follow. ${elsewhere}`,
      ),
    ),
    ...outageRules(name),
    page('<', 'a web page comes back'),
    page(undefined, 'an empty response comes back'),
  ];
}

/** Rules for a service, or a gateway in front of it, that is out of order. */
export function outageRules(name: string): TestRule[] {
  return OUTAGES.map((status) =>
    statusRule(
      status,
      `${name} has a problem (HTTP ${status}), not the credential. Test it again in a few minutes.`,
    ),
  );
}
