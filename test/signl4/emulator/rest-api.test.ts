import { manualClock } from '@signalbox/emulators';
import { seed } from '@signalbox/emulators/signl4';
import { api, post, raise, request, startSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, ben, clara, deniz } = seed.users;
const unknownId = '00000000-1111-4222-8333-444444444444';

describe('access (signl4.md §2.2)', () => {
  it.each([
    ['no key', {}],
    ['a wrong key', { 'x-s4-api-key': 'wrong' }],
    ['an expired key', { 'x-s4-api-key': seed.expiredApiKey }],
  ])('%s: 401, WWW-Authenticate: Bearer, empty body', async (_name, headers) => {
    const emulator = await startSignl4();
    const answer = await request(emulator, 'GET', '/api/v2/teams', undefined, headers);
    expect([answer.status, answer.headers.get('www-authenticate'), answer.text]).toEqual([401, 'Bearer', '']);
  });

  it('a read-only key reads, also by POST, and does not write', async () => {
    const emulator = await startSignl4();
    const headers = { 'x-s4-api-key': seed.readOnlyApiKey };
    expect((await api(emulator, 'GET', '/teams', undefined, headers)).status).toBe(200);
    expect((await api(emulator, 'POST', '/alerts/paged', {}, headers)).status).toBe(204);
    for (const [method, path] of [
      ['POST', '/alerts'],
      ['POST', '/webhooks'],
      ['DELETE', `/webhooks/${unknownId}`],
      ['POST', `/events/${operations.secret}`],
    ] as const) {
      expect(await api(emulator, method, path, { title: 'x' }, headers)).toMatchObject({
        status: 403,
        json: { code: 403 },
      });
    }
  });
});

describe('conventions (signl4.md §2.3)', () => {
  it('routes and query names ignore case', async () => {
    const emulator = await startSignl4();
    const answer = await request(
      emulator,
      'GET',
      `/API/v2/TEAMS?TEAMID=${facilities.id.toUpperCase()}`,
      undefined,
      {
        'x-s4-api-key': seed.apiKey,
      },
    );
    expect(answer.json).toMatchObject([{ id: facilities.id }]);
  });

  it.each([
    ['not JSON', '{', { 'content-type': 'application/json' }, 400],
    ['not declared as JSON', '{}', { 'content-type': 'text/plain' }, 415],
    ['a wrong type', '{"alertStatusCodes":"open"}', { 'content-type': 'application/json' }, 400],
    ['no date', '{"minCreated":"soon"}', { 'content-type': 'application/json' }, 400],
    [
      'unknown and empty fields',
      '{"teamid":"x","afterId":"","continuationToken":{"nextRowKey":""}}',
      { 'content-type': 'application/json' },
      204,
    ],
  ])('%s', async (_name, body, headers, status) => {
    const emulator = await startSignl4();
    const answer = await request(emulator, 'POST', '/api/v2/alerts/paged', body, {
      'x-s4-api-key': seed.apiKey,
      ...headers,
    });
    expect(answer.status).toBe(status);
    if (status >= 400)
      expect(answer.json).toMatchObject({
        code: status,
        requestId: expect.any(String),
        message: expect.any(String),
      });
  });

  it('JSON without any declaration is JSON', async () => {
    const emulator = await startSignl4();
    const bytes = new TextEncoder().encode('{"alertStatusCodes":1}');
    const headers = { 'x-s4-api-key': seed.apiKey };
    expect((await request(emulator, 'POST', '/api/v2/alerts/paged', bytes, headers)).status).toBe(204);
  });

  // Every path of the API whose last part stands where another path has an ID.
  it.each([
    ['GET', '/categories/images', 200],
    ['GET', '/teams/alertSettings', 207],
    ['GET', '/teams/dutySettings', 207],
    ['GET', '/teams/public', 200],
    ['GET', '/teams/users', 207],
    ['GET', '/alerts/report', 207],
    ['POST', '/alerts/paged', 204],
    ['POST', '/events/paged', 204],
    ['GET', `/categories/${operations.id}/metrics`, 200],
    ['POST', '/teams/memberships', 400],
    ['GET', '/remoteActions/definitions', 200],
    ['POST', '/remoteActions/journal/paged', 200],
    ['GET', '/scripts/inventory', 200],
  ])('%s %s is not taken for an ID', async (method, path, expected) => {
    const emulator = await startSignl4();
    const { status, headers } = await api(emulator, method, path, method === 'POST' ? {} : undefined);
    expect(headers.get('x-signalbox') ?? status).toBe(expected);
  });

  it('405 for another method on a known path, a marked 404 for what is not emulated', async () => {
    const emulator = await startSignl4();
    const wrong = await api(emulator, 'DELETE', '/alerts/paged');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    const unknown = await api(emulator, 'GET', '/nothing/balance');
    expect([unknown.status, unknown.headers.get('x-signalbox')]).toEqual([404, 'not-emulated']);
  });

  it('numbers errors from an unknown team among the answers of several teams (207)', async () => {
    const emulator = await startSignl4();
    for (const path of [
      '/teams/users',
      '/teams/alertSettings',
      '/teams/dutySettings',
      '/categories',
      '/alerts/report',
      '/eventsources',
    ]) {
      const answer = await api(emulator, 'GET', `${path}?teamId=${operations.id}&teamId=${unknownId}`);
      expect(answer.status).toBe(207);
      expect(answer.json.data.length).toBeGreaterThan(0);
      expect(answer.json.errors).toEqual([
        { teamId: unknownId, errorCode: 404, errorDescription: expect.any(String) },
      ]);
    }
  });
});

