import { eventReceiver } from '../../emulators/event-receiver';
import { api, startStill, stopAll } from './running-{{service}}';

afterEach(stopAll);

const registration = (url: string) => ({ url{{#if isSigned}}, secret: 's'.repeat(32){{/if}} });

describe('webhooks', () => {
  it('are told of a new {{noun.word}} until they are removed', async () => {
    const { emulator } = await startStill();
    const receiver = await eventReceiver();
    const { json } = await api(emulator, 'POST', '/webhooks', registration(receiver.url));
    expect((await api(emulator, 'GET', '/webhooks')).json).toEqual({ webhooks: [json] });
    const {{noun.key}} = emulator.control.create('New');
    await emulator.control.idle();
    expect(receiver.events).toMatchObject([{ body: { type: '{{noun.key}}.created', data: {{noun.key}} } }]);
    {{#if isSigned}}
    expect(receiver.events[0]!.headers['{{signatureHeaderLower}}']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    {{/if}}

    expect((await api(emulator, 'DELETE', `/webhooks/${json.id}`)).status).toBe(204);
    expect((await api(emulator, 'DELETE', `/webhooks/${json.id}`)).status).toBe(404);
    emulator.control.create('Unseen');
    await emulator.control.idle();
    expect(receiver.events).toHaveLength(1);
    await receiver.close();
  });

  it('get an event again that they did not take', async () => {
    const { clock, emulator } = await startStill({ assume: { retryDelayMs: 500 } });
    const receiver = await eventReceiver((index) => (index === 0 ? 500 : 200));
    await api(emulator, 'POST', '/webhooks', registration(receiver.url));
    emulator.control.create('New');
    await emulator.control.idle();
    clock.advance(500);
    await emulator.control.idle();
    const [first, second] = receiver.events;
    expect(second!.body).toEqual(first!.body);
    await receiver.close();
  });
});
