import { byId, itemsOf, raise, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { anna, ben } = seed.users;

/** The requests that were sent, with their bodies as JSON. */
function sent() {
  return lab.requests().map(({ method, path, query, body, headers }) => {
    expect(headers).toMatchObject({ 'x-s4-api-key': seed.apiKey, accept: 'application/json' });
    return {
      method,
      path,
      query: Object.fromEntries(query),
      body: body === '' ? undefined : JSON.parse(body),
    };
  });
}

describe('Get', () => {
  test('gives the alert as SIGNL4 has it, with names for its codes', async () => {
    const alert = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
    const [item] = itemsOf(await lab.run('get', { alertId: byId(`={{ " ${alert.id} " }}`) }));
    expect(sent()).toEqual([{ method: 'GET', path: `/api/v2/alerts/${alert.id}`, query: {} }]);
    expect(item).toMatchObject({
      id: alert.id,
      eventId: alert.eventId,
      externalId: 'INC-1',
      title: 'Pump 3',
      text: 'Pressure low',
      statusName: 'open',
      deliveryStatusName: 'transmitted',
      severityName: 'low',
      status: { statusCode: 1, alertDeliveryStatus: { statusCode: 4 } },
      history: { created: alert.created, acknowledgements: [] },
      teamId: seed.teams.operations.id,
    });
    expect(item).not.toHaveProperty('timelineEntries');
  });

  test('gives the details if asked for', async () => {
    const alert = await raise(lab.emulator, { Store: '3' });
    const [item] = itemsOf(await lab.run('get', { alertId: byId(alert.id), includeDetails: true }));
    expect(sent()).toEqual([{ method: 'GET', path: `/api/v2/alerts/${alert.id}/details`, query: {} }]);
    expect(item).toMatchObject({
      statusName: 'open',
      parameters: [{ name: 'Store', value: '3' }],
      attachments: [],
      escalations: [],
      timelineEntries: [{ entrytype: 1 }],
    });
  });

  test('shows a code that has no name yet', async () => {
    const alert = await raise(lab.emulator);
    alert.statusCode = 64;
    alert.deliveryStatusCode = 77;
    alert.severity = 9;
    const [item] = itemsOf(await lab.run('get', { alertId: byId(alert.id) }));
    expect(item).toMatchObject({
      statusName: 'unknown (64)',
      deliveryStatusName: 'unknown (77)',
      severityName: 'unknown (9)',
    });
  });
});

describe.each([
  ['acknowledge', 2, 'acknowledged'],
  ['close', 4, 'closed'],
] as const)('%s', (operation, statusCode, statusName) => {
  test('is done in the name of a user, with a comment', async () => {
    const alert = await raise(lab.emulator);
    const parameters = { alertId: byId(alert.id), userId: byId(anna.id), comment: 'On it' };
    const [item] = itemsOf(await lab.run(operation, parameters));
    expect(sent()).toEqual([
      {
        method: 'POST',
        path: `/api/v2/alerts/${alert.id}/${operation}`,
        query: {},
        body: { uid: anna.id, descr: 'On it' },
      },
    ]);
    expect(item).toMatchObject({ id: alert.id, statusName, status: { statusCode } });
    expect(alert.statusCode).toBe(statusCode);
    expect(alert.timeline).toContainEqual(expect.objectContaining({ text: 'On it', userId: anna.id }));
  });

  test('sends no comment that nobody wrote', async () => {
    const alert = await raise(lab.emulator);
    itemsOf(await lab.run(operation, { alertId: byId(alert.id), userId: byId(anna.id), comment: '' }));
    expect(sent()[0]!.body).toEqual({ uid: anna.id });
  });

  test('an action that took effect although its response was lost is a success, not a conflict', async () => {
    const alert = await raise(lab.emulator);
    lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
    const [item] = itemsOf(await lab.run(operation, { alertId: byId(alert.id), userId: byId(anna.id) }));
    expect(item).toMatchObject({ id: alert.id, statusName });
    // The lost one, the refused one, and the look at the present state.
    expect(lab.requests().map(({ method, status }) => [method, status])).toEqual([
      ['POST', null],
      ['POST', 409],
      ['GET', 200],
    ]);
  });
});

test('one of several acknowledgements is a success too when its answer was lost', async () => {
  const alert = await raise(lab.emulator, { 'X-S4-AlertingScenario': 'multi_ack' });
  lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
  const run = await lab.run('acknowledge', { alertId: byId(alert.id), userId: byId(anna.id) });
  expect(itemsOf(run)).toMatchObject([{ statusName: 'open', history: { acknowledgements: [anna.id] } }]);
});

test('a note that may have been added is not sent again, and the error says so', async () => {
  const alert = await raise(lab.emulator);
  lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
  const run = await lab.run('annotate', { alertId: byId(alert.id), userId: byId(anna.id), note: 'x' });
  expect(refusalOf(run).description).toMatch(/may have been carried out all the same: check before/);
  expect(lab.requests()).toHaveLength(1);
});

test('Annotate adds a note', async () => {
  const alert = await raise(lab.emulator);
  const parameters = { alertId: byId(alert.id), userId: byId(anna.id), note: ' Technician is on the way ' };
  const [item] = itemsOf(await lab.run('annotate', parameters));
  expect(sent()).toEqual([
    {
      method: 'POST',
      path: `/api/v2/alerts/${alert.id}/annotate`,
      query: {},
      body: { text: 'Technician is on the way', type: 1, userId: anna.id },
    },
  ]);
  expect(item).toMatchObject({ text: 'Technician is on the way', userId: anna.id, type: 1 });
  expect(alert.timeline.at(-1)).toMatchObject({ id: item!.id, text: 'Technician is on the way' });
});

test('items are worked on in their own right: order, pairing, and one bad among good ones', async () => {
  const alerts = [await raise(lab.emulator), await raise(lab.emulator), await raise(lab.emulator)];
  lab.emulator.control.close(alerts[1]!.id, ben.id);
  const items = alerts.map(({ id }) => ({ json: { id } }));
  const parameters = { alertId: byId('={{ $json.id }}'), userId: byId(anna.id) };

  const run = await lab.run('acknowledge', parameters, { items, onError: 'continueErrorOutput' });
  expect(run.itemsPerOutput).toEqual([2, 1]);
  expect(run.outputs[0]!.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
    [alerts[0]!.id, { item: 0 }],
    [alerts[2]!.id, { item: 2 }],
  ]);
  const [bad] = run.outputs[1]!;
  expect(bad!.pairedItem).toEqual({ item: 1 });
  expect(bad!.json.error).toMatch(/^SIGNL4 says: .*closed already.* \(HTTP 409\)$/);
});

