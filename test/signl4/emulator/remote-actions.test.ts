import { seed } from '@signalbox/emulators/signl4';
import { api, raise, startSignl4, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { restart, failing, disabled, definitions } = seed.remoteActions;
const { operations, facilities } = seed.teams;

describe('remote actions', () => {
  it('run in the background, from pending to executed, and are in the journal and on the timeline', async () => {
    const emulator = await startSignl4({ processingDelayMs: 50 });
    const alert = await raise(emulator);
    const created = await api(emulator, 'POST', `/remoteActions/${restart}/jobs`, {
      alertId: alert.id,
      parameters: [{ name: 'mode', value: 'hard' }],
    });
    expect(created).toMatchObject({
      status: 200,
      json: {
        actionId: restart,
        statusCode: 1,
        startedAt: null,
        creatorInfo: { type: 2, referenceName: 'n8n' },
      },
    });
    await emulator.control.idle();
    const job = await api(emulator, 'GET', `/remoteActions/journal/${created.json.id}`);
    expect(job.json).toMatchObject({ statusCode: 8, statusDescription: 'Done.' });
    expect(job.json.startedAt).not.toBeNull();
    const timeline = await api(emulator, 'GET', `/alerts/${alert.id}/timeline`);
    expect(timeline.json.at(-1)).toMatchObject({
      entrytype: 17,
      remoteActionId: restart,
      remoteJobId: created.json.id,
      creatorType: 2,
    });
  });

  it('show no encrypted parameter and no key, neither in an action nor in a job', async () => {
    const emulator = await startSignl4();
    const { json: action } = await api(emulator, 'GET', `/remoteActions/${restart}`);
    const { json: job } = await api(emulator, 'POST', `/remoteActions/${restart}/jobs`, {
      parameters: [{ name: 'token', value: 'another secret' }],
    });
    for (const { parameters } of [action, job]) {
      expect(parameters).toContainEqual(expect.objectContaining({ name: 'token', value: null }));
      expect(parameters).toContainEqual(expect.objectContaining({ name: 'host', value: 'web-01' }));
    }
    expect(JSON.stringify([action, job])).not.toMatch(/made-up|another secret/);
    expect(JSON.stringify(job)).not.toContain(seed.apiKey);
  });

  it.each([
    ['a disabled action', disabled, {}, 400],
    ['an unknown parameter', restart, { parameters: [{ name: 'colour', value: 'red' }] }, 400],
    ['an empty required parameter', restart, { parameters: [{ name: 'host', value: '' }] }, 400],
    ['an unknown alert', restart, { alertId: 'x' }, 400],
    ['an unknown action', definitions.failing, {}, 404],
  ])('do not run with %s', async (_name, id, body, status) => {
    const emulator = await startSignl4();
    expect(await api(emulator, 'POST', `/remoteActions/${id}/jobs`, body)).toMatchObject({
      status,
      json: { code: status },
    });
    expect((await api(emulator, 'POST', '/remoteActions/journal/paged', {})).json).toEqual({
      results: [],
      continuationToken: null,
      hasMore: false,
    });
  });

  it('are paged in the journal by a token that is a text in the request', async () => {
    const { clock, emulator } = await startStillSignl4();
    for (const id of [restart, failing, restart])
      await api(emulator, 'POST', `/remoteActions/${id}/jobs`, {});
    clock.advance(10);
    const page = (body: unknown) => api(emulator, 'POST', '/remoteActions/journal/paged?maxResults=2', body);
    const first = await page({});
    expect(first.json).toMatchObject({ hasMore: true, results: [{ statusCode: 8 }, { statusCode: 16 }] });
    const second = await page({ continuationToken: first.json.continuationToken.nextRowKey });
    expect(second.json).toMatchObject({ hasMore: false, results: [{ statusCode: 8 }] });
    expect((await page({ statusCodes: 16 })).json.results).toHaveLength(1);
    expect((await page({ actionId: failing })).json.results).toHaveLength(1);
  });

  it('are created, changed and deleted; a value that is left out stays', async () => {
    const emulator = await startSignl4();
    const body = { name: 'New', teamId: facilities.id, definitionId: definitions.restart, enabled: true };
    const parameters = [{ name: 'host', value: 'db-01' }];
    const created = await api(emulator, 'POST', '/remoteActions', { ...body, parameters });
    const path = `/remoteActions/${created.json.id}`;
    await api(emulator, 'PUT', path, { ...body, name: 'Renamed' });
    expect((await api(emulator, 'GET', path)).json).toMatchObject({
      name: 'Renamed',
      parameters: [{ name: 'host', value: 'db-01' }, { name: 'mode' }, { name: 'token' }],
    });
    const listed = async (query: string) =>
      (await api(emulator, 'GET', `/remoteActions?${query}`)).json.length;
    expect(await listed(`teamId=${facilities.id}`)).toBe(1);
    expect(await listed(`teamId=${operations.id}&type=1`)).toBe(1);
    expect(await listed('externalId=restart-server')).toBe(3);
    expect((await api(emulator, 'POST', '/remoteActions', { ...body, teamId: 'x' })).status).toBe(400);
    expect((await api(emulator, 'DELETE', path)).status).toBe(204);
    expect((await api(emulator, 'GET', path)).status).toBe(404);
  });
});
