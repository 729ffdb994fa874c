import { seed } from '@signalbox/emulators/signl4';
import { eventReceiver } from '../../emulators/event-receiver';
import { api, post, raise, request, startSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { anna, clara } = seed.users;
const { operations } = seed.teams;

const act = (emulator: { url: string }, action: string, input: unknown) =>
  request(emulator, 'POST', `/_signalbox/actions/${action}`, JSON.stringify(input), {
    'content-type': 'application/json',
  });

describe('control room', () => {
  it('is one page without anything from elsewhere', async () => {
    const emulator = await startSignl4();
    const page = await request(emulator, 'GET', '/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('SIGNL4 <span>control room</span>');
    expect(page.text).not.toMatch(/(?:src|href)="(?!data:)/);
    const nonce = /nonce="([^"]+)"/.exec(page.text)![1]!;
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    expect(emulator.journal.requests).toEqual([]);
  });

  it('escapes what comes from outside', async () => {
    const emulator = await startSignl4();
    const evil = `<img src=x onerror="alert('1')">`;
    const alert = await raise(emulator, { title: evil, message: evil, 'X-S4-ExternalID': evil });
    emulator.control.annotate(alert.id, anna.id, evil);
    await api(emulator, 'POST', '/webhooks', { name: evil, extUrl: 'http://x.example/a/b' });
    await request(emulator, 'GET', `/${evil.replaceAll(' ', '%20').replaceAll('"', "'")}`);
    for (const path of ['/', '/_signalbox/view']) {
      const { text } = await request(emulator, 'GET', path);
      expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
      expect(text).not.toContain('<img');
    }
  });

  it('shows no credential', async () => {
    const emulator = await startSignl4();
    const hook = await eventReceiver();
    await api(emulator, 'POST', '/webhooks', {
      name: 'n8n',
      extUrl: `${hook.url}/9b1c/secret-part?token=secret-token`,
    });
    await raise(emulator);
    await post(emulator, { title: 'x' }, '/webhook/mistyped-secret');
    await api(emulator, 'POST', `/events/${seed.integrationSecret}`, { title: 'x' });
    await emulator.control.idle();
    for (const path of ['/', '/_signalbox/view', '/_signalbox/state']) {
      const { text } = await request(emulator, 'GET', path);
      for (const secret of [
        operations.secret,
        seed.integrationSecret,
        'mistyped-secret',
        'secret-part',
        'secret-token',
        seed.apiKey,
      ]) {
        expect(text).not.toContain(secret);
      }
    }
    await hook.close();
  });

  it('plays the person at the phone', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator);
    const input = { alertId: id, actorId: anna.id };
    expect((await act(emulator, 'acknowledge', input)).status).toBe(200);
    expect((await act(emulator, 'annotate', { ...input, text: 'On it' })).status).toBe(200);
    expect((await act(emulator, 'close', input)).status).toBe(200);
    const { json } = await request(emulator, 'GET', '/_signalbox/state');
    expect(json.alerts).toMatchObject([{ id, statusCode: 4, acknowledgements: [anna.id] }]);
    expect((await request(emulator, 'GET', '/_signalbox/view')).text).toContain('On it');
    const refused = await act(emulator, 'acknowledge', input);
    expect(refused).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining('cannot be acknowledged') },
    });
  });

  it('punches in and out, begins and ends duty, raises an alert', async () => {
    const emulator = await startSignl4();
    const clarasDuty = async () =>
      (await api(emulator, 'GET', `/users/${clara.id}/dutyStatus?teamId=${operations.id}`)).json.data[0]
        .onDuty;
    await act(emulator, 'punchIn', { userId: clara.id, teamId: operations.id });
    expect(await clarasDuty()).toBe(true);
    await act(emulator, 'punchOut', { userId: clara.id, teamId: operations.id });
    expect(await clarasDuty()).toBe(false);
    await act(emulator, 'startDuty', { teamId: operations.id });
    await act(emulator, 'endDuty', { teamId: operations.id });
    expect(
      (await api(emulator, 'GET', `/duties/summary?teamId=${operations.id}`)).json.data[0].dutySummaries[0]
        .dutyEnd,
    ).not.toBeNull();
    await act(emulator, 'raise', { teamId: operations.id, text: 'By hand' });
    await emulator.control.idle();
    expect(emulator.control.alerts()).toMatchObject([{ title: 'By hand' }]);
  });

  it('says what was delivered in words', async () => {
    const emulator = await startSignl4();
    const hook = await eventReceiver();
    await api(emulator, 'POST', '/webhooks', { name: 'n8n', extUrl: hook.url });
    const { id } = await raise(emulator);
    emulator.control.acknowledge(id, anna.id);
    emulator.control.emit(operations.id, 204);
    await emulator.control.idle();
    const { text } = await request(emulator, 'GET', '/_signalbox/view');
    for (const label of ['alert created', 'alert acknowledged', 'event 204'])
      expect(text).toContain(`<td>${label}</td>`);
    await hook.close();
  });

  it('arms and clears faults, and starts over', async () => {
    const emulator = await startSignl4();
    const order = (body: unknown) =>
      request(emulator, 'POST', '/_signalbox/faults', JSON.stringify(body), {
        'content-type': 'application/json',
      });
    expect(
      (await order({ fault: { kind: 'status', code: 500 }, times: 'always', match: { path: '/api' } }))
        .status,
    ).toBe(200);
    expect((await api(emulator, 'GET', '/teams')).status).toBe(500);
    expect((await order({ fault: { kind: 'explode' } })).status).toBe(400);
    await request(emulator, 'DELETE', '/_signalbox/faults');
    expect((await api(emulator, 'GET', '/teams')).status).toBe(200);
    await raise(emulator);
    await request(emulator, 'POST', '/_signalbox/reset', '{}', { 'content-type': 'application/json' });
    expect(emulator.control.alerts()).toEqual([]);
  });

  it('takes no order from a form of another page, and none that it does not know', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator);
    const body = JSON.stringify({ alertId: id, actorId: anna.id });
    const foreign = await request(emulator, 'POST', '/_signalbox/actions/acknowledge', body, {
      'content-type': 'text/plain',
    });
    expect(foreign.status).toBe(415);
    expect(emulator.control.alerts()[0]!.statusCode).toBe(1);
    expect((await act(emulator, 'constructor', {})).status).toBe(404);
    expect((await act(emulator, 'acknowledge', {})).json.error).toContain('alertId');
  });
});
