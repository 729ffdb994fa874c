import { signl4 } from 'n8n-nodes-signl4/nodes/api/signl4';

const requestsAt = (plan: unknown) =>
  signl4.configure({ environment: 'cloud', apiKey: 'a-key', plan: plan as string }).rateLimits?.default?.[0]
    ?.requests;

test('the plan of the credential decides how fast it is sent', () => {
  expect([requestsAt('free'), requestsAt('commercial')]).toEqual([10, 150]);
});

test.each(['toString', '__proto__', 'enterprise', undefined, 7])(
  'a plan that is none, %p, is taken for the usual one',
  (plan) => expect(requestsAt(plan)).toBe(150),
);
