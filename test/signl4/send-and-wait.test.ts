import { waitingExecution, type WaitingExecution, type WaitingOptions } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { ACTION, expectNoSecret, seed, useLab } from './lab';

const lab = useLab();
const { anna, ben } = seed.users;

const open: WaitingExecution[] = [];
afterEach(async () => {
  for (const execution of open.splice(0)) await execution.close();
});

interface Given extends Partial<WaitingOptions> {
  credential?: ICredentialDataDecryptedObject;
}

async function start(parameters: INodeParameters = {}, { credential, ...given }: Given = {}) {
  const execution = await waitingExecution({
    packages: lab.packages,
    nodeType: ACTION,
    parameters: {
      resource: 'alert',
      operation: 'sendAndWait',
      title: 'Restart web-3?',
      message: 'It does not answer',
      ...parameters,
    },
    credentials: lab.credentials(credential),
    ...given,
  });
  open.push(execution);
  return execution;
}

const { control, webhooks, alert } = {
  control: () => lab.emulator.control,
  webhooks: () => lab.emulator.control.webhooks(),
  alert: () => lab.emulator.control.alerts().at(-1)!,
};

/** The links in the text of the alert, by their labels. */
function links(): Record<'approve' | 'deny', string> {
  const [, approve, deny] = /Approve: (\S+)\s+Deny: (\S+)/.exec(alert().text)!;
  return { approve: approve!, deny: deny! };
}

const press = async (url: string, comment?: string) =>
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: comment === undefined ? '' : new URLSearchParams({ comment }).toString(),
  });

const sendEvent = async (url: string, event: unknown) =>
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });

/** An event about an alert, as SIGNL4 would send it. */
const eventOf = (of: { id: string; eventId: string; externalId: string | null }, statusCode = 2) => ({
  eventType: 201,
  eventRaisedUtc: new Date().toISOString(),
  user: { username: 'Mallory', mailaddress: 'mallory@example.com', id: ben.id },
  alert: { id: of.id, statusCode, eventId: of.eventId, externalEventId: of.externalId },
  id: '0b0f0f0e-0000-4000-8000-000000000001',
});

