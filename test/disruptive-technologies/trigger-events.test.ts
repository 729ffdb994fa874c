import { CredentialStore } from '@signalbox/node-harness';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, keyOf, seed, useLab } from './lab';
import { listeningTrigger, type ListeningOptions, type ListeningTrigger } from './listening-trigger';
import { push, sharedSecretHeader } from './signed-push';

const lab = useLab();
const { fridge, pantry, backDoor, basement, meetingRoom, desk, gateway, window } = seed.devices;
const project = seed.projects.building.id;

const open: ListeningTrigger[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function listen(options: ListeningOptions = {}): Promise<ListeningTrigger> {
  const trigger = await listeningTrigger(lab, options);
  open.push(trigger);
  return trigger;
}

/** Delivers an event with the right signature, and tells whether it started the workflow. */
async function starts(trigger: ListeningTrigger, body: string): Promise<boolean> {
  const before = trigger.items().length;
  const { status } = await trigger.deliver(body, sharedSecretHeader(body, trigger.secret));
  expect(status).toBe(200);
  return trigger.items().length > before;
}

/** All that an item says about its event, without what is the same for all. */
function measured(item: IDataObject): IDataObject {
  const { eventId: _, timestamp: __, event: ___, labels: ____, projectId: _____, ...rest } = item;
  return rest;
}

describe('the output', () => {
  test('is the event with its device and labels on top, and as it came beside it', async () => {
    const trigger = await listen({ parameters: { labels: ['name', 'floor', 'no-such-label'] } });
    const event = lab.emulator.control.publish(fridge.id, 'temperature', { value: 9.5 });
    await lab.emulator.control.idle();
    expect(trigger.items()).toEqual([
      {
        eventType: 'temperature',
        timestamp: event.timestamp,
        deviceId: fridge.id,
        deviceName: fridge.name,
        deviceType: 'temperature',
        productNumber: fridge.productNumber,
        projectId: project,
        labels: { name: fridge.name, floor: '1' },
        temperatureCelsius: 9.5,
        isBackfilled: false,
        eventId: event.eventId,
        event,
      },
    ]);
  });

  const all: [string, { id: string }, IDataObject, IDataObject][] = [
    ['touch', fridge, {}, {}],
    [
      'temperature',
      fridge,
      { value: -18.25, isBackfilled: true },
      { temperatureCelsius: -18.25, isBackfilled: true },
    ],
    [
      'humidity',
      pantry,
      { temperature: 21, relativeHumidity: 40.5 },
      { temperatureCelsius: 21, relativeHumidityPercent: 40.5, isBackfilled: false },
    ],
    ['objectPresent', backDoor, { state: 'PRESENT' }, { state: 'PRESENT', objectPresent: true }],
    ['objectPresent', backDoor, { state: 'NOT_PRESENT' }, { state: 'NOT_PRESENT', objectPresent: false }],
    ['objectPresentCount', backDoor, { total: 812 }, { objectPresentCount: 812 }],
    ['touchCount', backDoor, { total: 0 }, { touchCount: 0 }],
    ['waterPresent', basement, { state: 'PRESENT' }, { state: 'PRESENT', waterPresent: true }],
    ['waterPresent', basement, { state: 'NOT_PRESENT' }, { state: 'NOT_PRESENT', waterPresent: false }],
    ['co2', meetingRoom, { ppm: 640 }, { co2Ppm: 640 }],
    ['pressure', meetingRoom, { pascal: 101_325.5 }, { pressurePascal: 101_325.5 }],
    ['motion', desk, { state: 'MOTION_DETECTED' }, { state: 'MOTION_DETECTED', motionDetected: true }],
    ['motion', desk, { state: 'NO_MOTION_DETECTED' }, { state: 'NO_MOTION_DETECTED', motionDetected: false }],
    [
      'deskOccupancy',
      desk,
      { state: 'OCCUPIED', remarks: ['INCOMPLETE_DATA'] },
      { state: 'OCCUPIED', deskOccupied: true, remarks: ['INCOMPLETE_DATA'] },
    ],
    ['contact', backDoor, { state: 'OPEN' }, { state: 'OPEN', contactOpen: true }],
    ['contact', backDoor, { state: 'CLOSED' }, { state: 'CLOSED', contactOpen: false }],
    ['probeWireStatus', fridge, { state: 'TWO_WIRE' }, { state: 'TWO_WIRE' }],
    [
      'networkStatus',
      fridge,
      { signalStrength: 62, rssi: -71 },
      {
        signalStrengthPercent: 62,
        rssi: -71,
        transmissionMode: 'LOW_POWER_STANDARD_MODE',
        cloudConnectors: [{ id: 'emulated-ccon', signalStrengthPercent: 62, rssi: -71 }],
      },
    ],
    ['batteryStatus', fridge, { percentage: 90 }, { batteryPercent: 90 }],
    [
      'labelsChanged',
      fridge,
      { added: { room: '2' }, modified: { name: 'F' }, removed: ['old'] },
      { labelsAdded: { room: '2' }, labelsModified: { name: 'F' }, labelsRemoved: ['old'] },
    ],
    [
      'connectionStatus',
      gateway,
      { connection: 'OFFLINE', available: ['ETHERNET'] },
      { connection: 'OFFLINE', availableConnections: ['ETHERNET'] },
    ],
    [
      'ethernetStatus',
      gateway,
      { macAddress: 'f0:b5:b7:00:0a:08', ipAddress: '10.0.0.1', errors: [] },
      { macAddress: 'f0:b5:b7:00:0a:08', ipAddress: '10.0.0.1', errors: [] },
    ],
    ['cellularStatus', gateway, { signalStrength: 80 }, { signalStrengthPercent: 80, errors: [] }],
  ];

  test('has every type of event in fields with units', async () => {
    const trigger = await listen();
    for (const [eventType, { id }, data] of all) {
      lab.emulator.control.publish(id, eventType as never, data);
    }
    await lab.emulator.control.idle();
    const devices = Object.values(seed.devices);
    expect(trigger.items().map(measured)).toEqual(
      all.map(([eventType, { id }, , fields]) => {
        const { name, type, productNumber } = devices.find((one) => one.id === id)!;
        return { eventType, deviceId: id, deviceName: name, deviceType: type, productNumber, ...fields };
      }),
    );
    expect(new Set(all.map(([eventType]) => eventType)).size).toBe(19);
  });

  test.each<[string, string, IDataObject]>([
    [
      'a type that nobody knows',
      push({ eventType: 'radon', data: { radon: { becquerel: 80 } } }),
      { eventType: 'radon', event: { data: { radon: { becquerel: 80 } } } },
    ],
    [
      'the name of a property of objects as its type',
      push({ eventType: 'toString' }),
      { eventType: 'toString' },
    ],
    [
      'values of other types than documented',
      push({ data: { temperature: { value: '4.5', isBackfilled: 'no' } } }),
      { event: { data: { temperature: { value: '4.5', isBackfilled: 'no' } } } },
    ],
    [
      'a state that nobody knows',
      push({ eventType: 'contact', data: { contact: { state: 'AJAR' } } }),
      { state: 'AJAR' },
    ],
    [
      'less of a network status',
      push({ eventType: 'networkStatus', data: { networkStatus: { signalStrength: 50 } } }),
      { signalStrengthPercent: 50 },
    ],
    ['no data', push({ data: undefined }), { deviceId: fridge.id }],
    [
      'neither labels nor metadata, as before 2022',
      push({}, { labels: undefined, metadata: undefined }),
      { deviceId: fridge.id, projectId: project, labels: {} },
    ],
    ['empty metadata', push({}, { metadata: {} }), { deviceId: fridge.id, projectId: project }],
    [
      'null for nearly everything',
      push({ data: null, timestamp: null }, { labels: null, metadata: null }),
      { deviceId: fridge.id, labels: {} },
    ],
    [
      'no device',
      push(
        { eventType: 'ping', targetName: `projects/${project}`, data: null },
        { metadata: {}, labels: {} },
      ),
      { eventType: 'ping', projectId: project },
    ],
    [
      'no target at all',
      push({ eventType: 'ping', targetName: undefined }, { metadata: {} }),
      { eventType: 'ping' },
    ],
  ])('the output of an event with %s is typed', async (_title, body, fields) => {
    const trigger = await listen();
    expect(await starts(trigger, body)).toBe(true);
    const [item] = trigger.items();
    expect(item).toMatchObject(fields);
    const values = Object.values(item!);
    expect(values).not.toContain(undefined);
    expect(values).not.toContain(null);
  });

  test('the output of an emulated sensor has no product number', async () => {
    const trigger = await listen();
    lab.emulator.control.touch(seed.devices.virtual.id);
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ deviceId: seed.devices.virtual.id }]);
    expect(trigger.items()[0]).not.toHaveProperty('productNumber');
  });

  test.each(['{}', '[]', '7', '{"event":{}}', '{"event":{"eventType":7}}', '{"event":"x"}'])(
    'a signed body of another form, %s, is refused as malformed',
    async (body) => {
      const trigger = await listen();
      const { status } = await trigger.deliver(body, sharedSecretHeader(body, trigger.secret));
      expect(status).toBe(400);
      expect(trigger.items()).toEqual([]);
    },
  );
});

