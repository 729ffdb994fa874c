import { assumptions as trustAssumptions, seed } from '@signalbox/emulators/trust-lighthouse';
import { whileRunning } from '../../emulators/command-line';
import { callbackReceiver, closeReceivers } from './callback-receiver';
import {
  api,
  askToken,
  EVENT_PATH,
  eventBody,
  register,
  request,
  start,
  stopAll,
  type Running,
} from './running-trust';

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
function buttons(page: string): Map<string, { action: string; input: Record<string, unknown> }> {
  const found = [...page.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].map(
    ([, attributes = '', label = '']) =>
      [
        label.trim(),
        {
          action: /data-action="([^"]*)"/.exec(attributes)?.[1] ?? '',
          input: JSON.parse((/data-input="([^"]*)"/.exec(attributes)?.[1] ?? '{}').replaceAll('&quot;', '"')),
        },
      ] as const,
  );
  return new Map(found);
}

/** Presses the (last) button with a label, as company 1. */
async function press(emulator: Running, label: string, text?: string) {
  const button = buttons(await view(emulator)).get(label);
  if (!button) throw new Error(`There is no button "${label}".`);
  return act(emulator, button.action, { ...button.input, actorId: '1', ...(text ? { text } : {}) });
}

describe('control room', () => {
  it('lets one be a company that uploads a file with tags', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    await register(emulator, hook.url);
    expect((await press(emulator, 'Upload a file', 'offer.pdf\n foo = bar \n\nequation=a=b\n')).status).toBe(
      200,
    );
    await emulator.control.idle();
    expect(hook.callbacks[0]!.body.data).toEqual({
      file_register_uuid: emulator.control.files()[0]!.uuid,
      filename: 'offer.pdf',
      tags: { foo: 'bar', equation: 'a=b' },
    });
    expect((await act(emulator, 'upload', { actorId: '99', text: 'x' })).status).toBe(200);
    expect(emulator.control.files('99').map(({ name }) => name)).toEqual(['x']);
    expect(await press(emulator, 'Upload a file', 'a.txt\nfoo')).toMatchObject({
      status: 400,
      json: { error: '"foo" is not a tag. Write it as key=value.' },
    });
    expect((await act(emulator, 'upload', { actorId: '1' })).status).toBe(400);
    expect((await act(emulator, 'upload', { actorId: '7', text: 'x' })).status).toBe(400);
  });

  it('has buttons for events and files, and they work', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const id = await register(emulator, hook.url);
    await press(emulator, 'Upload a matching file');
    await press(emulator, 'Fire');
    await press(emulator, 'Forge a callback');
    await emulator.control.idle();
    const ids = hook.callbacks.map(({ body }) => body.event_id as string);
    expect(ids.sort()).toEqual([id, id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'].sort());
    const page = await view(emulator);
    expect(page).toContain('callback about test.txt');
    expect(page).toContain('foo=bar');
    await press(emulator, 'Add tags', 'more=x');
    expect(emulator.control.files()[0]!.tags).toEqual({ foo: 'bar', more: 'x' });
    await press(emulator, 'Delete');
    expect((await state(emulator)).files.map(({ deleted }: { deleted: boolean }) => deleted)).toContain(true);
    await press(emulator, 'Remove');
    expect((await state(emulator)).events).toEqual([]);
    await press(emulator, 'Revoke all');
    expect((await api(emulator, 'GET', '/chronos/v1/companies/1/files')).status).toBe(401);
    expect((await act(emulator, 'fire', { eventId: id })).status).toBe(400);
  });

  it('shows an event without files or URL', async () => {
    const emulator = await start({ assume: { missingActionFields: 'accept' } });
    await api(emulator, 'POST', EVENT_PATH, {
      listener_type: 'app_location',
      company_id: '1',
      app_id: 'the-app',
      location: { type: 'square', lat_point_1: 1, lng_point_1: 2, lat_point_2: 3, lng_point_2: 4 },
    });
    const page = await view(emulator);
    expect(page).toContain('the-app');
    expect(page).toContain('no callback URL');
    expect([...buttons(page).keys()]).toEqual(['Upload a file', 'Fire', 'Remove', 'Revoke all']);
  });

  it('escapes what comes from outside, and shows no credential', async () => {
    const emulator = await start();
    const evil = `<img src=x onerror="alert('1')">`;
    await register(emulator, 'http://127.0.0.1:9/webhook/secret-part?token=secret-token', {
      tags: { [evil]: evil },
    });
    const { uuid } = emulator.control.upload({ name: evil, tags: { [evil]: evil } });
    const link = emulator.control.createLink(uuid);
    await request(emulator, 'GET', link);
    await emulator.control.idle();
    const { access_token: token } = (await askToken(emulator)).json;
    for (const path of ['/', '/_signalbox/view']) {
      const { text } = await request(emulator, 'GET', path);
      expect(text).toContain('&lt;img');
      expect(text).not.toContain('<img');
      expect(text).toContain('/chronos/v1/download/***');
      for (const secret of [
        'secret-part',
        'secret-token',
        token,
        seed.clients.main.secret,
        link.split('/').at(-1),
      ])
        expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(await state(emulator))).not.toContain('secret-part');
  });
});

describe('signalbox-emulator trust', () => {
  it('prints URLs, seed and every assumption, and logs callbacks', async () => {
    const hook = await callbackReceiver();
    const lines = await whileRunning(
      ['trust-lighthouse', '--assume', 'callbackTags=matched'],
      async (url) => {
        const emulator = { url };
        expect((await api(emulator, 'POST', EVENT_PATH, eventBody(hook.url))).status).toBe(201);
        await act(emulator, 'upload', { actorId: '1', text: 'a.txt\nfoo=bar\nmore=x' });
        while (!(await request(emulator, 'GET', '/_signalbox/view')).text.includes('callback about a.txt'))
          await new Promise((resolve) => setTimeout(resolve, 5));
      },
    );
    expect(hook.callbacks[0]!.body.data.tags).toEqual({ foo: 'bar' });
    const text = lines.join('\n');
    for (const [name, { id }] of Object.entries(trustAssumptions))
      expect(text).toMatch(new RegExp(`${id} [^]*\\[${name}=`));
    for (const { id, secret } of Object.values(seed.clients))
      for (const part of [id, secret]) expect(text).toContain(part);
    const log = lines.slice(lines.findIndex((line) => line.startsWith('Ready')) + 1).join('\n');
    expect(log).toMatch(/->\s+callback about a\.txt to http:\/\/127\.0\.0\.1:\d+\/webhook\/\*\*\* {2}200/);
    expect(log).not.toContain(seed.clients.main.secret);
  });
});
