import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod/v4';
import { seed, useLab } from './lab';
import { EVERY_EVENT, listeningTrigger, type ListeningTrigger } from './listening-trigger';

const lab = useLab();

/** Deliveries that are on the wire at the same time. */
const BATCH = 25;

/** Schema of an item, as the README promises it. */
const Item = z.strictObject({
  event: z.enum(EVERY_EVENT as [string, ...string[]]),
  eventName: z.string().min(1),
  eventType: z.number().int(),
  raisedAt: z.string().optional(),
  alertId: z.string().optional(),
  externalId: z.string().optional(),
  status: z.string().min(1).optional(),
  statusCode: z.number().int().optional(),
  eventId: z.string().optional(),
  acknowledgedUserIds: z.array(z.string()).optional(),
  userId: z.string().optional(),
  userName: z.string().optional(),
  userMail: z.string().optional(),
  teamId: z.string().optional(),
  subscriptionId: z.string().optional(),
  annotation: z.string().optional(),
  annotationId: z.string().optional(),
  deliveryId: z.string().optional(),
  raw: z.looseObject({ eventType: z.number().int() }),
});

const valid = {
  eventType: 203,
  eventRaisedUtc: '2026-01-05T08:00:00.1234567Z',
  subscription: { id: seed.subscriptionId },
  team: { id: seed.teams.operations.id },
  user: { username: 'Anna Berg', mailaddress: 'anna.berg@example.com', id: seed.users.anna.id },
  alert: {
    statusCode: 2,
    eventId: '2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2',
    externalEventId: 'INC-1',
    acknowledgedUserIds: [seed.users.anna.id],
    id: '2518236416804564452_00000000-948c-43d0-9034-f9565d7b6bd2',
  },
  annotation: { message: 'On my way', id: '2518236416804564451_11111111-948c-43d0-9034-f9565d7b6bd2' },
};

const paths = [
  ...Object.keys(valid),
  ...Object.entries(valid).flatMap(([name, value]) =>
    typeof value === 'object' ? Object.keys(value).map((inner) => `${name}.${inner}`) : [],
  ),
  '__proto__',
  'constructor.prototype',
  'something.new',
];

/** Values that parsers and comparisons are known to trip over, beside any JSON. */
const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, '', 0, -0, 1e308, 2 ** 53, '\u0000', '\ud800', [], {}, [null], '201', true),
  fc.integer({ min: -2, max: 400 }),
);

/** A valid event in which some fields have other values or are gone. */
const mutatedEvent = fc
  .array(fc.tuple(fc.constantFrom(...paths), fc.option(oddValue, { nil: undefined })), { maxLength: 4 })
  .map((changes) => {
    const event = structuredClone(valid) as Record<string, unknown>;
    event.id = randomUUID();
    for (const [path, value] of changes) {
      const [first, second] = path.split('.') as [string, string?];
      const inner = Object.hasOwn(event, first) ? event[first] : undefined;
      const target = second === undefined ? event : isObject(inner) ? inner : undefined;
      const place = target ?? define(event, first, {});
      if (value === undefined) delete place[second ?? first];
      // A copy: the constants among the values are the same objects each time, and further changes go into them.
      else define(place, second ?? first, structuredClone(value));
    }
    return JSON.stringify(event);
  });

/** A valid body with bytes changed, cut or doubled. */
const brokenBody = fc
  .tuple(fc.nat(), fc.nat({ max: 40 }), fc.uint8Array({ maxLength: 20 }))
  .map(([at, removed, added]) => {
    const bytes = Buffer.from(JSON.stringify({ ...valid, id: randomUUID() }));
    const start = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + removed)]);
  });

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Sets an own property, whatever its name. */
function define(target: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  return isObject(value) ? value : target;
}

/** Sends a batch concurrently and returns the outcome of each body. */
async function deliverAll(
  trigger: ListeningTrigger,
  bodies: readonly (string | Buffer)[],
  query?: Record<string, string>,
) {
  return await Promise.all(bodies.map((body) => trigger.deliver(body, query && { query })));
}

const batchOf = <T>(body: fc.Arbitrary<T>) => fc.array(body, { minLength: BATCH, maxLength: BATCH });

let trigger: ListeningTrigger;
beforeEach(async () => {
  trigger = await listeningTrigger(lab);
});
afterEach(async () => await trigger.close());

test.each([
  ['other values', mutatedEvent],
  ['other bytes', brokenBody],
])(
  'a thousand events with %s: an item of the right shape or a refusal, never a failure',
  async (_, bodies) => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(batchOf<string | Buffer>(bodies), async (batch) => {
        for (const { status, error, workflowData, logs } of await deliverAll(trigger, batch)) {
          seen.add(status);
          // 422 is n8n's own answer to a body that it cannot parse.
          expect([200, 400, 422]).toContain(status);
          if (status !== 422) expect(error).toBeUndefined();
          expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
          if (status !== 200) expect(workflowData).toBeUndefined();
          for (const { json } of workflowData?.[0] ?? []) Item.parse(json);
        }
      }),
      { numRuns: 40 },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    // Both outcomes have been there, or the property would say nothing.
    expect([...seen]).toEqual(expect.arrayContaining([200, 400]));
    expect(trigger.items().length).toBeGreaterThan(50);
  },
);

test('a thousand events with a wrong token: nothing but 401 and n8n\u2019s 422, and no execution', async () => {
  const { token } = trigger;
  const wrongToken = fc.oneof(
    fc.string(),
    fc.nat({ max: token.length - 1 }).map((at) => token.slice(0, at) + token.slice(at + 1)),
    fc
      .tuple(fc.nat({ max: token.length - 1 }), fc.constantFrom('A', 'b', '7', '-'))
      .filter(([at, char]) => token[at] !== char)
      .map(([at, char]) => token.slice(0, at) + char + token.slice(at + 1)),
  );
  const body = fc.oneof<fc.Arbitrary<string | Buffer>[]>(mutatedEvent, brokenBody);
  await fc.assert(
    fc.asyncProperty(batchOf(body), wrongToken, async (batch, given) => {
      for (const delivered of await deliverAll(trigger, batch, { token: given })) {
        expect([401, 422]).toContain(delivered.status);
        expect(delivered.workflowData).toBeUndefined();
      }
    }),
    { numRuns: 40 },
  );
  expect(trigger.items()).toEqual([]);
  expect(trigger.staticData()).not.toHaveProperty('seenDeliveries');
});
