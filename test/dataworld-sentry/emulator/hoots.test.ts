import {
  customers,
  finance,
  financeReport,
  HOUR_MS,
  inventory,
  orders,
  post,
  read,
  request,
  salesDashboard,
  start,
  startStill,
  stopAll,
  unused,
  warehouse,
} from './running-dataworld';

afterEach(stopAll);

describe('hoots', () => {
  it('show the worst of their Sentries, with its message and the newest record', async () => {
    const { clock, emulator } = await startStill();
    const badge = () => emulator.control.badge(salesDashboard.uid);
    expect(badge()).toEqual({
      state: 'happy',
      message: 'Loaded on time',
      latestRecordAt: '2026-01-05T07:50:00.000Z',
    });
    clock.advance(1_000);
    await post(
      emulator,
      'state=sad&user_message=Thin&latest_record_at=2026-01-05T09:55:00%2B02:00',
      customers.uid,
    );
    expect(badge()).toEqual({
      state: 'sad',
      message: 'Thin',
      latestRecordAt: '2026-01-05T09:55:00+02:00',
    });
    clock.advance(1_000);
    await post(emulator, 'state=sick&user_message=Down');
    clock.advance(1_000);
    await post(emulator, 'state=sad', customers.uid);
    expect(badge()).toMatchObject({ state: 'sick', message: 'Down' });
    expect(emulator.control.badge(financeReport.uid)).toMatchObject({ state: 'sick', message: 'Down' });
  });

  it('a hoot of equally bad Sentries shows the last one to report', async () => {
    const { clock, emulator } = await startStill();
    for (const [uid, message] of [
      [customers.uid, 'first'],
      [orders.uid, 'second'],
    ]) {
      clock.advance(1_000);
      await post(emulator, `state=sick&user_message=${message}`, uid);
    }
    expect(emulator.control.badge(salesDashboard.uid).message).toBe('second');
  });

  it('leave out disabled Sentries, and are disabled if there is no other', async () => {
    const emulator = await start();
    expect(emulator.control.badge(warehouse.uid)).toEqual({
      state: 'disabled',
      message: null,
      latestRecordAt: null,
    });
    emulator.control.setDisabled(inventory.uid, false);
    expect(emulator.control.badge(warehouse.uid).state).toBe('sick');
    emulator.control.setDisabled(finance.uid, true);
    expect(emulator.control.badge(financeReport.uid).state).toBe('happy');
    emulator.control.setHootDisabled(financeReport.uid, true);
    expect(emulator.control.badge(financeReport.uid).state).toBe('disabled');
  });

  it('can be overridden by hand', async () => {
    const emulator = await start();
    emulator.control.overrideHoot(salesDashboard.uid, 'sick', 'Do not use');
    expect(emulator.control.badge(salesDashboard.uid)).toMatchObject({
      state: 'sick',
      message: 'Do not use',
    });
    emulator.control.overrideHoot(salesDashboard.uid, null);
    expect(emulator.control.badge(salesDashboard.uid).state).toBe('happy');
  });

  it('are neutral until something is reported', async () => {
    const emulator = await start();
    const { uid } = emulator.control.createHoot('New', [unused.uid]);
    expect(emulator.control.badge(uid).state).toBe('neutral');
    await post(emulator, 'state=sad', unused.uid);
    expect(emulator.control.badge(uid).state).toBe('sad');
    emulator.control.connect(uid, finance.uid);
    emulator.control.connect(uid, finance.uid);
    expect(emulator.control.hoots().at(-1)!.sentryUids).toHaveLength(3);
  });

  it('have a badge that anybody can see, in the colour of the state', async () => {
    const emulator = await start();
    const picture = async () => {
      const url = emulator.control.badgeUrl(salesDashboard.uid);
      return request({ url: '' }, 'GET', url);
    };
    expect((await picture()).headers.get('content-type')).toBe('image/svg+xml');
    for (const [state, color, word] of [
      ['happy', 'green', 'Happy'],
      ['sad', 'yellow', 'Warn'],
      ['sick', 'red', 'Sick'],
    ]) {
      await post(emulator, `state=${state}&user_message=%3Cb%3E%26`);
      const { text } = await picture();
      expect(text).toContain(`data-color="${color}"`);
      expect(text).toContain(`${word}: &lt;b&gt;&amp;`);
      expect(text).not.toContain('<b>');
    }
    expect((await request({ url: '' }, 'GET', `${emulator.url}/h/api/v1/hoots/nix/badge.svg`)).status).toBe(
      404,
    );
  });

  it('keep private notes out of their popup', async () => {
    const { clock, emulator } = await startStill();
    clock.advance(1_000);
    await post(emulator, 'state=sad&history_note=secret&private_entry=true&user_message=shown');
    clock.advance(1_000);
    await post(emulator, 'state=happy&history_note=open');
    const [last, before] = emulator.control.popup(salesDashboard.uid);
    expect(last).toMatchObject({ sentry: 'Orders', entry: { historyNote: 'open' } });
    expect(before!.entry).toMatchObject({ historyNote: null, userMessage: 'shown', private: true });
    expect(emulator.control.history(orders.uid).at(-2)!.historyNote).toBe('secret');
  });
});

