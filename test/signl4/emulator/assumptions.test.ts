import { startEmulator, type Emulator } from '@signalbox/emulators';
import {
  assumptions as signl4Assumptions,
  plugin as signl4,
  seed,
  type Control,
  type Options,
} from '@signalbox/emulators/signl4';
import { api, post, raise, request, startSignl4, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, deniz } = seed.users;
type Assume = NonNullable<Options['assume']>;
type Case = [
  assume: Assume,
  observe: (emulator: Emulator<Control>) => Promise<unknown>,
  byDefault: unknown,
  changed: unknown,
];

/** Types and status codes of the events that go out, read from the journal: the subscriber need not be there. */
const sent = async (emulator: Emulator<Control>) => {
  await emulator.control.idle();
  return emulator.journal.deliveries
    .filter(({ attempt }) => attempt === 1)
    .map(({ event }) => [event.eventType, (event.alert as { statusCode: number }).statusCode]);
};
const subscribed = async (emulator: Emulator<Control>) => {
  const extUrl = `http://127.0.0.1:${emulator.port}/nobody`;
  await api(emulator, 'POST', '/webhooks', { name: 'x', extUrl });
};

const cases: Case[] = [
  [
    { multiAckStatus: 2, deliveryTries: 1 },
    async (emulator) => {
      await subscribed(emulator);
      const { id } = await raise(emulator, { 'X-S4-AlertingScenario': 'multi_ack' });
      emulator.control.acknowledge(id, anna.id);
      return (await sent(emulator)).at(-1);
    },
    [201, 1],
    [201, 2],
  ],
  [
    { noOneOnDutyStatus: 1 },
    async (emulator) => {
      for (const user of [seed.users.anna, seed.users.ben]) emulator.control.punchOut(user.id);
      return (await raise(emulator)).statusCode;
    },
    16,
    1,
  ],
  [
    { rateLimitHeadersOnRest: false },
    async (emulator) => (await api(emulator, 'GET', '/teams')).headers.has('x-ratelimit-limit'),
    true,
    false,
  ],
  [
    { readOnlyStatus: 401 },
    async (emulator) =>
      (await api(emulator, 'POST', '/webhooks', {}, { 'x-s4-api-key': seed.readOnlyApiKey })).status,
    403,
    401,
  ],
  [
    { titleFallback: 'each-missing' },
    async (emulator) => {
      await post(emulator, { title: 'T', zone: 'A' });
      await emulator.control.idle();
      return emulator.control.alerts()[0]!.text;
    },
    '',
    'A',
  ],
  [
    { escalationToTeamEvent: false, deliveryTries: 1 },
    async (emulator) => {
      await subscribed(emulator);
      const { id } = await raise(emulator);
      await api(emulator, 'POST', `/alerts/${id}/escalateToTeam`, {
        targetTeamId: facilities.id,
        userId: anna.id,
      });
      return (await sent(emulator)).map(([type]) => type);
    },
    [200, 202, 200],
    [200, 200],
  ],
  [
    { userOutsideTeam: 403 },
    async (emulator) => {
      const { id } = await raise(emulator);
      return (await api(emulator, 'POST', `/alerts/${id}/close`, { uid: deniz.id })).status;
    },
    404,
    403,
  ],
  [
    { listScope: false },
    async (emulator) => {
      await api(emulator, 'POST', '/webhooks', { name: 'all', extUrl: 'http://x.example/1' });
      return (await api(emulator, 'GET', `/webhooks?teamId=${operations.id}`)).status;
    },
    200,
    404,
  ],
  [
    { requireJsonContentType: false },
    async (emulator) =>
      (
        await request(emulator, 'POST', '/api/v2/alerts/paged', '{}', {
          'x-s4-api-key': seed.apiKey,
          'content-type': 'text/plain',
        })
      ).status,
    415,
    204,
  ],
  [
    { undoEvent: false, deliveryTries: 1 },
    async (emulator) => {
      await subscribed(emulator);
      const { id } = await raise(emulator);
      emulator.control.acknowledge(id, anna.id);
      emulator.control.undoAcknowledge(id, anna.id);
      return sent(emulator);
    },
    [
      [200, 1],
      [201, 2],
      [201, 1],
    ],
    [
      [200, 1],
      [201, 2],
    ],
  ],
  [
    { afterId: 'newer' },
    async (emulator) => {
      const first = await raise(emulator);
      const second = await raise(emulator);
      const { status } = await api(emulator, 'POST', '/alerts/paged', { afterId: second.id });
      const { status: afterFirst } = await api(emulator, 'POST', '/alerts/paged', { afterId: first.id });
      return [afterFirst, status];
    },
    [204, 200],
    [200, 204],
  ],
];

describe('assumptions', () => {
  it.each(cases.map((entry) => [Object.keys(entry[0])[0]!, ...entry] as const))(
    '%s',
    async (_name, assume, observe, byDefault, changed) => {
      const settled = 'deliveryTries' in assume ? { deliveryTries: 1 } : {};
      expect(await observe(await startSignl4({ assume: settled }))).toEqual(byDefault);
      expect(await observe(await startSignl4({ assume }))).toEqual(changed);
    },
  );

  it('have ids of their own and say what is assumed', () => {
    const rows = Object.values(signl4Assumptions);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const row of rows) expect([row.question, row.assumed].every((text) => text.length > 2)).toBe(true);
  });

  it('refuse a name or a value that the table does not have', async () => {
    await expect(startEmulator(signl4, { assume: { nix: 1 } as Assume })).rejects.toThrow(
      'There is no assumption "nix"',
    );
    await expect(
      startEmulator(signl4, { assume: { readOnlyStatus: 500 } as unknown as Assume }),
    ).rejects.toThrow('It can be 403, 401');
    await expect(startEmulator(signl4, { assume: { deliveryTries: NaN } })).rejects.toThrow(
      'It can be a number',
    );
  });

  it('survive a reset', async () => {
    const { emulator } = await startStillSignl4({ assume: { rateLimitHeadersOnRest: false } });
    await emulator.reset();
    expect((await api(emulator, 'GET', '/teams')).headers.has('x-ratelimit-limit')).toBe(false);
  });
});