describe('filters', () => {
  const wants = async (parameters: INodeParameters, body = push()) =>
    await starts(await listen({ parameters }), body);

  test('on the type: what is not chosen is not even sent, and dropped if it comes', async () => {
    const trigger = await listen({ parameters: { events: ['touch', 'humidity'] } });
    lab.emulator.control.publish(fridge.id, 'temperature', { value: 1 });
    lab.emulator.control.touch(fridge.id);
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual([200]);
    expect(trigger.items()).toMatchObject([{ eventType: 'touch' }]);
    expect(await starts(trigger, push())).toBe(false);
    expect(await starts(trigger, push({ eventType: 'humidity' }))).toBe(true);
  });

  test.each([
    [[], true],
    [[fridge.id], true],
    [[pantry.id, fridge.id], true],
    [[`projects/${project}/devices/${fridge.id}`], true],
    [[pantry.id], false],
    [`=${pantry.id}, ${fridge.id}`, true],
  ])('on devices %j: %s', async (devices, wanted) => {
    expect(await wants({ devices })).toBe(wanted);
  });

  test('on devices drops what is of no device', async () => {
    const body = push({ targetName: `projects/${project}` }, { metadata: {} });
    expect(await wants({ devices: [fridge.id] }, body)).toBe(false);
    expect(await wants({}, body)).toBe(true);
  });

  const labelled = (labels: object) => push({}, { labels });
  test.each<[string | string[], object, boolean]>([
    [['room'], { room: '' }, true],
    [['room'], { name: 'room' }, false],
    [['room=2.14'], { room: '2.14' }, true],
    [['room=2.14'], { room: '2.15' }, false],
    [['room = 2.14 '], { room: '2.14' }, true],
    [['room='], { room: '' }, true],
    [['room='], { room: '1' }, false],
    [['formula=a=b'], { formula: 'a=b' }, true],
    [['room', 'floor=1'], { room: '2', floor: '1' }, true],
    [['room', 'floor=1'], { room: '2' }, false],
    [['toString'], {}, false],
    [['', ' '], {}, true],
    ['=room,floor=1', { room: '2', floor: '1' }, true],
    [['room'], [], false],
    [['room'], { room: 7 }, false],
  ])('on labels %j, given %j: %s', async (labelFilters, labels, wanted) => {
    expect(await wants({ labelFilters }, labelled(labels))).toBe(wanted);
  });

  test('on labels see what the service sends', async () => {
    const trigger = await listen({ parameters: { labels: [], labelFilters: ['floor=-1'] } });
    for (const { id } of [fridge, basement]) lab.emulator.control.touch(id);
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ deviceId: basement.id, labels: { floor: '-1' } }]);
  });

  test('on the project, for connectors that were made by hand', async () => {
    const parameters = { registration: 'manual', projectId: byId(seed.projects.annex.id) };
    const trigger = await listen({
      parameters,
      credential: { signatureSecret: 'zebra-Copper-4711-lantern' },
    });
    const signed = { ...trigger, secret: 'zebra-Copper-4711-lantern' };
    expect(await starts(signed, push())).toBe(false);
    const inAnnex = { projectId: seed.projects.annex.id, deviceId: window.id };
    expect(await starts(signed, push({}, { metadata: inAnnex }))).toBe(true);
    expect(await starts(signed, push({ targetName: undefined }, { metadata: {} }))).toBe(true);
  });

  test('a project that an expression leaves empty is a failure, not an event that nobody wants', async () => {
    const before = await listen();
    const trigger = await listen({ parameters: { projectId: '={{ undefined }}' }, after: before });
    const body = push();
    const { status, logs } = await trigger.deliver(body, sharedSecretHeader(body, trigger.secret));
    expect(status).toBe(500);
    expect(logs).toMatchObject([
      { level: 'error', message: expect.stringContaining('No project is chosen') },
    ]);
  });
});