describe('waiting for a response', () => {
  it('registers a webhook before it raises the alert, waits, and goes on with who acknowledged it', async () => {
    const execution = await start();
    expect([execution.status, execution.error]).toEqual(['waiting', undefined]);
    expect(execution.until!.getTime()).toBeGreaterThan(Date.now() + 23.9 * 3_600_000);
    const order = lab
      .requests()
      .filter(({ method, path }) => method === 'POST' && /webhook/.test(path))
      .map(({ path }) => path.replace(/\/webhook\/.*/, '/webhook'));
    expect(order).toEqual(['/api/v2/webhooks', '/webhook']);
    expect(webhooks()).toEqual([
      expect.objectContaining({
        name: `n8n waits: Harness until ${execution.until!.toISOString()}`,
        extUrl: expect.stringContaining('/webhook-waiting/'),
      }),
    ]);
    expect(alert()).toMatchObject({
      title: 'Restart web-3?',
      text: 'It does not answer',
      externalId: expect.stringMatching(`^n8n-${execution.id}-`),
    });
    expect(execution.items).toEqual([
      {
        outcome: 'waiting',
        title: 'Restart web-3?',
        externalId: alert().externalId,
        eventId: alert().eventId,
        alertId: alert().id,
      },
    ]);

    control().acknowledge(alert().id, anna.id, 'On it');
    await control().idle();
    expect([execution.status, execution.resumed]).toEqual(['success', 1]);
    expect(execution.items).toEqual([
      {
        outcome: 'acknowledged',
        approved: true,
        respondedAt: alert().acknowledgedAt,
        userId: anna.id,
        userName: anna.name,
        userMail: anna.mail,
        comment: 'On it',
        status: 'acknowledged',
        statusCode: 2,
        title: 'Restart web-3?',
        externalId: alert().externalId,
        eventId: alert().eventId,
        alertId: alert().id,
      },
    ]);
    expect(webhooks()).toEqual([]);
    expectNoSecret(execution);
  });

  it('denies with the note when the alert is closed without an acknowledgement', async () => {
    const execution = await start();
    control().close(alert().id, ben.id, 'Not during business hours');
    await control().idle();
    expect(execution.items).toMatchObject([
      {
        outcome: 'closed',
        approved: false,
        userName: ben.name,
        comment: 'Not during business hours',
        chatInput: 'Not during business hours',
      },
    ]);
  });

  it.each([
    ['acknowledged', true, false],
    ['closed', false, true],
    ['either', true, true],
  ])('approves by "%s": acknowledging %s, closing %s', async (approvedBy, byAcknowledging, byClosing) => {
    for (const [respond, approved] of [
      ['acknowledge', byAcknowledging],
      ['close', byClosing],
    ] as const) {
      const execution = await start({ options: { approvedBy } });
      control()[respond](alert().id, anna.id);
      await control().idle();
      expect(execution.items).toMatchObject([{ approved }]);
    }
  });

  it('goes on waiting after an acknowledgement if it waits until the alert is closed', async () => {
    const execution = await start({ waitUntil: 'closed' });
    control().acknowledge(alert().id, anna.id);
    control().annotate(alert().id, anna.id, 'Driving there');
    await control().idle();
    expect(execution.status).toBe('waiting');
    control().close(alert().id, ben.id, 'Fixed');
    await control().idle();
    expect(execution.items).toMatchObject([
      { outcome: 'closed', approved: true, userId: ben.id, comment: 'Fixed', respondedAt: alert().closedAt },
    ]);
  });

  it('waits for the last of several acknowledgements', async () => {
    const execution = await start({ options: { alertingScenario: 'multi_ack' } });
    control().acknowledge(alert().id, anna.id);
    await control().idle();
    expect(execution.status).toBe('waiting');
    control().acknowledge(alert().id, ben.id);
    await control().idle();
    expect(execution.items).toMatchObject([{ outcome: 'acknowledged', userName: ben.name }]);
  });

  it('does not wait when nobody is on duty, even if the event comes before the execution waits', async () => {
    for (const user of [anna, ben]) control().punchOut(user.id);
    const execution = await start();
    await control().idle();
    expect([execution.status, execution.resumed]).toEqual(['success', 0]);
    expect(execution.items).toMatchObject([
      { outcome: 'nobodyOnDuty', approved: false, chatInput: expect.stringContaining('Nobody is on duty') },
    ]);
    expect(webhooks()).toEqual([]);
  });

  it('takes an external ID of the user, and tells the alerts of one ID apart by their events', async () => {
    const execution = await start({ options: { externalId: 'INC-1' } });
    const own = alert();
    expect(own.externalId).toBe('INC-1');
    const other = await start({ options: { externalId: 'INC-1' } });
    control().acknowledge(alert().id, anna.id);
    await control().idle();
    expect([execution.status, other.status]).toEqual(['waiting', 'success']);
    control().acknowledge(own.id, ben.id);
    await control().idle();
    expect(execution.items).toMatchObject([{ alertId: own.id, userName: ben.name }]);
  });

  it('gives each run of the node in a loop an external ID of its own', async () => {
    const execution = await start({}, { items: [{ json: {} }] });
    expect(execution.items[0]!.externalId).toMatch(new RegExp(`^n8n-${execution.id}-[0-9a-f-]{36}$`));
  });
});

describe('the end of the time', () => {
  it('says so in the output of the node, and leaves what the node before it gave as it was', async () => {
    const execution = await start(
      { waitAmount: 5, waitUnit: 'minutes' },
      { items: [{ json: { host: 'web-3' } }] },
    );
    expect(execution.until!.getTime() - Date.now()).toBeLessThan(5 * 60_000);
    await execution.timeOut();
    expect(execution.status).toBe('success');
    expect(execution.items).toEqual([
      {
        outcome: 'timedOut',
        approved: false,
        chatInput: 'Nobody responded in time, so nobody has decided.',
        title: 'Restart web-3?',
        externalId: alert().externalId,
        eventId: alert().eventId,
        alertId: alert().id,
      },
    ]);
    expect(execution.inputOfNode).toEqual([{ host: 'web-3' }]);
  });

  it('never comes without a limit', async () => {
    const execution = await start({ limitWaitTime: false });
    expect(execution.until!.getUTCFullYear()).toBe(3000);
    expect(webhooks()).toMatchObject([{ name: 'n8n waits: Harness' }]);
  });

  it.each([[0], [-1], ['soon']])('refuses %p as the limit before it raises anything', async (waitAmount) => {
    const execution = await start({ waitAmount });
    expect(execution.error!.message).toContain('"Wait At Most"');
    expect([control().alerts(), webhooks()]).toEqual([[], []]);
  });
});

