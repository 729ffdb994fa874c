import { manualClock, type ReceivedRequest } from '@signalbox/emulators';
import { itemsOf, paramsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { orders, customers, finance } = seed.sentries;
const sent = () => lab.requests().map(({ method, path }) => `${method} ${path.replace(/.*\//, '')}`);
const latest = (uid: string) => lab.emulator.control.history(uid).at(-1)!;

/** As n8n's Error Trigger gives it. */
const failedExecution = {
  execution: {
    id: '231',
    url: 'https://n8n.example.test/workflow/w1/executions/231',
    error: { message: 'Connection to the warehouse timed out', stack: 'Error: …' },
    lastNodeExecuted: 'Load orders',
    mode: 'trigger',
  },
  workflow: { id: 'w1', name: 'Nightly load' },
};

describe('the outcome', () => {
  test('the outcome of an error workflow: sick, a short message for all, a private note with the rest', async () => {
    const run = await lab.run(
      'reportRun',
      { outcome: 'errorTrigger' },
      { items: [{ json: failedExecution }] },
    );
    expect(itemsOf(run)).toMatchObject([
      { success: true, changed: true, outcome: 'failure', uid: orders.uid, state: 'sick' },
    ]);
    expect(paramsOf(lab.requests()[0])).toEqual({
      state: 'sick',
      user_message: 'Nightly load failed',
      history_note:
        'Workflow "Nightly load" failed at the node "Load orders": Connection to the warehouse timed out\n' +
        'https://n8n.example.test/workflow/w1/executions/231',
      private_entry: 'true',
    });
    expect(sent()).toEqual([`POST ${orders.uid}`]);
  });

  test('the outcome of a trigger that could not start a workflow is a failure', async () => {
    const json = {
      trigger: { error: { message: 'No such queue' }, mode: 'trigger' },
      workflow: { id: 'w1', name: 'Nightly load' },
    };
    itemsOf(await lab.run('reportRun', { outcome: 'errorTrigger' }, { items: [{ json }] }));
    expect(paramsOf(lab.requests()[0])).toMatchObject({
      user_message: 'Nightly load failed',
      history_note: 'Workflow "Nightly load" could not be started: No such queue',
    });
  });

  test('the outcome of an error workflow may be sad instead, with a message and a note of its own', async () => {
    const parameters = {
      outcome: 'errorTrigger',
      failureState: 'sad',
      failureMessage: 'Orders are late',
      options: { historyNote: 'See the runbook', linkExecution: false, privateNote: false },
    };
    itemsOf(await lab.run('reportRun', parameters, { items: [{ json: failedExecution }] }));
    expect(paramsOf(lab.requests()[0])).toEqual({
      state: 'sad',
      user_message: 'Orders are late',
      history_note:
        'See the runbook\nWorkflow "Nightly load" failed at the node "Load orders": Connection to the warehouse timed out',
    });
  });

  test.each([{}, { execution: 'x' }, { workflow: { name: 'x' } }])('is not taken from %j', async (json) => {
    const run = await lab.run('reportRun', { outcome: 'errorTrigger' }, { items: [{ json }] });
    expect(refusalOf(run)).toMatchObject({
      message: expect.stringContaining('"Error Trigger Data" is not the output of an Error Trigger'),
      description: expect.stringContaining('Place the node after an Error Trigger'),
    });
    expect(lab.requests()).toEqual([]);
  });

  test('the outcome of items: one with an error is a failure, unless told otherwise', async () => {
    const items = [{ json: { rows: 12 } }, { json: { error: 'No rows' } }];
    expect(itemsOf(await lab.run('reportRun', {}, { items }))).toMatchObject([
      { outcome: 'success', state: 'happy' },
      { outcome: 'failure', state: 'sick' },
    ]);
    expect(lab.requests().map((request) => paramsOf(request).state)).toEqual(['happy', 'sick']);
  });

  test.each([
    ['={{ true }}', 'happy'],
    ['={{ false }}', 'sick'],
    ['={{ $json.exitCode === 0 }}', 'happy'],
    ['Succeeded', 'happy'],
    [' PASSED ', 'happy'],
    ['ok', 'happy'],
    ['failed', 'sick'],
    ['Timed_Out', 'sick'],
    ['error', 'sick'],
  ])('the outcome of the field "%s" makes it %s', async (succeeded, state) => {
    itemsOf(await lab.run('reportRun', { succeeded }, { items: [{ json: { exitCode: 0 } }] }));
    expect(paramsOf(lab.requests()[0]).state).toBe(state);
  });

  test.each([
    ['={{ 0 }}', /0 means success for programs and false for n8n/],
    ['={{ 1 }}', /0 means success for programs/],
    ['maybe', /Use true or false/],
    ['skipped', /Use true or false/],
    ['={{ "" }}', /Use true or false/],
  ])('is not guessed from "%s"', async (succeeded, advice) => {
    const { message, description } = refusalOf(await lab.run('reportRun', { succeeded }));
    expect(message).toMatch(/^"Succeeded" is neither a success nor a failure/);
    expect(description).toMatch(advice);
    expect(lab.requests()).toEqual([]);
  });

  test.each([
    ['success', 'happy'],
    ['failure', 'sick'],
  ])('can be fixed: %s', async (outcome, state) => {
    itemsOf(await lab.run('reportRun', { outcome }));
    expect(latest(orders.uid)).toMatchObject({ state, private: true });
  });
});

describe('what is said', () => {
  test('links to this execution where it is none of an error workflow', async () => {
    const run = await lab.run('reportRun', { outcome: 'success' });
    itemsOf(run);
    expect(paramsOf(lab.requests()[0])).toMatchObject({
      history_note: expect.stringMatching(
        /^https:\/\/n8n\.example\.test\/workflow\/[^/]+\/executions\/[\w-]{36}$/,
      ),
    });
  });

  test('is never empty: a message is not left to stand on a badge of another colour', async () => {
    await lab.run('reportRun', { outcome: 'success', successMessage: '' });
    await lab.run('reportRun', { outcome: 'failure', failureMessage: '={{ null }}' });
    expect(lab.requests().map((request) => paramsOf(request).user_message)).toEqual([
      'Run succeeded',
      'Run failed',
    ]);
  });

  test('is cut off where it is too long, but for the link', async () => {
    const long = structuredClone(failedExecution);
    long.workflow.name = 'Ein sehr langer Name 😀 '.repeat(20);
    long.execution.error.message = '日本語の長いエラー '.repeat(5000);
    const options = { options: { historyNoteLength: 7000 } };
    for (const parameters of [{}, options]) {
      const run = await lab.run(
        'reportRun',
        { outcome: 'errorTrigger', ...parameters },
        { items: [{ json: long }] },
      );
      expect(itemsOf(run)).toMatchObject([{ state: 'sick' }]);
    }
    const [short, full] = lab.requests().map(paramsOf);
    expect([...short!.user_message!].length).toBeLessThanOrEqual(80);
    expect(short!.user_message).toMatch(/…$/);
    for (const { history_note: note } of [short!, full!]) {
      expect(note!.endsWith(`…\n${failedExecution.execution.url}`)).toBe(true);
    }
    // As much as goes into a URL, where each of these characters takes nine.
    const [, { path, query }] = lab.requests() as [ReceivedRequest, ReceivedRequest];
    const pairs = [...query].map((pair) => pair.map(encodeURIComponent).join('='));
    const length = `${path}?${pairs.join('&')}`.length;
    expect(length).toBeGreaterThan(7_800);
    expect(length).toBeLessThan(8_000);
  });

  test('has no line breaks on the badge', async () => {
    await lab.run('reportRun', { outcome: 'failure', failureMessage: 'Two\n  lines ' });
    expect(paramsOf(lab.requests()[0]).user_message).toBe('Two lines');
  });

  test('may be more: freshness, counts and metadata in the same call', async () => {
    const options = {
      latestRecordAt: '={{ $json.latest }}',
      countsJson: '={{ $json.counts }}',
      meta: { entry: [{ key: 'pipeline', value: 'nightly' }] },
    };
    const json = { latest: 1769846400, counts: { orders: 12, items: '30' } };
    itemsOf(await lab.run('reportRun', { outcome: 'success', options }, { items: [{ json }] }));
    expect(sent()).toHaveLength(1);
    expect(paramsOf(lab.requests()[0])).toMatchObject({
      latest_record_at: '2026-01-31T08:00:00Z',
      'counts[orders]': '12',
      'counts[items]': '30',
      'meta[pipeline]': 'nightly',
    });
    expect(lab.emulator.control.analytics(orders.uid).counts.orders!.at(-1)).toMatchObject({ value: 12 });
  });
});

describe('Only When Changed', () => {
  const report = async (more: object = {}) =>
    itemsOf(
      await lab.run('reportRun', {
        outcome: 'success',
        successMessage: 'All is well',
        onlyWhenChanged: true,
        ...more,
      }),
    );

  beforeEach(() => lab.emulator.control.setState(orders.uid, 'happy', 'All is well'));

  test('sends nothing where state and message are as they should be', async () => {
    expect(await report()).toMatchObject([
      { success: true, changed: false, outcome: 'success', uid: orders.uid, state: 'happy', name: 'Orders' },
    ]);
    expect(sent()).toEqual([`GET ${orders.uid}`]);
  });

  test.each([
    ['another state', { outcome: 'failure', failureMessage: 'All is well' }],
    ['another message', { successMessage: 'Better than ever' }],
    ['counts', { options: { counts: { count: [{ name: 'orders', value: 1 }] } } }],
    ['metadata', { options: { meta: { entry: [{ key: 'a', value: 'b' }] } } }],
    ['a record time', { options: { latestRecordAt: '2026-01-31T08:00:00Z' } }],
  ])('sends %s', async (_, parameters) => {
    expect(await report(parameters)).toMatchObject([{ changed: true }]);
    expect(sent()).toEqual([`GET ${orders.uid}`, `POST ${orders.uid}`]);
  });

  test('does not send the record time once more, in whichever form it comes', async () => {
    await report({ options: { latestRecordAt: '2026-01-31T08:00:00Z' } });
    expect(await report({ options: { latestRecordAt: '={{ 1769846400 }}' } })).toMatchObject([
      { changed: false },
    ]);
  });

  test('sees what an item before it has done', async () => {
    const parameters = { outcome: 'failure', failureMessage: 'Down', onlyWhenChanged: true };
    const run = await lab.run('reportRun', parameters, { items: [{ json: {} }, { json: {} }, { json: {} }] });
    expect(itemsOf(run).map(({ changed }) => changed)).toEqual([true, false, false]);
  });

  test('compares the state alone where an answer has no message, and sends since it has no time', async () => {
    await lab.emulatorWith({ assume: { sentryFields: 'minimal' } });
    expect(await report()).toMatchObject([{ changed: true }]);
    expect(await report({ heartbeatHours: 0 })).toMatchObject([{ changed: false }]);
  });

  test('changes nothing when it cannot be seen', async () => {
    lab.emulator.faults.inject({ match: { method: 'GET' }, fault: { kind: 'status', code: 403, body: {} } });
    const run = await lab.run('reportRun', { outcome: 'failure', onlyWhenChanged: true });
    expect(refusalOf(run).httpCode).toBe('403');
    expect(sent()).toEqual([`GET ${orders.uid}`]);
  });
});

describe('the heartbeat', () => {
  const HOUR = 3_600_000;

  /** Reports the same once more, so many hours after the last time. */
  async function again(hours: number, parameters: object = {}) {
    // The node lives by the real time, so the emulator has to be behind it.
    const clock = manualClock(Date.now() - hours * HOUR);
    await lab.emulatorWith({ clock });
    const { outcome = 'success' } = parameters as { outcome?: string };
    const state = outcome === 'success' ? 'happy' : 'sad';
    lab.emulator.control.setState(orders.uid, state, 'As ever');
    const items = itemsOf(
      await lab.run('reportRun', {
        outcome: 'success',
        failureState: 'sad',
        successMessage: 'As ever',
        failureMessage: 'As ever',
        onlyWhenChanged: true,
        ...parameters,
      }),
    );
    clock.advance(hours * HOUR);
    return items[0]!.changed;
  }

  test.each([
    [0.4, {}, false],
    [0.6, {}, true],
    [1.9, { heartbeatHours: 2 }, false],
    [2.1, { heartbeatHours: 2 }, true],
    [1000, { heartbeatHours: 0 }, false],
    // A sad Sentry would be made sick as well.
    [0.6, { outcome: 'failure' }, true],
  ])('%s hours after the last update, with %j: %s', async (hours, parameters, changed) => {
    expect(await again(hours, parameters)).toBe(changed);
  });

  test('does not repeat that it is sick, which no timeout makes worse', async () => {
    await lab.emulatorWith({ clock: manualClock(Date.now() - 10 * HOUR) });
    lab.emulator.control.setState(orders.uid, 'sick', 'Down');
    const parameters = { outcome: 'failure', failureMessage: 'Down', onlyWhenChanged: true };
    expect(itemsOf(await lab.run('reportRun', parameters))).toMatchObject([{ changed: false }]);
  });

  test('keeps a Sentry with a timeout happy, which it would not stay without', async () => {
    const clock = manualClock(Date.now() - 5 * HOUR);
    await lab.emulatorWith({ clock });
    const { control } = lab.emulator;
    control.setState(orders.uid, 'happy', 'As ever');
    control.setTimeoutHours(orders.uid, 2);
    const parameters = {
      outcome: 'success',
      successMessage: 'As ever',
      onlyWhenChanged: true,
      heartbeatHours: 1,
    };
    for (let step = 0; step < 4; step++) {
      clock.advance(1.5 * HOUR);
      await lab.run('reportRun', { ...parameters });
      expect(control.sentry(orders.uid).state).toBe('happy');
      if (clock.now() > Date.now() - HOUR) break;
    }
    expect(control.history(orders.uid).map(({ source }) => source)).not.toContain('timeout');
    // Without it:
    clock.advance(2 * HOUR);
    expect(control.sentry(orders.uid).state).toBe('sick');
  });
});

describe('several Sentries', () => {
  const uids = () => [orders.uid, customers.uid, finance.uid];

  test.each([
    ['between commas', () => uids().join(', ')],
    ['on lines', () => uids().join('\n')],
    ['as a list of an expression', () => `={{ ${JSON.stringify(uids())} }}`],
    [
      'by API URL, some of them twice',
      () => [...uids(), ...uids().map((uid) => lab.emulator.control.sentryUrl(uid))].join(),
    ],
  ])('%s are told, each gives an item', async (_, sentries) => {
    const run = await lab.run('reportRun', { sentries: sentries(), outcome: 'failure' });
    expect(itemsOf(run).map(({ uid }) => uid)).toEqual(uids());
    expect(run.outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 0 }));
    for (const uid of uids()) expect(latest(uid).state).toBe('sick');
    expect(sent()).toHaveLength(3);
  });

  test.each([
    ['={{ [] }}', /"Sentries" names no Sentry/],
    ['={{ ["a", 1] }}', /"Sentries" must be UIDs or API URLs/],
    ['={{ {} }}', /"Sentries" must be UIDs or API URLs/],
    [', ,', /"Sentries" names no Sentry/],
    ['a, b/c', /"Sentries" is neither the UID nor the API URL/],
  ])('%s are none, and nobody else is told', async (sentries, words) => {
    expect(refusalOf(await lab.run('reportRun', { sentries })).message).toMatch(words);
    expect(lab.requests()).toEqual([]);
  });

  const many = () =>
    Array.from({ length: 200 }, (_, n) => lab.emulator.control.createSentry(`Table ${n}`).uid);

  test('200 of them, of which some fail: an item for each, in their order', async () => {
    const all = many();
    const bad = [3, 77, 199];
    const named = all.map((uid, n) => (bad.includes(n) ? `gone-${n}` : uid));
    const parameters = { sentries: '={{ $json.sentries }}', outcome: 'success' };
    const items = [{ json: { sentries: named } }];
    const run = await lab.run('reportRun', parameters, { items, onError: 'continueErrorOutput' });
    expect(run.itemsPerOutput).toEqual([197, 3]);
    expect(run.outputs[0]!.map(({ json }) => json.uid)).toEqual(all.filter((_, n) => !bad.includes(n)));
    expect(run.outputs[1]!.map(({ json }) => String(json.error).split(':')[0])).toEqual(
      bad.map((n) => `gone-${n}`),
    );
    expect(new Set(run.outputs.flat().map(({ pairedItem }) => JSON.stringify(pairedItem)))).toEqual(
      new Set(['{"item":0}']),
    );
    expect(lab.requests()).toHaveLength(200);
  });

  test('several Sentries of which some fail, without Continue: all are tried, then the error names the failed ones', async () => {
    const sentries = [orders.uid, 'gone-1', customers.uid, 'gone-2'].join();
    expect(refusalOf(await lab.run('reportRun', { sentries, outcome: 'failure' }))).toEqual({
      message:
        '2 of 4 failed: gone-1: data.world says: Sentry not found (HTTP 404); gone-2: data.world says: Sentry not found (HTTP 404)',
      description: expect.stringMatching(
        `The other 2 \\(${orders.uid}, ${customers.uid}\\) succeeded\\. To get an item for each, set On Error`,
      ),
    });
    for (const { uid } of [orders, customers]) expect(latest(uid).state).toBe('sick');
  });

  test('compare each by itself', async () => {
    lab.emulator.control.setState(orders.uid, 'sick', 'Down');
    const parameters = { outcome: 'failure', failureMessage: 'Down', onlyWhenChanged: true };
    const run = await lab.run('reportRun', { sentries: uids().join(), ...parameters });
    expect(itemsOf(run).map(({ changed }) => changed)).toEqual([false, true, true]);
  });
});

test('a report is not repeated where it may have arrived: it could overwrite a newer state', async () => {
  lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
  const { description } = refusalOf(await lab.run('reportRun', { outcome: 'failure' }));
  expect(description).toContain('may have been carried out all the same');
  expect(lab.requests()).toHaveLength(1);
});