describe('pages (signl4.md §2.3)', () => {
  it('gives the newest first, in pages that neither repeat nor skip, also while new ones come in', async () => {
    const emulator = await startSignl4();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.unshift((await raise(emulator, { title: `T${index}` })).id);
    const seen: string[] = [];
    let continuationToken: unknown;
    for (let page = 1; page < 10; page++) {
      const { json } = await api(emulator, 'POST', '/alerts/paged?maxResults=2', { continuationToken });
      seen.push(...json.results.map((alert: { id: string }) => alert.id));
      if (page === 1) await raise(emulator, { title: 'late' });
      continuationToken = json.continuationToken;
      expect(json.hasMore).toBe(page < 3);
      if (!json.hasMore) break;
      expect(Object.keys(json.continuationToken)).toEqual([
        'nextPartitionKey',
        'nextRowKey',
        'nextTableName',
      ]);
    }
    expect(continuationToken).toBeNull();
    expect(seen).toEqual(ids);
  });

  it.each(['0', '101', 'x'])('400 for maxResults=%s', async (maxResults) => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'POST', `/alerts/paged?maxResults=${maxResults}`, {})).status).toBe(400);
  });

  it('filters', async () => {
    const clock = manualClock();
    const emulator = await startSignl4({ clock });
    const make = async (payload: Record<string, unknown>, path?: string) => {
      await post(emulator, payload, path);
      clock.advance(60_000);
      return emulator.control.alerts().at(-1)!;
    };
    const one = await make({ title: 'Freezer warm', 'X-S4-ExternalID': 'e1' });
    const two = await make({ title: 'Door open' });
    const three = await make({ title: 'Leak' }, `/webhook/${facilities.secret}`);
    emulator.control.acknowledge(two.id, anna.id);
    const names: Record<string, string> = { [one.id]: '1', [two.id]: '2', [three.id]: '3' };
    const found = async (filter: unknown) => {
      const { status, json } = await api(emulator, 'POST', '/alerts/paged', filter);
      return status === 204 ? '' : json.results.map((alert: { id: string }) => names[alert.id]).join('');
    };
    expect(await found({})).toBe('321');
    expect(await found({ alertStatusCodes: 1 })).toBe('31');
    expect(await found({ alertStatusCodes: 2 })).toBe('2');
    expect(await found({ alertStatusCodes: 3 })).toBe('321');
    expect(await found({ alertStatusCodes: 4 })).toBe('');
    expect(await found({ teamIds: [facilities.id.toUpperCase()] })).toBe('3');
    expect(await found({ categoryIds: [seed.categories.operations.cooling.id] })).toBe('1');
    expect(await found({ alertIds: [one.id, three.id] })).toBe('31');
    expect(await found({ externalId: 'e1' })).toBe('1');
    expect(await found({ textToSearch: 'DOOR' })).toBe('2');
    expect(await found({ minCreated: two.created })).toBe('32');
    expect(await found({ maxCreated: two.created })).toBe('21');
    expect(await found({ modifiedSince: two.lastModified })).toBe('2');
    expect(await found({ afterId: two.id })).toBe('1');
  });

  it('pages events too', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'POST', '/events/paged', {})).status).toBe(204);
    await raise(emulator);
    await raise(emulator, {}, `/webhook/${facilities.secret}`);
    const { json } = await api(emulator, 'POST', '/events/paged?maxResults=1', {});
    expect(json).toMatchObject({ hasMore: true, results: [{ teamId: facilities.id, eventStatus: 2 }] });
    const rest = await api(emulator, 'POST', '/events/paged', { continuationToken: json.continuationToken });
    expect(rest.json).toMatchObject({ hasMore: false, results: [{ teamId: operations.id }] });
    expect((await api(emulator, 'POST', '/events/paged', { eventStatusCode: 5 })).status).toBe(204);
    const { id } = rest.json.results[0];
    expect((await api(emulator, 'GET', `/events/${id}/overview`)).json).toEqual(rest.json.results[0]);
    expect((await api(emulator, 'GET', `/events/${unknownId}`)).status).toBe(404);
  });
});

