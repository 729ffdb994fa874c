{{#if isSigned}}
import { createHmac } from 'node:crypto';
{{/if}}
import { api } from './emulator/running-{{service}}';
import { useLab } from './lab';
import { listeningTrigger, type ListeningTrigger } from './listening-trigger';

const lab = useLab();
let trigger: ListeningTrigger;

beforeEach(async () => {
  trigger = await listeningTrigger(lab);
});
afterEach(async () => await trigger.close());

const control = () => lab.emulator.control;

test('a new {{noun.word}} starts the workflow with its event', async () => {
  const {{noun.key}} = control().create('New');
  await control().idle();
  expect(trigger.items()).toMatchObject([{ type: '{{noun.key}}.created', data: {{noun.key}} }]);
});

test('an event that comes several times starts the workflow once', async () => {
  control().switchDeliveries({ duplicates: 2 });
  control().create('New');
  await control().idle();
  expect(lab.emulator.journal.deliveries.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(trigger.items()).toHaveLength(1);
});

test('an event that was not chosen is taken, and starts nothing', async () => {
  control().switchDeliveries({ add: { type: '{{noun.key}}.other' } });
  control().create('New');
  await control().idle();
  expect(lab.emulator.journal.deliveries).toMatchObject([{ status: 200 }]);
  expect(trigger.items()).toEqual([]);
});
{{#if isSigned}}

describe('a delivery', () => {
  const event = { id: 'an-event', type: '{{noun.key}}.created' };
  const signed = (body: object, seconds = Date.now() / 1000, secret = control().webhooks()[0]!.secret) => {
    const time = Math.floor(seconds);
    const signature = createHmac('sha256', secret).update(`${time}.${JSON.stringify(body)}`).digest('hex');
    return { headers: { '{{signatureHeaderLower}}': `t=${time},v1=${signature}` } };
  };

  test('with the right signature is taken', async () => {
    expect(await trigger.deliver(event, signed(event))).toMatchObject({ status: 200 });
    expect(trigger.items()).toEqual([event]);
  });

  test.each([
    ['without a signature', () => ({})],
    ['with the signature of another body', () => signed({ ...event, id: 'another' })],
    ['signed with another key', () => signed(event, undefined, 'x'.repeat(43))],
    ['signed six minutes ago', () => signed(event, Date.now() / 1000 - 360)],
    ['signed six minutes ahead', () => signed(event, Date.now() / 1000 + 360)],
  ])('%s is refused and starts nothing', async (_, given) => {
    expect(await trigger.deliver(event, given())).toMatchObject({ status: 401 });
    expect(trigger.items()).toEqual([]);
  });
});
{{else}}

describe('a delivery', () => {
  const event = { id: 'an-event', type: '{{noun.key}}.created' };

  test('with the token of the registered URL is taken', async () => {
    const query = Object.fromEntries(new URL(control().webhooks()[0]!.url).searchParams);
    expect(await trigger.deliver(event, { query })).toMatchObject({ status: 200 });
    expect(trigger.items()).toEqual([event]);
  });

  test.each([[{}], [{ token: '' }], [{ token: 'x'.repeat(43) }]])('with %j is refused and starts nothing', async (query) => {
    expect(await trigger.deliver(event, { query })).toMatchObject({ status: 401 });
    expect(trigger.items()).toEqual([]);
  });
});
{{/if}}

test('unpublishing the workflow removes the webhook, and no other', async () => {
  const other = { url: 'https://elsewhere.example/'{{#if isSigned}}, secret: 's'.repeat(32){{/if}} };
  expect((await api(lab.emulator, 'POST', '/webhooks', other)).status).toBe(201);
  await trigger.unpublish();
  expect(control().webhooks()).toMatchObject([other]);
});
