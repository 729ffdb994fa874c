import {
  assumptions as disruptiveTechnologiesAssumptions,
  seed,
} from '@signalbox/emulators/disruptive-technologies';
import { whileRunning } from '../../emulators/command-line';
import { closeReceivers, pushReceiver } from './push-receiver';
import { api, basic, request, start, stopAll, type Running } from './running-emulator';

const list = `/projects/${seed.projects.building.id}/dataconnectors`;
const { fridge, basement } = seed.devices;

afterEach(async () => {
  await stopAll();
  await closeReceivers();
});

const act = (emulator: { url: string }, action: string, input: unknown) =>
  request(emulator, 'POST', `/_signalbox/actions/${action}`, JSON.stringify(input), {
    'content-type': 'application/json',
  });
const view = async (emulator: Running) => (await request(emulator, 'GET', '/_signalbox/view')).text;
const state = async (emulator: Running) => (await request(emulator, 'GET', '/_signalbox/state')).json;

/** Actions of the buttons on the page, keyed by label. */
function buttons(
  page: string,
): { label: string; action: string; input: Record<string, unknown>; asks: boolean }[] {
  return [...page.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].map(([, attributes = '', label = '']) => ({
    label: label.trim(),
    action: /data-action="([^"]*)"/.exec(attributes)?.[1] ?? '',
    input: JSON.parse((/data-input="([^"]*)"/.exec(attributes)?.[1] ?? '{}').replaceAll('&quot;', '"')),
    asks: attributes.includes('data-ask='),
  }));
}