describe('Get Many', () => {
  const getMany = async (filters = {}, more = {}) => itemsOf(await lab.run('getAll', { filters, ...more }));
  const titles = (items: { title?: unknown }[]) => items.map(({ title }) => title);

  test('asks for the newest 50 alerts of any status', async () => {
    await raise(lab.emulator, { Title: 'First' });
    await raise(lab.emulator, { Title: 'Second' });
    expect(titles(await getMany())).toEqual(['Second', 'First']);
    expect(sent()).toEqual([
      {
        method: 'POST',
        path: '/api/v2/alerts/paged',
        query: { maxResults: '50' },
        body: { alertStatusCodes: 0 },
      },
    ]);
  });

  test('gives nothing, and no error, when there is nothing (204)', async () => {
    expect(await getMany()).toEqual([]);
    expect(lab.requests()[0]!.status).toBe(204);
    expect(await getMany({}, { returnAll: true })).toEqual([]);
  });

  test.each([
    [['open'], 1],
    [['acknowledged', 'open'], 3],
    [['closed'], 4],
    [['noReply', 'failed', 'error'], 56],
    [['acknowledged', 'closed', 'error', 'failed', 'noReply', 'open'], 63],
    [[], 0],
  ])('asks for the statuses %j as flags: %i', async (statuses, alertStatusCodes) => {
    await getMany({ statuses });
    expect(sent()[0]!.body).toEqual({ alertStatusCodes });
  });

  test('hands every filter to SIGNL4', async () => {
    const { operations, facilities } = seed.teams;
    await getMany({
      categoryIds: [seed.categories.operations.cooling.id],
      externalId: 'INC-1',
      maxCreated: '2026-01-06T00:00:00+01:00',
      minCreated: '2026-01-05T08:00:00Z',
      modifiedSince: '={{ DateTime.fromISO("2026-01-05T09:30:00Z") }}',
      statuses: ['open'],
      teamIds: [operations.id, facilities.id],
      textToSearch: 'Pump',
    });
    expect(sent()[0]!.body).toEqual({
      categoryIds: [seed.categories.operations.cooling.id],
      externalId: 'INC-1',
      maxCreated: '2026-01-05T23:00:00.000Z',
      minCreated: '2026-01-05T08:00:00.000Z',
      modifiedSince: '2026-01-05T09:30:00.000Z',
      alertStatusCodes: 1,
      teamIds: [operations.id, facilities.id],
      textToSearch: 'Pump',
    });
  });

  test('gives what the filters leave', async () => {
    await raise(lab.emulator, { Title: 'Pump', 'X-S4-ExternalID': 'INC-1' });
    const cold = await raise(lab.emulator, { Title: 'Freezer', 'X-S4-ExternalID': 'INC-2' });
    lab.emulator.control.acknowledge(cold.id, anna.id);
    expect(titles(await getMany({ externalId: '={{ "INC-" + 1 }}' }))).toEqual(['Pump']);
    expect(titles(await getMany({ statuses: ['acknowledged'] }))).toEqual(['Freezer']);
    expect(titles(await getMany({ textToSearch: 'free' }))).toEqual(['Freezer']);
    expect(titles(await getMany({ categoryIds: [seed.categories.operations.cooling.id] }))).toEqual([
      'Freezer',
    ]);
    expect(titles(await getMany({ teamIds: [seed.teams.facilities.id] }))).toEqual([]);
    expect(titles(await getMany({ minCreated: '={{ $now.plus({ hours: 1 }) }}' }))).toEqual([]);
    expect(titles(await getMany({ minCreated: '={{ $now.minus({ hours: 1 }) }}' }))).toHaveLength(2);
  });

  test('follows the pages to the end or to the limit', async () => {
    await Promise.all(
      Array.from({ length: 250 }, async (_, n) =>
        fetch(`${lab.emulator.url}/api/v2/alerts`, {
          method: 'POST',
          headers: { 'x-s4-api-key': seed.apiKey, 'content-type': 'application/json' },
          body: JSON.stringify({ teamId: seed.teams.operations.id, title: `Alert ${n}`, text: 'x' }),
        }),
      ),
    );
    const newestFirst = lab.emulator.control
      .alerts()
      .map(({ id }) => id)
      .sort();
    lab.emulator.journal.clear();

    const all = await getMany({ statuses: ['open'] }, { returnAll: true });
    expect(all.map(({ id }) => id)).toEqual(newestFirst);
    const token = (nextRowKey?: string) => ({
      nextPartitionKey: 'signalbox',
      nextRowKey,
      nextTableName: null,
    });
    expect(sent().map(({ query, body }) => [query, body])).toEqual([
      [{ maxResults: '100' }, { alertStatusCodes: 1 }],
      // The token of the page before, untouched.
      [{ maxResults: '100' }, { alertStatusCodes: 1, continuationToken: token(newestFirst[100]) }],
      [{ maxResults: '100' }, { alertStatusCodes: 1, continuationToken: token(newestFirst[200]) }],
    ]);

    for (const [limit, count, maxResults] of [
      [1, 1, ['1']],
      [100, 100, ['100']],
      [150, 150, ['100', '100']],
      ['={{ "7" }}', 7, ['7']],
    ] as const) {
      lab.emulator.journal.clear();
      expect((await getMany({}, { limit })).map(({ id }) => id)).toEqual(newestFirst.slice(0, count));
      expect(sent().map(({ query }) => query.maxResults)).toEqual(maxResults);
    }

    const items = [{ json: { n: 2 } }, { json: { n: 3 } }];
    const run = await lab.run('getAll', { limit: '={{ $json.n }}' }, { items });
    const pairs = run.outputs[0]!.map(({ pairedItem }) => pairedItem);
    expect(pairs).toEqual([0, 0, 1, 1, 1].map((item) => ({ item })));
  });
});
