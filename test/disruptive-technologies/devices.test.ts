import type { INodeParameters } from 'n8n-workflow';
import { building, byId, itemsOf, labelFields, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { building: north, annex } = seed.projects;
const { fridge, pantry, backDoor, virtual, gateway, window } = seed.devices;
const bodyOf = (index: number): unknown => JSON.parse(lab.requests()[index]!.body);
const labelsOf = (id: string) => lab.emulator.control.devices().find((device) => device.id === id)!.labels;
const nameOf = ({ id }: { id: string }) => `projects/${north.id}/devices/${id}`;

test('Get gives a device with what it has reported, its IDs and its name', async () => {
  lab.emulator.control.publish(fridge.id, 'temperature', { value: 4.5 });
  const parameters = { projectId: building, deviceId: byId(nameOf(fridge)) };
  expect(itemsOf(await lab.run('device.get', parameters))).toMatchObject([
    {
      id: fridge.id,
      projectId: north.id,
      displayName: fridge.name,
      name: nameOf(fridge),
      type: 'temperature',
      productNumber: fridge.productNumber,
      labels: { name: fridge.name },
      reported: { temperature: { value: 4.5 } },
    },
  ]);
});

describe('Get Many', () => {
  const idsOf = async (parameters: INodeParameters) =>
    itemsOf(await lab.run('device.getAll', { projectId: building, returnAll: true, ...parameters })).map(
      ({ id }) => id,
    );

  test.each<[string, INodeParameters, string[]]>([
    ['type', { deviceTypes: ['temperature', 'ccon'] }, [fridge.id, gateway.id, virtual.id]],
    ['product number', { productNumbers: [pantry.productNumber] }, [pantry.id]],
    ['product numbers in one text', { productNumbers: '={{ "102056, 102081" }}' }, [pantry.id, backDoor.id]],
    ['label', { labelFilters: ['virtual-sensor'] }, [virtual.id]],
    ['label and its value', { labelFilters: [`name=${fridge.name}`] }, [fridge.id]],
    ['label with any value', { labelFilters: ['virtual-sensor='] }, [virtual.id]],
    ['text', { query: 'pantry' }, [pantry.id]],
    ['ID', { deviceIds: [fridge.id, window.id] }, [fridge.id]],
  ])('filters by %s', async (_, filters, ids) => {
    expect((await idsOf({ filters })).sort()).toEqual([...ids].sort());
  });

  test('orders, and reads as many as are wanted', async () => {
    const ascending = await idsOf({ order: { orderBy: 'labels.name' } });
    const descending = await idsOf({ order: { orderBy: 'labels.name', descending: true } });
    expect(ascending).toEqual([...descending].reverse());
    expect(ascending[0]).toBe(backDoor.id);
    expect(await idsOf({ returnAll: false, limit: 2 })).toHaveLength(2);
    expect(lab.requests().map(({ query }) => query.get('pageSize'))).toEqual(['100', '100', '2']);
  });

  test('follows the pages, with the same filters', async () => {
    const body = { devices: [{ name: nameOf(fridge) }], nextPageToken: 'more' };
    lab.emulator.faults.inject({
      match: { path: `/v2/projects/${north.id}/devices` },
      fault: { kind: 'status', code: 200, body },
    });
    lab.emulator.faults.inject({
      match: { path: `/v2/projects/${north.id}/devices` },
      fault: { kind: 'status', code: 200, body: { devices: null } },
    });
    expect(await idsOf({ filters: { deviceTypes: ['temperature'] } })).toEqual([fridge.id]);
    expect(lab.requests().map(({ query }) => String(query))).toEqual([
      'device_types=temperature&pageSize=100',
      'device_types=temperature&pageSize=100&pageToken=more',
    ]);
  });
});

describe('Get Many of a whole organization', () => {
  const organization = { devicesOf: 'organization', organizationId: byId(seed.organization.id) };
  const find = async (parameters: INodeParameters) =>
    itemsOf(await lab.run('device.getAll', { ...organization, returnAll: true, ...parameters }));

  test('gives the devices of all its projects, each with its project', async () => {
    const all = await find({});
    expect(all).toHaveLength(Object.keys(seed.devices).length);
    expect(new Set(all.map(({ projectId }) => projectId))).toEqual(new Set([north.id, annex.id]));
    expect(lab.requests()).toMatchObject([{ path: '/v2/projects/-/devices' }]);
    expect(String(lab.requests()[0]!.query)).toBe(
      `organization=${encodeURIComponent(`organizations/${seed.organization.id}`)}&pageSize=100`,
    );
  });

  test('Get Many reads some projects of an organization, with filters', async () => {
    const some = await find({ projectIds: [annex.id], filters: { deviceTypes: ['contact', 'ccon'] } });
    expect(some.map(({ id }) => id)).toEqual([window.id]);
    expect(lab.requests()[0]!.query.getAll('projects')).toEqual([`projects/${annex.id}`]);
    const both = await find({ projectIds: [annex.id, `projects/${north.id}`] });
    expect(both).toHaveLength(Object.keys(seed.devices).length);
  });

  test('Get finds a device in any project of the organization', async () => {
    const parameters = { projectId: byId('-'), deviceId: byId(window.id) };
    expect(itemsOf(await lab.run('device.get', parameters))).toMatchObject([{ projectId: annex.id }]);
  });
});

describe('claiming', () => {
  const { freezer, kit } = seed.unclaimed;
  const claim = (parameters: INodeParameters) =>
    lab.run('device.claim', { projectId: building, ...parameters });

  test('looks up a device and a kit', async () => {
    const [device] = itemsOf(await lab.run('device.getClaimInfo', { identifier: freezer.id }));
    expect(device).toMatchObject({ type: 'DEVICE', device: { deviceId: freezer.id, isClaimed: false } });
    const options = { organizationId: seed.organization.id };
    const [box] = itemsOf(await lab.run('device.getClaimInfo', { identifier: kit.id, options }));
    expect(box).toMatchObject({ type: 'KIT', kit: { kitId: kit.id, sensors: { totalCount: 2 } } });
    expect(lab.requests()[1]!.query.get('organization')).toBe(`organizations/${seed.organization.id}`);
    const unknown = await lab.run('device.getClaimInfo', { identifier: 'none' });
    expect(refusalOf(unknown).description).toMatch(/identifier printed on it/);
  });

  test('only simulates unless told otherwise', async () => {
    const claimable = () => lab.emulator.control.devices().some(({ id }) => id === freezer.id);
    const [tried] = itemsOf(await claim({ deviceIds: [freezer.id] }));
    expect(tried).toMatchObject({
      projectId: north.id,
      simulated: true,
      claimedDevices: [{ deviceId: freezer.id, isClaimed: false }],
    });
    expect(claimable()).toBe(false);
    const [done] = itemsOf(await claim({ deviceIds: [freezer.id], kitIds: [kit.id], simulate: false }));
    expect(done).toMatchObject({ simulated: false, claimedDevices: [{ deviceId: freezer.id }, {}, {}, {}] });
    expect(claimable()).toBe(true);
    expect(lab.requests().map(({ query }) => query.get('dryRun'))).toEqual(['true', 'false']);
    expect(bodyOf(1)).toEqual({ deviceIds: [freezer.id], kitIds: [kit.id] });
  });

  test('names each device and kit that failed, why, and which were claimed', async () => {
    const run = await claim({ deviceIds: [fridge.id, freezer.id], kitIds: ['none'], simulate: false });
    expect(refusalOf(run)).toEqual({
      message: `Disruptive Technologies has not claimed ${fridge.id} (ALREADY_CLAIMED: The device was previously claimed), none (NOT_FOUND: The kit was not found). It has claimed ${freezer.id}`,
      description: expect.stringMatching(/Get Claim Info/),
    });
  });

  test('claiming of nothing is refused', async () => {
    expect(refusalOf(await claim({ deviceIds: [' '] })).message).toBe('There is nothing to claim');
    expect(lab.requests()).toEqual([]);
  });
});

describe('Update Labels', () => {
  const update = (parameters: INodeParameters) =>
    lab.run('device.updateLabels', { projectId: building, ...parameters });

  test('sets and removes labels of several devices at once', async () => {
    await update({ devices: [fridge.id], addLabels: labelFields({ old: '1' }) });
    const parameters = {
      devices: `={{ "${fridge.id}, ${nameOf(pantry)}" }}`,
      addLabels: labelFields({ room: '2.14', floor: '={{ 2 }}' }),
      removeLabels: ['old'],
    };
    expect(itemsOf(await update(parameters))).toEqual([
      { projectId: north.id, updatedDevices: [fridge.id, pantry.id] },
    ]);
    for (const device of [fridge, pantry]) {
      expect(labelsOf(device.id)).toEqual({ name: device.name, room: '2.14', floor: '2' });
    }
    expect(bodyOf(1)).toEqual({
      devices: [nameOf(fridge), nameOf(pantry)],
      addLabels: { room: '2.14', floor: '2' },
      removeLabels: ['old'],
    });
  });

  test('names each device that failed, why, and which were updated', async () => {
    await lab.emulatorWith({ assume: { maxDeviceLabels: 3 } });
    // It has a name and a floor.
    await update({ devices: [pantry.id], addLabels: labelFields({ full: 'yes' }) });
    const devices = [fridge.id, pantry.id, window.id];
    const run = await update({ devices, addLabels: labelFields({ room: '1' }) });
    expect(refusalOf(run)).toEqual({
      message: `Disruptive Technologies has not updated 2 of 3 devices: ${pantry.id} (INVALID_ARGUMENT: Max labels reached for device.), ${window.id} (NOT_FOUND: Device not found.). It has updated ${fridge.id}`,
      description: expect.stringMatching(/^Check that the devices named/),
    });
    expect(labelsOf(fridge.id)).toMatchObject({ room: '1' });
  });
});

describe('Transfer', () => {
  const transfer = (devices: string[]) =>
    lab.run('device.transfer', { projectId: building, devices, targetProjectId: byId(annex.id) });

  test('moves devices to another project', async () => {
    expect(itemsOf(await transfer([fridge.id, nameOf(pantry)]))).toEqual([
      { projectId: annex.id, transferredDevices: [fridge.id, pantry.id] },
    ]);
    const moved = lab.emulator.control.devices(annex.id).map(({ id }) => id);
    expect(moved).toEqual(expect.arrayContaining([fridge.id, pantry.id]));
    expect(lab.requests()[0]).toMatchObject({
      method: 'POST',
      path: `/v2/projects/${annex.id}/devices:transfer`,
    });
  });

  test('names each device that failed, why, and which were moved', async () => {
    const { message, description } = refusalOf(await transfer([fridge.id, window.id]));
    expect(message).toBe(
      `Disruptive Technologies has not transferred 1 of 2 devices: ${window.id} (NOT_FOUND: Device not found.). It has transferred ${fridge.id}`,
    );
    expect(description).toMatch(/that the service account is Project Administrator in both projects/);
  });

  test('Transfer that moved nothing says so', async () => {
    expect(refusalOf(await transfer([window.id])).message).toMatch(/It has transferred none of them$/);
  });
});

describe('events', () => {
  const events = async (filters: INodeParameters = {}, more: INodeParameters = { returnAll: true }) =>
    itemsOf(
      await lab.run('event.getAll', { projectId: building, deviceId: byId(fridge.id), filters, ...more }),
    );

  test('come newest first, with their device', async () => {
    const { control } = lab.emulator;
    const published = [4, 5, 6].map((value) => control.publish(fridge.id, 'temperature', { value }));
    const newest = published.at(-1)!;
    const found = await events({ eventTypes: ['temperature'] });
    expect(found.slice(0, 3).map(({ eventId }) => eventId)).toEqual(
      [...published].reverse().map(({ eventId }) => eventId),
    );
    expect(found[0]).toMatchObject({
      eventType: 'temperature',
      projectId: north.id,
      deviceId: fridge.id,
      targetName: nameOf(fridge),
      timestamp: newest.timestamp,
      data: { temperature: { value: 6, updateTime: newest.timestamp } },
    });
    expect(await events({ eventTypes: ['temperature'] }, { limit: 1 })).toHaveLength(1);
  });

  test('events are read for a range of time in any form', async () => {
    const { control } = lab.emulator;
    const at = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString();
    const [old, recent] = [72, 1].map((hours) =>
      control.publish(fridge.id, 'temperature', { value: hours, updateTime: at(hours) }),
    );
    const ids = async (filters: INodeParameters) => (await events(filters)).map(({ eventId }) => eventId);
    // Of the last day, unless told otherwise.
    expect(await ids({})).not.toContain(old!.eventId);
    expect(await ids({ startTime: at(80) })).toEqual(expect.arrayContaining([old!.eventId, recent!.eventId]));
    const [startTime, endTime] = [at(80).replace('Z', '+00:00'), at(2)];
    expect(await ids({ startTime, endTime })).toEqual([old!.eventId]);
    expect(lab.requests().at(-1)!.query.get('startTime')).toBe(startTime.replace('+00:00', 'Z'));
  });

  test('events of no known type come through as they are', async () => {
    const event = { eventId: 'x', eventType: 'radon', data: { radon: { becquerel: 40 } }, timestamp: 't' };
    lab.emulator.faults.inject({
      match: { path: /events/ },
      fault: { kind: 'status', code: 200, body: { events: [event] } },
    });
    expect(await events()).toEqual([event]);
  });
});

describe('emulated devices', () => {
  const device = { projectId: building, deviceId: byId(virtual.id) };

  test('are created, listed, read and deleted on the host of the sensor emulator', async () => {
    const parameters = {
      projectId: building,
      type: 'co2',
      displayName: 'Virtual hall',
      labels: labelFields({ room: 'hall' }),
    };
    const [created] = itemsOf(await lab.run('emulatedDevice.create', parameters));
    expect(created).toMatchObject({
      id: expect.stringMatching(/^emu[0-9a-v]{20}$/),
      projectId: north.id,
      displayName: 'Virtual hall',
      type: 'co2',
      labels: { name: 'Virtual hall', room: 'hall', 'virtual-sensor': '' },
    });
    const deviceId = byId(String(created!.id));
    const all = itemsOf(await lab.run('emulatedDevice.getAll', { projectId: building }));
    expect(all.map(({ id }) => id)).toEqual([virtual.id, created!.id]);
    expect(itemsOf(await lab.run('emulatedDevice.get', { projectId: building, deviceId }))).toEqual([
      created,
    ]);
    expect(itemsOf(await lab.run('emulatedDevice.delete', { projectId: building, deviceId }))).toEqual([
      { id: created!.id, projectId: north.id, deleted: true },
    ]);
    for (const { path } of lab.requests()) expect(path).toMatch(/^\/emulator\/v2\/projects\//);
    expect(lab.emulator.control.devices().map(({ id }) => id)).not.toContain(created!.id);
  });

  test.each<[string, INodeParameters, object]>([
    ['temperature', {}, { value: 21.5 }],
    ['temperature', { value: -4.1 }, { value: -4.1 }],
    ['touch', {}, {}],
    ['batteryStatus', {}, { percentage: 100 }],
    ['networkStatus', { signalStrength: 12 }, { signalStrength: 12 }],
    ['probeWireStatus', { state: 'TWO_WIRE' }, { state: 'TWO_WIRE' }],
    [
      'temperature',
      { options: { data: '{ "isBackfilled": true, "value": 9 }' } },
      { value: 9, isBackfilled: true },
    ],
    [
      'touch',
      { options: { updateTime: '2026-01-01T10:00:00+01:00' } },
      { updateTime: '2026-01-01T09:00:00.000Z' },
    ],
  ])('publish %s %j', async (eventType, fields, data) => {
    const run = await lab.run('emulatedDevice.publishEvent', { ...device, eventType, ...fields });
    expect(itemsOf(run)).toEqual([{ projectId: north.id, deviceId: virtual.id, eventType, data }]);
    expect(lab.requests()[0]!.path).toBe(`/emulator/v2/projects/${north.id}/devices/${virtual.id}:publish`);
    expect(bodyOf(0)).toEqual({ [eventType]: data });
    const latest = lab.emulator.control.devices().find(({ id }) => id === virtual.id)!.latest;
    expect([...latest.keys()]).toContain(eventType);
  });

  // The defaults must be an event that the service accepts.
  test.each([
    ['humidity', 'humidity'],
    ['proximity', 'objectPresent'],
    ['proximityCounter', 'objectPresentCount'],
    ['touchCounter', 'touchCount'],
    ['waterDetector', 'waterPresent'],
    ['co2', 'co2'],
    ['co2', 'pressure'],
    ['motion', 'motion'],
    ['deskOccupancy', 'deskOccupancy'],
    ['contact', 'contact'],
    ['temperature', 'probeWireStatus'],
    ['ccon', 'connectionStatus'],
    ['ccon', 'ethernetStatus'],
    ['ccon', 'cellularStatus'],
  ])('emulated devices of the type %s publish %s with the values of the form', async (type, eventType) => {
    const [created] = itemsOf(await lab.run('emulatedDevice.create', { projectId: building, type }));
    const deviceId = byId(String(created!.id));
    const run = await lab.run('emulatedDevice.publishEvent', { projectId: building, deviceId, eventType });
    expect(itemsOf(run)).toMatchObject([{ eventType }]);
  });
});