describe('control room', () => {
  it('has a button for what can happen to each device, and every one of them works', async () => {
    const emulator = await start();
    const all = buttons(await view(emulator));
    expect(all.filter(({ label }) => label === 'Touch')).toHaveLength(Object.keys(seed.devices).length);
    for (const { action, input, asks } of all) {
      const before = emulator.control.devices().reduce((sum, { history }) => sum + history.length, 0);
      const answer = await act(emulator, action, { ...input, ...(asks ? { text: '12' } : {}) });
      expect([input, answer.status]).toEqual([input, 200]);
      const after = emulator.control.devices().reduce((sum, { history }) => sum + history.length, 0);
      expect(after).toBe(before + 1);
    }
  });

  it('sets a temperature, with a comma if need be, and shows it', async () => {
    const emulator = await start();
    const button = buttons(await view(emulator)).find(
      ({ label, input }) => label === 'Set temperature' && input.deviceId === fridge.id,
    )!;
    expect((await act(emulator, 'report', { ...button.input, text: '7,25' })).status).toBe(200);
    expect(await view(emulator)).toContain('temperature: value 7.25');
    const device = (await state(emulator)).devices.find(({ id }: { id: string }) => id === fridge.id);
    expect(device.reported.temperature.value).toBe(7.25);
    for (const text of ['warm', undefined, '']) {
      expect(await act(emulator, 'report', { ...button.input, text })).toMatchObject({
        status: 400,
        json: { error: 'That is not a number.' },
      });
    }
    expect((await act(emulator, 'report', { deviceId: 'none', eventType: 'touch' })).status).toBe(400);
    expect((await act(emulator, 'report', { deviceId: fridge.id, eventType: 'smell' })).status).toBe(400);
  });

  it('shows connectors with their counters, disables and enables them, and tells what was pushed', async () => {
    const emulator = await start();
    const hook = await pushReceiver((index) => (index === 0 ? 200 : 500));
    const { name } = (
      await api(emulator, 'POST', list, {
        displayName: 'To <n8n>',
        type: 'HTTP_PUSH',
        httpConfig: { url: `${hook.url}/hidden-part?token=hidden-token`, signatureSecret: 'hidden-secret' },
      })
    ).json;
    const connectorId = name.split('/').at(-1);
    await act(emulator, 'report', {
      deviceId: basement.id,
      eventType: 'waterPresent',
      data: { state: 'PRESENT' },
    });
    await act(emulator, 'report', { deviceId: fridge.id, eventType: 'touch' });
    while (hook.pushes.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    while (emulator.journal.deliveries.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const page = await view(emulator);
    expect(page).toContain('<td>waterPresent of Basement</td>');
    expect(page).toContain('To &lt;n8n&gt;');
    expect(page).toMatch(/1 delivered · 1 failed · 1 waiting/);
    for (const text of [page, JSON.stringify(await state(emulator))]) expect(text).not.toContain('hidden');
    expect((await state(emulator)).connectors).toMatchObject([
      { id: connectorId, status: 'ACTIVE', successCount: 1, errorCount: 1, queued: 1 },
    ]);
    await act(emulator, 'disable', { connectorId });
    expect((await state(emulator)).connectors).toMatchObject([{ status: 'SYSTEM_DISABLED', queued: 0 }]);
    await act(emulator, 'enable', { connectorId });
    expect((await state(emulator)).connectors).toMatchObject([{ status: 'ACTIVE' }]);
    expect((await act(emulator, 'disable', { connectorId: 'none' })).status).toBe(400);
    expect((await act(emulator, 'enable', { connectorId: 'none' })).status).toBe(400);
  });

  it('starts over', async () => {
    const emulator = await start({ rateLimits: true, assume: { rateLimitRequests: 2 } });
    await api(emulator, 'POST', list, { type: 'HTTP_PUSH', httpConfig: { url: 'https://example.com' } });
    emulator.control.publish(fridge.id, 'temperature', { value: 30 });
    await api(emulator, 'GET', list);
    expect((await api(emulator, 'GET', list)).status).toBe(429);
    await request(emulator, 'POST', '/_signalbox/reset', '{}', { 'content-type': 'application/json' });
    expect((await api(emulator, 'GET', list)).json.dataConnectors).toEqual([]);
    expect((await state(emulator)).devices[0].reported.temperature.value).toBe(4.2);
  });
});

describe('control of unknown things', () => {
  it('fails loudly', async () => {
    const { control } = await start();
    expect(() => control.touch('none')).toThrow('no such device');
    expect(() => control.publish(fridge.id, 'temperature', { value: 'warm' })).toThrow();
    expect(() => control.disableConnector('none')).toThrow('no such connector');
    expect(() => control.queue('none')).toThrow('no such connector');
    expect(() => control.metrics('none')).toThrow('no such connector');
  });
});

describe('signalbox-emulator disruptive-technologies', () => {
  it('prints URLs, seed and every assumption, enforces the limit, and logs pushes', async () => {
    const hook = await pushReceiver();
    const statuses: number[] = [];
    const lines = await whileRunning(
      ['disruptive-technologies', '--assume', 'rateLimitRequests=2'],
      async (url) => {
        const made = await api({ url }, 'POST', list, { type: 'HTTP_PUSH', httpConfig: { url: hook.url } });
        await act({ url }, 'report', { deviceId: fridge.id, eventType: 'touch' });
        statuses.push(made.status);
        for (let index = 0; index < 2; index++) {
          statuses.push(
            (await api({ url }, 'GET', '/projects', undefined, basic(seed.serviceAccounts.full))).status,
          );
        }
        while (!(await request({ url }, 'GET', '/_signalbox/view')).text.includes('touch of Fridge 1')) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    );
    const text = lines.join('\n');
    expect(statuses).toEqual([200, 200, 429]);
    for (const { id } of Object.values(disruptiveTechnologiesAssumptions)) expect(text).toContain(id);
    for (const { keyId, secret, email } of Object.values(seed.serviceAccounts)) {
      for (const part of [keyId, secret, email]) expect(text).toContain(part);
    }
    expect(text).toMatch(/->\s+touch of Fridge 1 to http:\/\/127\.0\.0\.1:\d+\/\*\*\* {2}200/);
  });

  it('does not enforce the limit if told so', async () => {
    await whileRunning(
      ['disruptive-technologies', '--no-rate-limits', '--assume', 'rateLimitRequests=1'],
      async (url) => {
        for (let index = 0; index < 3; index++)
          expect((await api({ url }, 'GET', '/projects')).status).toBe(200);
      },
    );
  });
});