describe('Only Newer', () => {
  const parameters = { options: { onlyNewer: true } };
  const at = (timestamp: string, event: object = {}) => push({ timestamp, ...event });

  test('drops what is as old or older than the last of the same device and type', async () => {
    const trigger = await listen({ parameters });
    const taken: boolean[] = [];
    for (const timestamp of [
      '2026-01-05T08:00:00.000002Z',
      '2026-01-05T08:00:00.000002Z',
      '2026-01-05T08:00:00.000001Z',
      '2026-01-05T07:59:59.999999999Z',
      '2026-01-05T08:00:00.000003Z',
      '2026-01-05T09:00:00.000003+01:00',
      '2026-01-05T09:00:00.000004+01:00',
      '2026-01-05T08:00:01Z',
    ]) {
      taken.push(await starts(trigger, at(timestamp)));
    }
    expect(taken).toEqual([true, false, false, false, true, false, true, true]);
    const before = '2020-01-01T00:00:00Z';
    expect(await starts(trigger, at(before, { eventType: 'touch' }))).toBe(true);
    const { deviceId, projectId } = { deviceId: pantry.id, projectId: project };
    expect(await starts(trigger, push({ timestamp: before }, { metadata: { deviceId, projectId } }))).toBe(
      true,
    );
    // Nothing to compare.
    for (let n = 0; n < 2; n++) expect(await starts(trigger, at('at noon'))).toBe(true);
  });

  test('is off unless it is turned on', async () => {
    const trigger = await listen();
    const timestamp = '2026-01-05T08:00:00Z';
    for (let n = 0; n < 2; n++) expect(await starts(trigger, at(timestamp))).toBe(true);
  });

  test('survives a restart', async () => {
    const before = await listen({ parameters });
    await starts(before, at('2026-01-05T08:00:00Z'));
    const after = await listen({ parameters, after: before, packages: await lab.reload() });
    expect(await starts(after, at('2026-01-05T08:00:00Z'))).toBe(false);
    expect(await starts(after, at('2026-01-05T08:00:00.000001Z'))).toBe(true);
  });

  test('puts events that arrive in the wrong order right', async () => {
    const trigger = await listen({ parameters });
    lab.emulator.control.switchDeliveries({ reorder: true });
    for (let value = 0; value < 10; value++)
      lab.emulator.control.publish(fridge.id, 'temperature', { value });
    await lab.emulator.control.idle();
    expect(trigger.answers()).toHaveLength(10);
    expect(trigger.items().map(({ temperatureCelsius }) => temperatureCelsius)).toEqual([1, 3, 5, 7, 9]);
  });
});