describe('teams and users', () => {
  it('lists teams and users with their duties', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'GET', `/teams/${operations.id}`)).json).toMatchObject({
      name: 'Plant Operations',
      memberIds: [anna.id, ben.id, clara.id],
    });
    expect((await api(emulator, 'GET', `/teams/${unknownId}`)).status).toBe(404);
    expect((await api(emulator, 'GET', '/users')).json).toHaveLength(4);
    expect((await api(emulator, 'GET', '/teams/users')).json.data).toHaveLength(4);
    expect((await api(emulator, 'GET', `/users/${ben.id}`)).json).toMatchObject({
      name: 'Ben Okoye',
      dutyInfos: [{ teamId: operations.id, dutyMode: 100 }],
    });
    expect((await api(emulator, 'GET', `/users/${clara.id}/teams`)).json).toHaveLength(2);
    expect(
      (await api(emulator, 'POST', '/users/overview', { contains: 'CLARA' })).json.results,
    ).toMatchObject([{ userId: clara.id }]);
    expect((await api(emulator, 'GET', `/users/overview/${deniz.id}`)).json).toMatchObject({
      teamIds: [facilities.id],
    });
  });
});

describe('categories, event sources, settings, subscription', () => {
  it('names the images of categories, and what all may know of teams', async () => {
    const emulator = await startSignl4();
    const images: string[] = (await api(emulator, 'GET', '/categories/images')).json;
    const used = (await api(emulator, 'GET', '/categories')).json.data.map(
      ({ imageName }: { imageName: string }) => imageName,
    );
    expect(images).toEqual(expect.arrayContaining(used));
    expect((await api(emulator, 'GET', '/teams/public')).json).toEqual(
      [operations, facilities].map(({ id, name }) => ({
        id,
        name,
        privacySettings: {
          teamId: id,
          hideContactAddresses: false,
          hideDutyData: false,
          hideForEscalation: false,
        },
      })),
    );
    const { data } = (await api(emulator, 'GET', `/teams/dutySettings?teamId=${facilities.id}`)).json;
    expect(data).toMatchObject([
      { teamId: facilities.id, dutyAssistantEnabled: true, schedulingEnabled: true },
    ]);
  });

  it('creates, changes and deletes categories', async () => {
    const emulator = await startSignl4();
    const path = `/categories/${operations.id}`;
    expect((await api(emulator, 'GET', path)).json).toHaveLength(3);
    expect((await api(emulator, 'GET', '/categories')).json.data).toHaveLength(6);
    const body = {
      name: 'Power',
      color: '#ff0000',
      imageName: 'p.svg',
      keywordMatching: 1,
      keywords: ['power', 'loss'],
    };
    const created = await api(emulator, 'POST', path, body);
    expect(created).toMatchObject({ status: 201, json: { ...body, teamId: operations.id } });
    expect((await api(emulator, 'POST', path, { name: 'x' })).status).toBe(400);
    const { id } = created.json;
    await raise(emulator, { message: 'power is on' });
    expect((await raise(emulator, { message: 'loss of power' })).categoryId).toBe(id);
    expect((await api(emulator, 'GET', `${path}/${id}/metrics`)).json).toMatchObject({
      categoryId: id,
      last24h: 1,
      subscriberCount: 3,
    });
    await api(emulator, 'POST', `${path}/${id}/subscriptions`, [{ userId: anna.id, status: 1 }]);
    expect((await api(emulator, 'GET', `${path}/${id}/subscriptions`)).json).toContainEqual({
      userId: anna.id,
      status: 1,
    });
    expect((await api(emulator, 'PUT', `${path}/${id}`, { ...body, name: 'Energy' })).json.name).toBe(
      'Energy',
    );
    expect((await api(emulator, 'DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await api(emulator, 'GET', `${path}/${id}`)).status).toBe(404);
    expect((await api(emulator, 'DELETE', `${path}/${seed.categories.operations.default.id}`)).status).toBe(
      400,
    );
  });

  it('gives a new event source an address that works until it is disabled', async () => {
    const emulator = await startSignl4();
    const created = await api(emulator, 'POST', '/eventsources', {
      teamId: facilities.id,
      name: 'New',
      type: 2,
      disabled: false,
    });
    expect(created.status).toBe(200);
    const path = created.json.address.slice(emulator.url.length);
    expect((await raise(emulator, {}, path)).teamId).toBe(facilities.id);
    expect((await api(emulator, 'GET', `/teams/${facilities.id}/eventSources`)).json).toHaveLength(2);
    await api(emulator, 'PUT', `/eventsources/${created.json.id}`, { disabled: true });
    expect((await post(emulator, { title: 'x' }, path)).status).toBe(404);
    expect((await api(emulator, 'DELETE', `/eventsources/${created.json.id}`)).status).toBe(204);
    expect((await api(emulator, 'GET', `/eventsources/${created.json.id}`)).status).toBe(404);
  });

  it('changes alert settings, which take effect', async () => {
    const emulator = await startSignl4();
    const answer = await api(emulator, 'POST', `/teams/${operations.id}/alertSettings`, {
      responseMode: 4,
      filterMode: 1,
    });
    expect(answer.json).toMatchObject({ responseMode: 4, filterMode: 1, responseTime: 120 });
    expect((await raise(emulator, { message: 'cooling lost' })).workflowType).toBe(4);
    await post(emulator, { title: 'Noise' });
    await emulator.control.idle();
    expect(emulator.control.alerts()).toHaveLength(1);
    expect((await api(emulator, 'GET', '/teams/alertSettings')).json.data).toMatchObject([
      { responseMode: 4 },
      { responseMode: 2 },
    ]);
  });

  it('knows its subscription', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'GET', '/subscriptions')).json).toMatchObject([{ id: seed.subscriptionId }]);
    expect((await api(emulator, 'GET', `/subscriptions/${seed.subscriptionId}/teams`)).json).toHaveLength(2);
    expect((await api(emulator, 'GET', `/subscriptions/${unknownId}`)).status).toBe(404);
  });
});