describe('timeout', () => {
  it('switches a Sentry to sick that has not reported for its hours', async () => {
    const { clock, emulator } = await startStill();
    clock.advance(23 * HOUR_MS);
    await post(emulator, 'state=happy');
    clock.advance(24 * HOUR_MS - 1);
    expect((await read(emulator)).json.state).toBe('happy');
    clock.advance(1);
    expect((await read(emulator)).json).toMatchObject({
      state: 'sick',
      user_message: 'Loaded on time',
      updated_at: '2026-01-07T07:00:00.000Z',
    });
    expect(emulator.control.history(orders.uid).at(-1)).toMatchObject({
      source: 'timeout',
      state: 'sick',
      encoding: null,
    });
    expect(emulator.control.badge(salesDashboard.uid).state).toBe('sick');
    clock.advance(100 * HOUR_MS);
    expect(emulator.control.history(orders.uid)).toHaveLength(3);
    await post(emulator, 'state=happy');
    clock.advance(24 * HOUR_MS);
    expect((await read(emulator)).json.state).toBe('sick');
  });

  it('is not put off by a person, nor by a refused update', async () => {
    const { clock, emulator } = await startStill();
    clock.advance(12 * HOUR_MS);
    emulator.control.setState(orders.uid, 'sad', 'By hand');
    expect(emulator.control.history(orders.uid).at(-1)).toMatchObject({ source: 'person', state: 'sad' });
    await post(emulator, 'state=nix');
    clock.advance(12 * HOUR_MS);
    expect(emulator.control.sentry(orders.uid).state).toBe('sick');
  });

  it('can be set, taken away and hastened, and does not run while the Sentry is disabled', async () => {
    const { clock, emulator } = await startStill();
    const { control } = emulator;
    control.setTimeoutHours(customers.uid, 1000);
    control.setTimeoutHours(orders.uid, null);
    control.setTimeoutHours(finance.uid, 1);
    control.setDisabled(finance.uid, true);
    clock.advance(999 * HOUR_MS);
    expect(control.sentry(customers.uid).state).toBe('happy');
    expect(control.sentry(orders.uid).state).toBe('happy');
    expect(control.sentry(finance.uid).state).toBe('sad');
    clock.advance(HOUR_MS);
    expect(control.sentry(customers.uid).state).toBe('sick');
    control.setDisabled(finance.uid, false);
    clock.advance(HOUR_MS);
    expect(control.sentry(finance.uid).state).toBe('sick');
    control.expire(orders.uid);
    expect(control.sentry(orders.uid).state).toBe('sick');
  });

  it('begins anew with a reset, and ends with a deletion', async () => {
    const { clock, emulator } = await startStill();
    clock.advance(20 * HOUR_MS);
    await emulator.reset();
    clock.advance(23 * HOUR_MS);
    expect(emulator.control.sentry(orders.uid).state).toBe('happy');
    clock.advance(HOUR_MS);
    expect(emulator.control.sentry(orders.uid).state).toBe('sick');
    await emulator.reset();
    emulator.control.deleteSentry(orders.uid);
    clock.advance(25 * HOUR_MS);
    expect(() => emulator.control.sentry(orders.uid)).toThrow('Sentry not found');
  });
});