describe('Emit Current State on Activation', () => {
  const options = { emitCurrentState: true, onlyNewer: true };
  /** Every latest event of the seeded devices of the project. */
  const state = () =>
    lab.emulator.control
      .devices(project)
      .flatMap(({ latest }) => [...latest.values()].map(({ eventId }) => eventId))
      .sort();
  const ids = (trigger: ListeningTrigger, from = 0) =>
    trigger
      .items()
      .slice(from)
      .map(({ eventId }) => eventId as string)
      .sort();

  test('begins with the latest event of each type of every device', async () => {
    const trigger = await listen({ parameters: { options } });
    await lab.emulator.control.idle();
    expect(ids(trigger)).toEqual(state());
    expect(ids(trigger).length).toBeGreaterThan(5);
  });

  test.each(['delete', 'disable'])(
    'does so at each activation (%s), and takes each event once',
    async (onDeactivation) => {
      const trigger = await listen({ parameters: { options: { ...options, onDeactivation } } });
      lab.emulator.control.touch(fridge.id);
      await lab.emulator.control.idle();
      const first = trigger.items().length;

      await trigger.hooks.delete();
      await trigger.hooks.create();
      lab.emulator.control.switchDeliveries({ duplicates: 1 });
      lab.emulator.control.publish(pantry.id, 'touch');
      await lab.emulator.control.idle();
      expect(ids(trigger, first)).toEqual(state());
    },
  );

  test('is not done again by a restart', async () => {
    const before = await listen({ parameters: { options } });
    await lab.emulator.control.idle();
    lab.emulator.journal.requests.length = 0;
    const after = await listen({ parameters: { options }, after: before, packages: await lab.reload() });
    // The address of the server in the harness is another one, that of n8n is not.
    expect(after.items()).toEqual([]);
    expect(lab.requests()).toEqual([]);
  });

  test('waits for the new connector to be known to the service', async () => {
    lab.emulator.faults.inject({
      match: { method: 'POST', path: /:sync$/ },
      times: 1,
      fault: { kind: 'status', code: 404, body: { error: 'not found', code: 404 } },
    });
    const trigger = await listen({ parameters: { options } });
    await lab.emulator.control.idle();
    expect(ids(trigger)).toEqual(state());
  });

  test('is off unless it is turned on, and has no place in a registration by hand', async () => {
    await listen();
    await listen({
      parameters: { options, registration: 'manual' },
      credential: { signatureSecret: 'zebra-Copper-4711-lantern' },
    });
    await lab.emulator.control.idle();
    expect(lab.requests().filter(({ path }) => path.endsWith(':sync'))).toEqual([]);
  });
});

