import { assumptions as dataworldAssumptions, seed } from '@signalbox/emulators/dataworld-sentry';
import { whileRunning } from '../../emulators/command-line';
import { eventReceiver } from '../../emulators/event-receiver';
import {
  administrator,
  api,
  finance,
  member,
  orders,
  post,
  read,
  request,
  salesDashboard,
  start,
  stopAll,
  unused,
  type Running,
} from './running-dataworld';

afterEach(stopAll);

const act = (emulator: { url: string }, action: string, input: unknown) =>
  request(emulator, 'POST', `/_signalbox/actions/${action}`, JSON.stringify(input), {
    'content-type': 'application/json',
  });
const view = async (emulator: Running) => (await request(emulator, 'GET', '/_signalbox/view')).text;
const state = async (emulator: Running) => (await request(emulator, 'GET', '/_signalbox/state')).json;

/** Actions of the buttons on the page, keyed by label. */
function buttons(page: string) {
  return [...page.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].map(([, attributes = '', label = '']) => ({
    label: label.trim(),
    action: /data-action="([^"]*)"/.exec(attributes)?.[1] ?? '',
    input: JSON.parse(
      (/data-input="([^"]*)"/.exec(attributes)?.[1] ?? '{}').replaceAll('&quot;', '"'),
    ) as Record<string, unknown>,
    off: /\sdisabled(\s|$)/.test(attributes),
  }));
}

/** Presses a button of the page. */
async function press(emulator: Running, label: string, input: Record<string, unknown> = {}, text?: string) {
  const found = buttons(await view(emulator)).find(
    (button) =>
      button.label === label &&
      !button.off &&
      Object.entries(input).every(([name, value]) => button.input[name] === value),
  );
  if (!found) throw new Error(`There is no button ${label}.`);
  return act(emulator, found.action, { ...found.input, actorId: 'administrator', text });
}

describe('control room', () => {
  it('shows the badges in their colours', async () => {
    const emulator = await start();
    await post(emulator, 'state=sick&user_message=Down');
    const page = await view(emulator);
    expect([...page.matchAll(/data-color="(\w+)"/g)].map(([, color]) => color)).toEqual([
      'red',
      'red',
      'gray',
    ]);
    expect(page).toContain('Sick: Down');
    expect((await state(emulator)).hoots[0]).toMatchObject({ name: 'Sales dashboard', state: 'sick' });
  });

  it('changes, disables and times out Sentries', async () => {
    const emulator = await start();
    const { uid } = orders;
    expect((await press(emulator, 'Set sad', { uid })).status).toBe(200);
    expect((await read(emulator)).json.state).toBe('sad');
    await press(emulator, 'Set message', { uid }, 'By hand');
    expect((await read(emulator)).json).toMatchObject({ state: 'sad', user_message: 'By hand' });
    await press(emulator, 'Set message', { uid: unused.uid }, 'Soon');
    expect((await read(emulator, unused.uid)).json).toMatchObject({ state: null, user_message: 'Soon' });
    await press(emulator, 'Let time run out', { uid });
    expect((await read(emulator)).json.state).toBe('sick');
    await press(emulator, 'Disable', { uid });
    expect(emulator.control.sentry(uid).disabled).toBe(true);
    await press(emulator, 'Enable', { uid });
    expect(emulator.control.sentry(uid).disabled).toBe(false);
    expect((await act(emulator, 'setState', { uid, state: 'glad' })).status).toBe(400);
    expect((await act(emulator, 'setState', { uid: 'nix', state: 'sad' })).json.error).toBe(
      'Sentry not found',
    );
  });

  it('overrides and disables hoots', async () => {
    const emulator = await start();
    const { uid } = salesDashboard;
    await press(emulator, 'Override: sick', { uid });
    expect(emulator.control.badge(uid).state).toBe('sick');
    await press(emulator, 'End override', { uid });
    expect(emulator.control.badge(uid).state).toBe('happy');
    await press(emulator, 'Disable', { uid });
    expect(emulator.control.badge(uid).state).toBe('disabled');
  });

  it('has a button for each kind of webhook event', async () => {
    const emulator = await start();
    const hook = await eventReceiver();
    await press(emulator, 'Add a webhook', {}, `${hook.url}/hidden-path?t=hidden-token hidden-key`);
    const emits = buttons(await view(emulator)).filter(({ action }) => action.startsWith('emit'));
    for (const { action, input } of emits) expect((await act(emulator, action, input)).status).toBe(200);
    await emulator.control.idle();
    expect(hook.events).toHaveLength(emits.length);
    expect(hook.events.every(({ headers }) => headers.authorization === 'hidden-key')).toBe(true);
    const page = await view(emulator);
    for (const label of ['file create', 'dataset.authorization.deleted', 'dataset sync_failure'])
      expect(page).toContain(`<td>${label}</td>`);
    await press(emulator, 'Remove');
    expect(emulator.control.webhooks()).toEqual([]);
    expect((await press(emulator, 'Add a webhook', {}, 'nix')).json.error).toBe('That is not a URL.');
    await hook.close();
  });

  it('escapes what comes from outside, and shows no credential', async () => {
    const emulator = await start();
    const evil = `<img src=x onerror="alert('1')">`;
    const text = encodeURIComponent(evil);
    await post(emulator, `state=sad&user_message=${text}&history_note=${text}&latest_record_at=${text}`);
    await api(emulator, 'POST', `/sentries?name=${text}`);
    await api(emulator, 'POST', `/canaries?name=${text}`);
    emulator.control.registerWebhook({
      url: 'http://x.example/hook/secret-part?t=secret-token',
      authorizationKey: 'secret-key',
    });
    for (const path of ['/', '/_signalbox/view', '/_signalbox/state']) {
      const page = (await request(emulator, 'GET', path)).text;
      if (!path.endsWith('state')) expect(page).not.toContain('<img');
      for (const secret of ['secret-', administrator.token, member.token]) expect(page).not.toContain(secret);
    }
    expect(await view(emulator)).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
  });

  it('starts from the command line', async () => {
    await whileRunning(['dataworld-sentry', '--assume', 'updateStatus=201'], async (url, lines) => {
      expect(lines.join('\n')).toContain(`${url}/h/api/v1/sentries/${finance.uid}`);
      for (const [name, { id }] of Object.entries(dataworldAssumptions))
        expect(lines.join('\n')).toMatch(new RegExp(`${id} [^]*\\[${name}=`));
      const answer = await post({ url }, 'state=sad&history_note=private-text');
      expect(answer.status).toBe(201);
      const log = lines.slice(lines.findIndex((line) => line.startsWith('Ready')) + 1).join('\n');
      expect(log).toContain(`POST /h/api/v1/sentries/${orders.uid}  201`);
      for (const hidden of [seed.accounts.administrator.token, 'private-text'])
        expect(log).not.toContain(hidden);
    });
  });
});
