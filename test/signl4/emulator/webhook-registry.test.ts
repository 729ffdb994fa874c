import { seed } from '@signalbox/emulators/signl4';
import { api, request, startSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const url = 'http://localhost:5678/webhook/6f0f6b6e-7d0a-4a53-9f0b-3f2f0a1b2c3d/webhook?token=t';

describe('registry of outgoing webhooks (signl4.md §2.6)', () => {
  it('404 as long as there is none', async () => {
    const emulator = await startSignl4();
    expect(await api(emulator, 'GET', '/webhooks')).toMatchObject({
      status: 404,
      json: { details: 'The subscription does not have any outbound webhooks.' },
    });
  });

  it('registers, reads, changes, disables, enables and deletes', async () => {
    const emulator = await startSignl4();
    const { status, json: id } = await api(emulator, 'POST', '/webhooks', { name: 'n8n', extUrl: url });
    expect(status).toBe(201);
    const info = {
      id,
      name: 'n8n',
      extUrl: url,
      description: null,
      enabled: true,
      teamId: null,
      subId: seed.subscriptionId,
    };
    expect((await api(emulator, 'GET', `/webhooks/${id}`)).json).toStrictEqual(info);
    expect((await api(emulator, 'GET', '/webhooks')).json).toStrictEqual([info]);
    const changed = await api(emulator, 'PUT', `/webhooks/${id}`, {
      name: 'new',
      extUrl: `${url}2`,
      description: 'd',
      teamId: operations.id,
    });
    expect(changed).toMatchObject({
      status: 200,
      json: { id, name: 'new', extUrl: `${url}2`, description: 'd', teamId: operations.id, enabled: true },
    });
    expect((await api(emulator, 'POST', `/webhooks/${id}/disable`)).json.enabled).toBe(false);
    expect((await api(emulator, 'POST', `/webhooks/${id}/enable`)).json.enabled).toBe(true);
    const deleted = await api(emulator, 'DELETE', `/webhooks/${id}`);
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/enable'],
      ['POST', '/disable'],
    ] as const) {
      expect((await api(emulator, method, `/webhooks/${id}${path}`)).status).toBe(404);
    }
  });

  it.each([
    ['application/json', 'negotiated', /^"[0-9a-f-]{36}"$/],
    ['application/json, */*', 'negotiated', /^[0-9a-f-]{36}$/],
    ['text/plain', 'negotiated', /^[0-9a-f-]{36}$/],
    ['application/json', 'text', /^[0-9a-f-]{36}$/],
    ['*/*', 'jsonString', /^"[0-9a-f-]{36}"$/],
    ['*/*', 'object', /^\{"id":"[0-9a-f-]{36}"\}$/],
  ] as const)('answers the id: Accept %s, assumed %s', async (accept, webhookCreatedBody, body) => {
    const emulator = await startSignl4({ assume: { webhookCreatedBody } });
    const answer = await api(emulator, 'POST', '/webhooks', { name: 'n8n', extUrl: url }, { accept });
    expect(answer.status).toBe(201);
    expect(answer.text).toMatch(body);
    expect(answer.headers.get('content-type')).toContain(
      answer.text.startsWith('"') || answer.text.startsWith('{') ? 'json' : 'text/plain',
    );
  });

  it.each([
    ['no name', { extUrl: url }],
    ['an empty name', { name: ' ', extUrl: url }],
    ['no URL', { name: 'x' }],
    ['an empty URL', { name: 'x', extUrl: '' }],
    ['no real URL', { name: 'x', extUrl: 'localhost' }],
    ['a strange scheme', { name: 'x', extUrl: 'ftp://x.example/' }],
    ['an unknown team', { name: 'x', extUrl: url, teamId: '00000000-1111-4222-8333-444444444444' }],
    [
      "a team's inbound webhook",
      { name: 'x', extUrl: `https://connect.signl4.com/webhook/${operations.secret}` },
    ],
    [
      'an inbound webhook by another name of the host',
      { name: 'x', extUrl: `http://elsewhere.example/webhook/${facilities.secret}/` },
    ],
  ])('400 for %s', async (_name, body) => {
    const emulator = await startSignl4();
    expect(await api(emulator, 'POST', '/webhooks', body)).toMatchObject({
      status: 400,
      json: { code: 400, details: expect.any(String) },
    });
    expect(emulator.control.webhooks()).toEqual([]);
  });

  it("400 for the emulator's own inbound webhook, under each of its names", async () => {
    const emulator = await startSignl4();
    for (const host of ['127.0.0.1', 'localhost']) {
      const extUrl = `http://${host}:${emulator.port}/webhook/anything`;
      expect((await api(emulator, 'POST', '/webhooks', { name: 'x', extUrl })).status).toBe(400);
    }
    const { json: id } = await api(emulator, 'POST', '/webhooks', { name: 'x', extUrl: url });
    const extUrl = `${emulator.url}/webhook/${operations.secret}`;
    expect((await api(emulator, 'PUT', `/webhooks/${id}`, { name: 'x', extUrl })).status).toBe(400);
  });

  it('lists those of a team with those of the whole subscription', async () => {
    const emulator = await startSignl4();
    const names = async (query: string) => {
      const { status, json } = await api(emulator, 'GET', `/webhooks${query}`);
      return status === 200 ? json.map(({ name }: { name: string }) => name) : status;
    };
    await api(emulator, 'POST', '/webhooks', { name: 'ops', extUrl: url, teamId: operations.id });
    expect(await names(`?teamId=${facilities.id}`)).toBe(404);
    await api(emulator, 'POST', '/webhooks', { name: 'all', extUrl: url });
    expect(await names('')).toEqual(['ops', 'all']);
    expect(await names(`?teamId=${operations.id}`)).toEqual(['ops', 'all']);
    expect(await names(`?teamId=${facilities.id}`)).toEqual(['all']);
  });

  it('takes a URL twice, unless it is assumed that it does not', async () => {
    for (const duplicateWebhooks of [true, false]) {
      const emulator = await startSignl4({ assume: { duplicateWebhooks } });
      await api(emulator, 'POST', '/webhooks', { name: 'a', extUrl: url });
      const { status } = await api(emulator, 'POST', '/webhooks', { name: 'b', extUrl: url });
      expect(status).toBe(duplicateWebhooks ? 201 : 400);
    }
  });

  it('404 for a malformed id, or 400 if that is assumed', async () => {
    for (const malformedIdStatus of [404, 400] as const) {
      const emulator = await startSignl4({ assume: { malformedIdStatus } });
      expect((await api(emulator, 'GET', '/webhooks/nix')).status).toBe(malformedIdStatus);
    }
  });

  it('needs a key', async () => {
    const emulator = await startSignl4();
    expect((await request(emulator, 'GET', '/api/v2/webhooks')).status).toBe(401);
  });
});
