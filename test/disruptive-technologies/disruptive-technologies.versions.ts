import { building, byId, itemsOf, seed, useLab } from './lab';
import { connectorAt, listeningTrigger } from './listening-trigger';
import { describeRenewal, expectComplete, tested } from '../versions/on-this-n8n';

const lab = useLab();
const { fridge, virtual } = seed.devices;
const publish = {
  projectId: building,
  deviceId: byId(virtual.id),
  eventType: 'temperature',
  temperature: 4.5,
};
const published = () =>
  lab
    .requests()
    .filter(({ path, delivered, status }) => /:publish$/.test(path) && delivered && status === 200);

test('the package is loaded with all its parts', () => expectComplete(lab));

test('the credential is tested', async () => {
  expect(await tested(lab)).toMatchObject({ status: 'OK' });
  expect((await tested(lab, { secret: '0'.repeat(32) })).message).toMatch(
    /does not accept "Key ID", "Secret" and "Email"/,
  );
});

test('a device is read, and an emulated one reports', async () => {
  const parameters = { projectId: building, deviceId: byId(fridge.id) };
  expect(itemsOf(await lab.run('device.get', parameters))).toMatchObject([{ displayName: fridge.name }]);
  expect(itemsOf(await lab.run('emulatedDevice.publishEvent', publish))).toHaveLength(1);
  expect(published()).toHaveLength(1);
});

test('a trigger creates its Data Connector, takes what is signed and nothing else, and removes it', async () => {
  const trigger = await listeningTrigger(lab);
  try {
    expect(await trigger.hooks.checkExists()).toBe(true);
    lab.emulator.control.publish(fridge.id, 'temperature', { value: 9.5 });
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ temperatureCelsius: 9.5 }]);
    expect(await trigger.deliver('{}')).toMatchObject({ status: 401 });
    await trigger.hooks.delete();
    expect(connectorAt(lab, trigger.hooks.webhookUrl)).toBeUndefined();
  } finally {
    await trigger.close();
  }
});

describeRenewal({
  lab,
  tokenPath: '/oauth2/token',
  change: async (credentials) =>
    await lab.run('emulatedDevice.publishEvent', publish, {
      credentials,
      items: Array.from({ length: 10 }, () => ({ json: {} })),
    }),
  changes: () => published().length,
  wrongSecret: { secret: '0'.repeat(32) },
  refusal: /could not be called: The token service .* does not accept "Key ID", "Secret" and "Email"/,
});