describe('an event that is no response', () => {
  it.each<[string, (own: IDataObject) => unknown]>([
    [
      'of another alert',
      () => eventOf({ id: alert().id.replace(/.{4}$/, '0000'), eventId: 'x', externalId: 'y' }),
    ],
    ['without an alert', () => ({ eventType: 302, user: { id: anna.id }, id: 'a' })],
    ['in a shape that is not known', () => ({ eventType: 'x', alert: 7 })],
    ['that is a list', () => [1, 2]],
    ['that claims an acknowledgement which SIGNL4 does not confirm', () => eventOf(alert())],
    [
      'of our event, but about an alert that another event has raised',
      () => ({ ...eventOf(alert()), alert: { ...eventOf(alert()).alert, id: other } }),
    ],
  ])('is answered 200, and nothing happens: %s', async (_title, event) => {
    other = (await raisedByOther()).id;
    const execution = await start();
    const { extUrl } = webhooks()[0]!;
    control().acknowledge(other, ben.id);
    const response = await sendEvent(extUrl, event({}));
    expect(response.status).toBe(200);
    expect([execution.status, execution.resumed]).toEqual(['waiting', 0]);
    expect(webhooks()).toHaveLength(1);
  });
  let other = '';

  it('asks SIGNL4 nothing for events of other alerts', async () => {
    await start();
    await control().idle();
    lab.emulator.journal.clear();
    const alien = await raisedByOther();
    control().acknowledge(alien.id, anna.id);
    await control().idle();
    expect(lab.requests().filter(({ method }) => method === 'GET')).toEqual([]);
  });

  it('is tried again later when SIGNL4 cannot confirm it', async () => {
    const execution = await start();
    const { extUrl } = webhooks()[0]!;
    control().switchDeliveries({ drop: 9 });
    control().acknowledge(alert().id, anna.id);
    lab.emulator.faults.inject({
      match: { path: /details/ },
      times: 9,
      fault: { kind: 'status', code: 503 },
    });
    const response = await sendEvent(extUrl, eventOf(alert()));
    expect([response.status, execution.status]).toEqual([503, 'waiting']);
    expect(execution.logs).toContainEqual(expect.objectContaining({ level: 'warn' }));
    expectNoSecret(execution);
  });
});

