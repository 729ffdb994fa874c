import type { IDataObject } from 'n8n-workflow';
import { itemsOf, raise, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const INBOUND = { path: '/webhook' };
const PAGED = { path: '/api/v2/alerts/paged' };

/** Sends, and waits until SIGNL4 has processed what has arrived. */
async function send(options: IDataObject = {}, more: Parameters<typeof lab.run>[2] = {}) {
  const run = await lab.run(
    'send',
    { title: 'Too warm', options: { externalId: 'INC-1', ...options } },
    more,
  );
  await lab.emulator.control.idle();
  return run;
}
const externalIds = () => lab.emulator.control.alerts().map(({ externalId }) => externalId);
const counts = () => ({
  sends: lab.requests().filter(({ path }) => path.startsWith('/webhook')).length,
  looks: lab.requests().filter(({ path }) => path === PAGED.path).length,
});

describe('a Send whose outcome is unknown', () => {
  test.each(['resetAfter', 'truncate'] as const)(
    'is a success if the alert is there, with the same output (%s)',
    async (kind) => {
      lab.emulator.faults.inject({ match: INBOUND, fault: { kind } });
      expect(itemsOf(await send())).toEqual([{ eventId: lab.emulator.control.alerts()[0]!.eventId }]);
      expect(externalIds()).toEqual(['INC-1']);
    },
  );

  test('is a success if the alert appears only after some time', async () => {
    await lab.emulatorWith({ processingDelayMs: 900 });
    lab.emulator.faults.inject({ match: INBOUND, fault: { kind: 'resetAfter' } });
    itemsOf(await send());
    expect(externalIds()).toEqual(['INC-1']);
    expect(counts().looks).toBeGreaterThan(1);
  });

  test('is sent again if the alert is surely not there: others with the ID, or without one, are not it', async () => {
    const before = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1', Title: 'Too warm' });
    await raise(lab.emulator, { Title: 'Too warm' });
    // The clock of HTTP has whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    lab.emulator.faults.inject({ match: INBOUND, times: 3, fault: { kind: 'resetBefore' } });
    const items = ['INC-1', 'INC-2', 'filtered'].map((id) => ({ json: { id } }));
    // An event without a keyword raises no alert, so it is never there.
    const options = { externalId: '={{ $json.id }}', filtering: '={{ $json.id === "filtered" }}' };
    const [one, two, filtered] = itemsOf(await send(options, { items }));
    const raised = new Map(
      lab.emulator.control.alerts().map(({ eventId, externalId }) => [eventId, externalId]),
    );
    expect(raised.size).toBe(4);
    expect(one!.eventId).not.toBe(before.eventId);
    expect([one, two, filtered].map((item) => raised.get(String(item!.eventId)))).toEqual([
      'INC-1',
      'INC-2',
      undefined,
    ]);
    expect(counts().sends).toBe(6);
  });

  test.each([
    ['without an External ID', { externalId: '' }, {}],
    ['without an API key', {}, { credential: { apiKey: '' } }],
    ['with an API key that is refused', {}, { credential: { apiKey: 'wrong' } }],
  ])('stays as it is %s', async (_, options, more) => {
    lab.emulator.faults.inject({ match: INBOUND, fault: { kind: 'resetAfter' } });
    const { message, description } = refusalOf(await send(options, more));
    expect(message).toBe('SIGNL4 closed the connection before it had answered');
    expect(description).toMatch(/may have been carried out all the same/);
    expect(counts().sends).toBe(1);
  });

  test('is settled once for all tries of Retry On Fail', async () => {
    lab.emulator.faults.inject({ match: INBOUND, fault: { kind: 'resetAfter' } });
    lab.emulator.faults.inject({ match: PAGED, times: 'always', fault: { kind: 'status', code: 403 } });
    const { description } = refusalOf(await send({}, { retry: { maxTries: 3, waitBetweenTries: 1 } }));
    expect(description).toMatch(/Retry On Fail does not send it again\./);
    expect(counts()).toEqual({ sends: 1, looks: 1 });
  });
});

describe('Only If None Is Open', () => {
  const onlyIfNoneIsOpen = true;

  test('raises an alert if there is none, and waits until it can be seen', async () => {
    await lab.emulatorWith({ processingDelayMs: 300 });
    const [item] = itemsOf(await send({ onlyIfNoneIsOpen }));
    const [alert] = lab.emulator.control.alerts();
    expect(item).toEqual({ eventId: alert!.eventId, alertId: alert!.id, alreadyOpen: false });
  });

  test.each(['open', 'acknowledged'])('returns the one that is %s', async (state) => {
    const { id, eventId } = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
    await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-11' });
    if (state === 'acknowledged') await raiseStatus('acknowledged');
    expect(itemsOf(await send({ onlyIfNoneIsOpen }))).toEqual([{ eventId, alertId: id, alreadyOpen: true }]);
    expect(counts().sends).toBe(0);
  });

  test('raises another one after the last was closed', async () => {
    await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
    await raiseStatus('resolved');
    const [item] = itemsOf(await send({ onlyIfNoneIsOpen }));
    expect(item).toMatchObject({ alreadyOpen: false });
    expect(externalIds()).toHaveLength(2);
  });

  test('raises one alert for all items with the same ID, and one for each other', async () => {
    await lab.emulatorWith({ processingDelayMs: 200 });
    const items = ['a', 'b', 'a', 'a', 'b', 'c'].map((id) => ({ json: { id } }));
    const externalId = '={{ $json.id }}';
    const sent = itemsOf(await send({ onlyIfNoneIsOpen, externalId }, { items }));
    expect(externalIds().sort()).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ alreadyOpen }) => alreadyOpen)).toEqual([false, false, true, true, true, false]);
    expect(sent[2]!.alertId).toBe(sent[0]!.alertId);
  });

  test('raises one alert if the answer is lost', async () => {
    lab.emulator.faults.inject({ match: INBOUND, fault: { kind: 'resetAfter' } });
    const [item] = itemsOf(await send({ onlyIfNoneIsOpen }));
    expect(item).toMatchObject({ alertId: lab.emulator.control.alerts()[0]!.id });
    expect(counts().sends).toBe(1);
  });

  test.each([
    ['no External ID', { externalId: ' ' }, {}, /"Only If None Is Open" needs an external ID/],
    ['no API key', {}, { credential: { apiKey: '' } }, /The credential has no API Key/],
  ])(
    'Only If None Is Open with %s sends nothing and says what is missing',
    async (_, options, more, said) => {
      expect(refusalOf(await send({ onlyIfNoneIsOpen, ...options }, more)).message).toMatch(said);
      expect(counts()).toEqual({ sends: 0, looks: 0 });
    },
  );

  test('sends nothing when it cannot look', async () => {
    lab.emulator.faults.inject({ match: PAGED, times: 'always', fault: { kind: 'status', code: 403 } });
    expect(refusalOf(await send({ onlyIfNoneIsOpen })).description).not.toMatch(/may have been carried out/);
    expect(counts().sends).toBe(0);
  });

  test('Only If None Is Open of an event that raises no alert ends anyway', async () => {
    const [item] = itemsOf(await send({ onlyIfNoneIsOpen, filtering: true }));
    expect(item).toEqual({ eventId: expect.any(String), alreadyOpen: false });
  });

  /** Acknowledges or resolves by the inbound webhook. */
  async function raiseStatus(status: string) {
    await fetch(`${lab.emulator.url}/webhook/${seed.teams.operations.secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 'X-S4-ExternalID': 'INC-1', 'X-S4-Status': status }),
    });
    await lab.emulator.control.idle();
    lab.emulator.journal.requests.length = 0;
  }
});

test('1,000 Sends, of which every fifth loses its answer, raise 1,000 alerts and give no error', async () => {
  const workers = 8;
  const all = 1_000;
  const { emulator } = lab;
  // One after the other in the order of arrival: four pass, the fifth is reset when the alert is on its way.
  for (let n = 0; n < all / 5; n++) {
    emulator.faults.inject({ match: INBOUND, times: 4, fault: { kind: 'delay', ms: 0 } });
    emulator.faults.inject({ match: INBOUND, times: 1, fault: { kind: 'resetAfter' } });
  }
  // Each worker is a separate n8n, so that none has to wait for the 150 events in 15 seconds of the plan.
  const outputs: IDataObject[] = [];
  for (let worker = 0; worker < workers; worker++) {
    const items = Array.from({ length: all / workers }, (_, n) => ({ json: { id: `${worker}-${n}` } }));
    const packages = await lab.reload();
    outputs.push(...itemsOf(await send({ externalId: '={{ $json.id }}' }, { items, packages })));
  }
  expect(outputs).toHaveLength(all);
  expect(new Set(externalIds()).size).toBe(all);
  expect(externalIds()).toHaveLength(all);
  const raised = new Map(emulator.control.alerts().map(({ eventId, externalId }) => [eventId, externalId]));
  const ids = Array.from({ length: all }, (_, n) => `${Math.floor(n / 125)}-${n % 125}`);
  expect(outputs.map(({ eventId }) => raised.get(String(eventId)))).toEqual(ids);
  expect(counts().sends).toBe(all);
}, 120_000);