describe('the credential', () => {
  const deliver = async (trigger: ListeningTrigger, secret = trigger.secret) => {
    const body = push();
    return (await trigger.deliver(body, sharedSecretHeader(body, secret))).status;
  };
  const manual: ListeningOptions = { parameters: { registration: 'manual' } };
  const entered = 'zebra-Copper-4711-lantern';

  test.each([
    ['generated', {}, undefined],
    ['entered', { ...manual, credential: { signatureSecret: entered } }, entered],
  ] as const)('is read once for a process (secret: %s)', async (_title, options, secret) => {
    const reads = jest.spyOn(CredentialStore.prototype, 'getDecrypted');
    try {
      const before = await listen(options);
      expect(await deliver(before, secret)).toBe(200);
      for (let start = 0; start < 2; start++) {
        const after = await listen({ ...options, after: before, packages: await lab.reload() });
        reads.mockClear();
        expect(await Promise.all([1, 2, 3].map(() => deliver(after, secret)))).toEqual([200, 200, 200]);
        expect(await deliver(after, secret)).toBe(200);
        expect(await deliver(after, 'somebody who does not know it')).toBe(401);
        expect(reads).toHaveBeenCalledTimes(1);
      }
    } finally {
      reads.mockRestore();
    }
  });

  test('the credential that is gone verifies nothing, and the service is asked to send again', async () => {
    const before = await listen();
    const after = await listen({ after: before, withoutCredential: true });
    expect(await deliver(after)).toBe(503);
    expect(after.refusals()).toEqual([expect.stringContaining('the credential could not be read')]);
    const restored = await listen({ after: before });
    expect(await deliver(restored)).toBe(200);
  });

  test.each([
    ['key', {}, keyOf('noBasicAuth'), undefined],
    [
      'signature secret',
      { ...manual, credential: { signatureSecret: entered } },
      { signatureSecret: 'lantern-4711-Copper-zebra' },
      entered,
    ],
  ] as const)(
    'the credential with another %s is noticed, and not taken for a forgery',
    async (_title, options, changed, secret) => {
      const before = await listen(options);
      expect(await deliver(before, secret)).toBe(200);
      const packages = await lab.reload();
      const after = await listen({ ...options, credential: changed, after: before, packages });
      expect(await deliver(after, secret)).toBe(503);
      expect(after.refusals()).toEqual([expect.stringContaining('publish it again')]);
      expect(after.items()).toEqual([]);
    },
  );
});