async function raisedByOther() {
  await fetch(`${lab.emulator.url}/webhook/${seed.teams.operations.secret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Something else' }),
  });
  await control().idle();
  return alert();
}

describe('a request to the URL', () => {
  it.each<[string, (url: URL) => void]>([
    ['a changed signature', (url) => url.searchParams.set('signature', '0'.repeat(64))],
    ['no signature', (url) => url.searchParams.delete('signature')],
    ['another choice', (url) => url.searchParams.set('approved', 'either')],
    ['one parameter more', (url) => url.searchParams.set('decision', 'approve')],
  ])('is refused with %s, by n8n and by the node', async (_title, change) => {
    const execution = await start();
    control().switchDeliveries({ drop: 9 });
    control().acknowledge(alert().id, anna.id);
    const url = new URL(webhooks()[0]!.extUrl);
    change(url);
    expect((await sendEvent(url.href, eventOf(alert()))).status).toBe(401);
    execution.skipSignatureCheck();
    expect((await sendEvent(url.href, eventOf(alert()))).status).toBe(401);
    expect([execution.status, execution.resumed]).toEqual(['waiting', 0]);
  });

  it('resumes once when two come at the same time, and does nothing when it is repeated', async () => {
    const execution = await start();
    const { extUrl } = webhooks()[0]!;
    control().switchDeliveries({ drop: 9 });
    control().acknowledge(alert().id, anna.id);
    const two = await Promise.all([sendEvent(extUrl, eventOf(alert())), sendEvent(extUrl, eventOf(alert()))]);
    expect(two.map(({ status }) => status).sort()).toEqual([200, 500]);
    expect([execution.status, execution.resumed]).toEqual(['success', 1]);
    expect((await sendEvent(extUrl, eventOf(alert()))).status).toBe(200);
    expect([execution.status, execution.resumed]).toEqual(['success', 1]);
  });
});

describe('when the alert cannot be raised', () => {
  it.each<[string, () => void, INodeParameters]>([
    ['SIGNL4 does not know the team secret', () => {}, {}],
    [
      'the outcome is not known',
      () => {
        lab.emulator.faults.inject({ match: { path: '/webhook/' }, times: 9, fault: { kind: 'resetAfter' } });
        lab.emulator.faults.inject({
          match: { path: /paged/ },
          times: 99,
          fault: { kind: 'status', code: 500 },
        });
      },
      { options: { maxRetries: 0 } },
    ],
  ])('removes the webhook: %s', async (title, arm, parameters) => {
    arm();
    const credential: ICredentialDataDecryptedObject = title.includes('secret')
      ? { teamSecret: 'nosuchteam' }
      : {};
    const execution = await start(parameters, { credential });
    expect(execution.status).toBe('error');
    expect(webhooks()).toEqual([]);
    const going = await start(parameters, { credential, onError: 'continueRegularOutput' });
    expect([going.status, webhooks()]).toEqual(['success', []]);
    expect(going.items).toEqual([{ error: expect.any(String) }]);
    expectNoSecret(execution);
  });

  it('raises nothing if the webhook cannot be registered', async () => {
    lab.emulator.faults.inject({
      match: { method: 'POST', path: '/api/v2/webhooks' },
      times: 9,
      fault: { kind: 'status', code: 403 },
    });
    const execution = await start();
    expect(execution.error!.message).toContain('403');
    expect(control().alerts()).toEqual([]);
  });

  it('raises one alert however often n8n tries the node again', async () => {
    lab.emulator.faults.inject({ match: { path: '/webhook/' }, times: 9, fault: { kind: 'resetAfter' } });
    lab.emulator.faults.inject({ match: { path: /paged/ }, times: 99, fault: { kind: 'status', code: 500 } });
    const execution = await start(
      { options: { maxRetries: 0 } },
      { retry: { maxTries: 3, waitBetweenTries: 0 } },
    );
    await control().idle();
    expect([execution.status, control().alerts().length, webhooks()]).toEqual(['error', 1, []]);
  });

  it('raises one alert even if the input looks like an error to n8n', async () => {
    const execution = await start(
      {},
      {
        items: [{ json: { error: 'Upstream failed' } }],
        retry: { maxTries: 3, waitBetweenTries: 0 },
      },
    );
    expect([execution.status, control().alerts().length]).toEqual(['waiting', 1]);
  });
});

describe('what the node refuses', () => {
  it('is more than one item: an execution waits once', async () => {
    const items = [{ json: {} }, { json: {} }];
    const execution = await start({}, { items });
    expect(execution.error).toMatchObject({
      message: 'Send and Wait takes one item at a time, and there are 2',
      description: expect.stringContaining('Loop Over Items'),
    });
    const going = await start({}, { items, onError: 'continueRegularOutput' });
    expect(going.items).toEqual([{ error: 'Send and Wait takes one item at a time, and there are 2' }]);
    expect(control().alerts()).toEqual([]);
  });

  it('is a webhook URL that SIGNL4 could not call', async () => {
    const execution = await start({}, { credential: { environment: 'cloud' } });
    expect(execution.error!.message).toContain('SIGNL4 cannot reach n8n');
  });
});

describe('links in the alert', () => {
  const byLinks = async (given: Given = {}) => await start({}, { ...given, credential: { apiKey: '' } });

  it('are used without an API key, and nothing is registered', async () => {
    const execution = await byLinks();
    await control().idle();
    expect([execution.status, execution.error, webhooks()]).toEqual(['waiting', undefined, []]);
    expect(alert().text).toMatch(/^It does not answer\n\nApprove: http\S+\n\nDeny: http\S+$/);
    expect(lab.requests().filter(({ path }) => path.startsWith('/api'))).toEqual([]);
  });

  it('show a page that changes nothing, and only its button decides', async () => {
    const execution = await byLinks();
    await control().idle();
    for (let visits = 0; visits < 3; visits++) {
      const page = await fetch(links().approve);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(await page.text()).toContain('<form method="post">');
      expect(execution.status).toBe('waiting');
    }
    const pressed = await press(links().approve, 'Go ahead');
    expect([pressed.status, await pressed.text()]).toEqual([
      200,
      expect.stringContaining('<h1>Approved</h1>'),
    ]);
    expect(execution.items).toEqual([
      {
        outcome: 'approvedByLink',
        approved: true,
        respondedAt: expect.any(String),
        comment: 'Go ahead',
        title: 'Restart web-3?',
        externalId: alert().externalId,
        eventId: alert().eventId,
      },
    ]);
  });

  it('deny with the comment of the person', async () => {
    const execution = await byLinks();
    await control().idle();
    await press(links().deny, 'Wait for the backup');
    expect(execution.items).toMatchObject([
      { outcome: 'deniedByLink', approved: false, chatInput: 'Wait for the backup' },
    ]);
  });

  it('cannot be turned from one decision into the other', async () => {
    const execution = await byLinks();
    await control().idle();
    const url = new URL(links().deny);
    url.searchParams.set('decision', 'approve');
    expect((await press(url.href)).status).toBe(401);
    execution.skipSignatureCheck();
    expect((await press(url.href)).status).toBe(401);
    expect(execution.status).toBe('waiting');
  });

  it('show the title as text, whatever is in it', async () => {
    await start({ title: '<script>alert(1)</script>&"\'' }, { credential: { apiKey: '' } });
    await control().idle();
    const html = await (await fetch(links().approve)).text();
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;');
    expect(html).not.toMatch(/(src|href)=/);
  });

  it('can be chosen with an API key, too', async () => {
    const execution = await start({ respondIn: 'links' });
    await control().idle();
    expect(webhooks()).toEqual([]);
    await press(links().approve);
    expect(execution.items).toMatchObject([{ outcome: 'approvedByLink' }]);
  });
});

describe('webhooks of waits that are over', () => {
  const past = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const register = async (name: string, extUrl: string) =>
    await fetch(`${lab.emulator.url}/api/v2/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-s4-api-key': seed.apiKey },
      body: JSON.stringify({ name, extUrl }),
    });

  it('are removed by the next run: only those of this n8n, after their deadline', async () => {
    const n8n = 'http://n8n.test:5678';
    await register(`n8n waits: A until ${past(20)}`, `${n8n}/webhook-waiting/1/a?signature=x`);
    await register(`n8n waits: B until ${past(-20)}`, `${n8n}/webhook-waiting/2/a?signature=x`);
    await register(`n8n waits: C until ${past(20)}`, 'http://n8n.test:56789/webhook-waiting/3/a?signature=x');
    await register(`Ours until ${past(20)}`, `${n8n}/webhook-waiting/4/a?signature=x`);
    await register('n8n waits: E', `${n8n}/webhook-waiting/5/a?signature=x`);
    await start({}, { publicUrl: n8n });
    expect(webhooks().map(({ name }) => name.replace(/ until.*/, ''))).toEqual([
      'n8n waits: B',
      'n8n waits: C',
      'Ours',
      'n8n waits: E',
      'n8n waits: Harness',
    ]);
  });

  it('hold up no alert when they cannot be listed', async () => {
    lab.emulator.faults.inject({
      match: { method: 'GET', path: '/api/v2/webhooks' },
      times: 1,
      fault: { kind: 'status', code: 503 },
    });
    const execution = await start();
    expect([execution.status, control().alerts().length]).toEqual(['waiting', 1]);
  });
});
