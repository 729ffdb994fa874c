import { seed } from '@signalbox/emulators/disruptive-technologies';
import { DEVICE_TYPES } from '@signalbox/emulators/internal/disruptive-technologies/device-types';
import { EVENT_TYPES } from '@signalbox/emulators/internal/disruptive-technologies/event-types';
import { XidSource } from '@signalbox/emulators/internal/disruptive-technologies/xid';
import { normalTimestamp } from '@signalbox/emulators/internal/disruptive-technologies/timestamps';
import { api, basic, errorBody, start, startStill, stopAll, type Running } from './running-emulator';

const project: string = seed.projects.building.id;
const annex: string = seed.projects.annex.id;
const { fridge, pantry, basement, gateway, virtual, window } = seed.devices;
const list = `/projects/${project}/devices`;
const sensorEmulator = `/emulator/v2/projects/${project}/devices`;
const DAY = 86_400_000;

afterEach(stopAll);

const ids = (answer: { json: { devices: { name: string }[] } }) =>
  answer.json.devices.map(({ name }) => name.split('/').at(-1));

describe('ids and times', () => {
  it('are xids: twelve bytes in base 32, beginning with the second', () => {
    const source = new XidSource();
    // c82gg9hh… was made in the same second as the golden signature: 1644496934 at the latest.
    expect(source.next(1_644_496_933_000).slice(0, 5)).toBe('c82gg');
    const many = Array.from({ length: 1_000 }, () => source.next(1_644_496_933_000));
    expect(new Set(many).size).toBe(1_000);
    for (const id of many) expect(id).toMatch(/^[0-9a-v]{19}[0g]$/);
  });

  it('ids and times of the seed have the same form', () => {
    const all = [
      seed.organization,
      ...[seed.projects, seed.devices, seed.serviceAccounts].flatMap((of) => Object.values(of)),
    ];
    for (const { id } of all) expect(id).toMatch(/^(emu)?[0-9a-v]{19}[0g]$/);
  });

  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000000Z'],
    ['2026-01-05T09:00:00.5+01:00', '2026-01-05T08:00:00.500000Z'],
    ['2026-01-05T08:00:00.123456789Z', '2026-01-05T08:00:00.123456Z'],
    ['2026-13-05T08:00:00Z', undefined],
    ['yesterday', undefined],
  ])('%s reads as %s', (text, time) => expect(normalTimestamp(text)).toBe(time));
});

describe('devices (disruptive-technologies.md §6)', () => {
  it('have type, product, labels and what they have reported', async () => {
    const emulator = await start();
    const { json } = await api(emulator, 'GET', `${list}/${fridge.id}`);
    expect(json).toStrictEqual({
      name: `projects/${project}/devices/${fridge.id}`,
      type: 'temperature',
      productNumber: fridge.productNumber,
      labels: { name: 'Fridge 1', floor: '1' },
      reported: {
        temperature: expect.objectContaining({ value: 4.2, isBackfilled: false }),
        touch: null,
        networkStatus: expect.objectContaining({ signalStrength: 62 }),
        batteryStatus: expect.objectContaining({ percentage: 90 }),
      },
    });
    emulator.control.publish(fridge.id, 'temperature', { value: 9 });
    expect(
      (await api(emulator, 'GET', `/projects/-/devices/${fridge.id}`)).json.reported.temperature.value,
    ).toBe(9);
    expect((await api(emulator, 'GET', `${list}/${virtual.id}`)).json.reported).toStrictEqual({
      temperature: null,
      touch: null,
      networkStatus: null,
      batteryStatus: null,
    });
  });

  it('are not found in other projects', async () => {
    const emulator = await start();
    const answer = await api(emulator, 'GET', `${list}/${window.id}`);
    expect(answer).toMatchObject({ status: 404, json: errorBody(404, 'device not found') });
    expect((await api(emulator, 'GET', `/projects/-/devices/none`)).status).toBe(404);
  });

  it.each<[string, readonly string[]]>([
    ['device_types=temperature', [fridge.id, virtual.id]],
    ['deviceTypes=humidity&deviceTypes=ccon', [pantry.id, gateway.id]],
    [`device_ids=${fridge.id}&deviceIds=${pantry.id}`, [fridge.id, pantry.id]],
    [`product_numbers=${pantry.productNumber}`, [pantry.id]],
    ['label_filters=virtual-sensor', [virtual.id]],
    ['labelFilters=floor%3D-1', [basement.id]],
    ['label_filters=floor&label_filters=name%3DFridge%201', [fridge.id]],
    ['query=fridge', [fridge.id]],
    ['device_types=temperature&order_by=-labels.name', [virtual.id, fridge.id]],
    [
      'device_types=temperature&device_types=humidity&orderBy=labels.name',
      [fridge.id, pantry.id, virtual.id],
    ],
    ['device_types=nothing', []],
    // Any value, as the vendor's client documents { "room": "" }.
    ['label_filters=virtual-sensor%3D', [virtual.id]],
    ['label_filters=floor%3D&device_types=humidity', [pantry.id]],
    ['label_filters=room%3D', []],
  ])('are filtered and sorted by %s', async (query, expected) => {
    const emulator = await start();
    expect(ids(await api(emulator, 'GET', `${list}?${query}`))).toEqual(expected);
  });

  it('have a label with an empty value only, if so assumed', async () => {
    const emulator = await start({ assume: { emptyLabelFilter: 'empty' } });
    expect(ids(await api(emulator, 'GET', `${list}?label_filters=virtual-sensor%3D`))).toEqual([virtual.id]);
    expect(ids(await api(emulator, 'GET', `${list}?label_filters=floor%3D`))).toEqual([]);
  });

  it('devices of a Cloud Connector report a connectionLatency, whose content is not documented', async () => {
    const emulator = await start();
    const { reported } = (await api(emulator, 'GET', `${list}/${gateway.id}`)).json;
    expect(Object.keys(reported)).toEqual([
      'connectionStatus',
      'connectionLatency',
      'ethernetStatus',
      'cellularStatus',
      'touch',
    ]);
    expect(reported.connectionLatency).toBeNull();
    const sensor = (await api(emulator, 'GET', `${list}/${fridge.id}`)).json;
    expect(sensor.reported).not.toHaveProperty('connectionLatency');
  });

  describe('devices of a whole organization', () => {
    const everywhere = '/projects/-/devices';
    const organization = `organization=organizations/${seed.organization.id}`;

    it('are those of all its projects that the caller may see, with the same filters', async () => {
      const emulator = await start();
      const all = emulator.control.devices().map(({ id }) => id);
      expect(ids(await api(emulator, 'GET', `${everywhere}?${organization}`))).toEqual(all);
      expect(all).toContain(window.id);
      const contacts = `${everywhere}?${organization}&device_types=contact&device_types=ccon`;
      expect(ids(await api(emulator, 'GET', contacts))).toEqual([gateway.id, window.id]);
      const asUser = await api(
        emulator,
        'GET',
        `${everywhere}?${organization}`,
        undefined,
        basic(seed.serviceAccounts.readOnly),
      );
      expect(ids(asUser)).toEqual(emulator.control.devices(project).map(({ id }) => id));
    });

    it('are those of some projects', async () => {
      const emulator = await start();
      const of = async (...projects: string[]) =>
        ids(
          await api(
            emulator,
            'GET',
            `${everywhere}?${organization}${projects.map((id) => `&projects=projects/${id}`).join('')}`,
          ),
        );
      expect(await of(annex)).toEqual([window.id]);
      expect(await of(annex, project)).toHaveLength(Object.keys(seed.devices).length);
      expect(await of('none')).toEqual([]);
    });

    it('need an organization, which has to exist', async () => {
      const emulator = await start();
      expect((await api(emulator, 'GET', everywhere)).status).toBe(400);
      expect((await api(emulator, 'GET', `${everywhere}?organization=organizations/none`)).status).toBe(404);
    });
  });

  describe('are claimed', () => {
    const { freezer, kit } = seed.unclaimed;
    const info = (emulator: Running, identifier: string) =>
      api(
        emulator,
        'GET',
        `/claimInfo?identifier=${identifier}&organization=organizations/${seed.organization.id}`,
      );
    const claim = (emulator: Running, body: unknown, query = '?dryRun=false') =>
      api(emulator, 'POST', `${list}:claim${query}`, body);
    const one = { deviceId: freezer.id, deviceType: 'temperature', productNumber: freezer.productNumber };

    it('by device: looked up, tried out, claimed, and then there like any other', async () => {
      const emulator = await start();
      expect((await info(emulator, freezer.id)).json).toStrictEqual({
        type: 'DEVICE',
        device: { ...one, isClaimed: false },
      });
      const tried = await claim(emulator, { deviceIds: [freezer.id] }, '?dryRun=true');
      const none = { devices: [], kits: [] };
      expect(tried.json).toStrictEqual({ claimedDevices: [{ ...one, isClaimed: false }], claimErrors: none });
      expect((await api(emulator, 'GET', `${list}/${freezer.id}`)).status).toBe(404);
      const done = await claim(emulator, { deviceIds: [freezer.id] });
      expect(done.json).toStrictEqual({ claimedDevices: [{ ...one, isClaimed: true }], claimErrors: none });
      expect((await api(emulator, 'GET', `${list}/${freezer.id}`)).json).toMatchObject({
        type: 'temperature',
      });
      expect((await info(emulator, freezer.id)).json.device.isClaimed).toBe(true);
      expect(emulator.control.publish(freezer.id, 'temperature', { value: -18 })).toBeDefined();
    });

    it('by kit, with all that is in it', async () => {
      const emulator = await start();
      const { json } = await info(emulator, kit.id);
      expect(json).toMatchObject({
        type: 'KIT',
        kit: {
          kitId: kit.id,
          displayName: kit.displayName,
          sensors: { totalCount: 2, claimedCount: 0 },
          cloudConnectors: { totalCount: 1, claimedCount: 0 },
        },
      });
      expect(json.kit.devices).toHaveLength(3);
      const { claimedDevices } = (await claim(emulator, { kitIds: [kit.id] })).json;
      expect(claimedDevices.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual(
        kit.devices.map(({ id }) => id),
      );
      expect((await info(emulator, kit.id)).json.kit.sensors.claimedCount).toBe(2);
    });

    it('once, with an error for each that fails', async () => {
      const emulator = await start();
      await claim(emulator, { kitIds: [kit.id] });
      const again = await claim(emulator, {
        deviceIds: [fridge.id, 'none', freezer.id],
        kitIds: [kit.id, 'none'],
      });
      expect(again.json).toMatchObject({
        claimedDevices: [{ deviceId: freezer.id }],
        claimErrors: {
          devices: [
            { deviceId: fridge.id, code: 'ALREADY_CLAIMED' },
            { deviceId: 'none', code: 'NOT_FOUND' },
          ],
          kits: [
            { kitId: kit.id, code: 'ALREADY_CLAIMED' },
            { kitId: 'none', code: 'NOT_FOUND' },
          ],
        },
      });
      expect((await info(emulator, 'none')).status).toBe(404);
      expect((await api(emulator, 'GET', '/claimInfo')).status).toBe(400);
      const asUser = basic(seed.serviceAccounts.readOnly);
      expect((await api(emulator, 'POST', `${list}:claim?dryRun=false`, {}, asUser)).status).toBe(403);
    });

    it('again after a reset', async () => {
      const emulator = await start();
      await claim(emulator, { deviceIds: [freezer.id] });
      await emulator.reset();
      expect((await info(emulator, freezer.id)).json.device.isClaimed).toBe(false);
    });
  });

  it('are sorted by numbers as numbers, with those that have none at the end', async () => {
    const emulator = await start();
    const other = emulator.control.devices(project).find(({ id }) => id === virtual.id)!;
    emulator.control.publish(fridge.id, 'temperature', { value: 10 });
    const order = async (by: string) =>
      ids(await api(emulator, 'GET', `${list}?device_types=temperature&order_by=${by}`));
    expect(await order('-reported.temperature.value')).toEqual([fridge.id, virtual.id]);
    emulator.control.publish(other.id, 'temperature', { value: 9.5 });
    expect(await order('reported.temperature.value')).toEqual([virtual.id, fridge.id]);
    expect(await order('-reported.temperature.value')).toEqual([fridge.id, virtual.id]);
  });

  it('come in pages that neither repeat nor lose any', async () => {
    const emulator = await start();
    const seen: unknown[] = [];
    let token = '';
    let pages = 0;
    do {
      const answer = await api(emulator, 'GET', `${list}?page_size=3&pageToken=${token}`);
      seen.push(...ids(answer));
      token = answer.json.nextPageToken;
      pages += 1;
    } while (token !== '');
    expect(pages).toBe(3);
    expect(seen).toEqual(emulator.control.devices(project).map(({ id }) => id));
    for (const query of ['pageSize=-1', 'pageSize=x', 'pageToken=x', 'pageToken=W10']) {
      expect((await api(emulator, 'GET', `${list}?${query}`)).status).toBe(400);
    }
    expect((await api(emulator, 'GET', `${list}?pageSize=101`)).status).toBe(200);
    const strict = await start({ assume: { pageSizeTooLarge: 'refuse' } });
    expect((await api(strict, 'GET', `${list}?pageSize=101`)).status).toBe(400);
    expect((await api(strict, 'GET', `${list}?pageSize=100`)).status).toBe(200);
  });

  it('get and lose labels in a batch, with an error for each that fails', async () => {
    const emulator = await start({ assume: { maxDeviceLabels: 3 } });
    const name = (id: string, of = project) => `projects/${of}/devices/${id}`;
    const update = (body: unknown) => api(emulator, 'POST', `${list}:batchUpdate`, body);
    const answer = await update({
      devices: [name(fridge.id), name('none'), name(window.id), name(window.id, annex)],
      addLabels: { name: 'Fridge', room: '12' },
      removeLabels: ['floor', 'absent'],
    });
    expect(answer.status).toBe(200);
    const status = { code: 'NOT_FOUND', message: expect.any(String) };
    expect(answer.json).toStrictEqual({
      batchErrors: [
        { device: name('none'), status },
        { device: name(window.id), status },
        { device: name(window.id, annex), status },
      ],
    });
    expect((await api(emulator, 'GET', `${list}/${fridge.id}`)).json.labels).toEqual({
      name: 'Fridge',
      room: '12',
    });
    const { json } = await api(emulator, 'GET', `${list}/${fridge.id}/events?eventTypes=labelsChanged`);
    expect(json.events).toMatchObject([
      {
        eventType: 'labelsChanged',
        data: { added: { room: '12' }, modified: { name: 'Fridge' }, removed: ['floor'] },
      },
    ]);
    expect(
      (await update({ devices: [name(fridge.id)], addLabels: { room: '12' } })).json.batchErrors,
    ).toEqual([]);
    expect(
      (await api(emulator, 'GET', `${list}/${fridge.id}/events?eventTypes=labelsChanged`)).json.events,
    ).toHaveLength(1);
    const many = await update({ devices: [name(fridge.id)], addLabels: { a: '', b: '' } });
    expect(many.json.batchErrors).toMatchObject([
      { status: { code: 'INVALID_ARGUMENT', message: 'Max labels reached for device.' } },
    ]);
    expect((await update({})).status).toBe(400);
  });

  it('get and lose labels one by one, as before', async () => {
    const emulator = await start();
    const labels = `${list}/${fridge.id}/labels`;
    expect((await api(emulator, 'POST', labels, { key: 'room', value: '1' })).json).toMatchObject({
      value: '1',
    });
    expect((await api(emulator, 'POST', labels, { key: 'room', value: '1' })).status).toBe(409);
    const changed = await api(emulator, 'PATCH', `${labels}/room?updateMask=value`, { value: '2' });
    expect(changed.json).toMatchObject({ key: 'room', value: '2' });
    expect((await api(emulator, 'DELETE', `${labels}/room`)).text).toBe('{}');
    expect((await api(emulator, 'DELETE', `${labels}/room`)).status).toBe(404);
    expect((await api(emulator, 'PATCH', `${labels}/room`, { value: '2' })).status).toBe(404);
  });

  it('move to another project', async () => {
    const emulator = await start();
    const { status, json } = await api(emulator, 'POST', `/projects/${annex}/devices:transfer`, {
      devices: [`projects/${project}/devices/${fridge.id}`, `projects/${project}/devices/none`],
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      transferredDevices: [`projects/${annex}/devices/${fridge.id}`],
      transferErrors: [{ device: `projects/${project}/devices/none`, status: { code: 'NOT_FOUND' } }],
    });
    expect((await api(emulator, 'GET', `${list}/${fridge.id}`)).status).toBe(404);
    expect((await api(emulator, 'GET', `/projects/${annex}/devices/${fridge.id}`)).status).toBe(200);
  });
});

describe('history (disruptive-technologies.md §6)', () => {
  const events = `${list}/${fridge.id}/events`;
  const values = (answer: { json: { events: { data: { temperature: { value: number } } }[] } }) =>
    answer.json.events.map(({ data }) => data.temperature.value);
  const report = (emulator: Running, value: number) =>
    emulator.control.publish(fridge.id, 'temperature', { value });

  it('is newest first, of the last day, by type and time', async () => {
    const { emulator, clock } = await startStill();
    const first = report(emulator, 1);
    clock.advance(DAY / 2);
    const second = report(emulator, 2);
    emulator.control.touch(fridge.id);
    clock.advance(DAY / 4);
    const query = (text: string) => api(emulator, 'GET', `${events}?event_types=temperature&${text}`);
    expect(values((await query('')) as never)).toEqual([2, 1, 4.2]);
    expect((await api(emulator, 'GET', events)).json.events[0]).toMatchObject({
      eventType: 'touch',
      data: { touch: {} },
    });
    expect(values((await query(`startTime=${first.timestamp}&endTime=${first.timestamp}`)) as never)).toEqual(
      [1],
    );
    expect(values((await query(`start_time=${second.timestamp}`)) as never)).toEqual([2]);
    expect(
      values(
        (await query(`end_time=${encodeURIComponent(first.timestamp.replace('Z', '+00:00'))}`)) as never,
      ),
    ).toEqual([1, 4.2]);
    clock.advance(DAY / 2);
    expect(values((await query('')) as never)).toEqual([2]);
    expect(values((await query('startTime=2020-01-01T00:00:00Z')) as never)).toEqual([2, 1, 4.2]);
    clock.advance(29 * DAY);
    expect(values((await query('startTime=2020-01-01T00:00:00Z')) as never)).toEqual([2]);
  });

  it('has the same events that were pushed, whatever time they tell', async () => {
    const { emulator } = await startStill();
    const late = emulator.control.publish(fridge.id, 'temperature', {
      value: 7,
      updateTime: '2026-01-05T07:59:00Z',
    });
    const early = emulator.control.publish(fridge.id, 'temperature', {
      value: 6,
      updateTime: '2026-01-05T07:58:00Z',
    });
    const { json } = await api(emulator, 'GET', `${events}?eventTypes=temperature&pageSize=2`);
    expect(json.events).toStrictEqual([late, early]);
    expect((await api(emulator, 'GET', `${list}/${fridge.id}`)).json.reported.temperature.value).toBe(7);
    const { json: rest } = await api(
      emulator,
      'GET',
      `${events}?eventTypes=temperature&pageSize=2&pageToken=${json.nextPageToken}`,
    );
    expect(rest.events).toMatchObject([{ data: { temperature: { value: 4.2 } } }]);
  });

  it('pages over what comes in meanwhile, with a thousand in a page', async () => {
    const { emulator } = await startStill();
    for (let value = 0; value < 1_001; value++) report(emulator, value);
    const first = (await api(emulator, 'GET', `${events}?eventTypes=temperature`)).json;
    expect(first.events).toHaveLength(1_000);
    report(emulator, 5_000);
    const second = await api(
      emulator,
      'GET',
      `${events}?eventTypes=temperature&pageToken=${first.nextPageToken}`,
    );
    expect(values(second as never)).toEqual([0, 4.2]);
  });

  it('refuses times and types that are none; can lag behind', async () => {
    const { emulator, clock } = await startStill({ assume: { historyDelayMs: 2_000 } });
    for (const query of ['startTime=now', 'endTime=1', 'eventTypes=smell']) {
      expect((await api(emulator, 'GET', `${events}?${query}`)).status).toBe(400);
    }
    report(emulator, 1);
    expect(values((await api(emulator, 'GET', `${events}?eventTypes=temperature`)) as never)).toEqual([4.2]);
    clock.advance(2_000);
    expect(values((await api(emulator, 'GET', `${events}?eventTypes=temperature`)) as never)).toEqual([
      1, 4.2,
    ]);
  });
});

describe('sensor emulator (disruptive-technologies.md §5)', () => {
  it('makes, lists, changes and removes emulated devices, and no others', async () => {
    const emulator = await start();
    const made = await api(emulator, 'POST', sensorEmulator, { type: 'touch', labels: { name: 'Bell' } });
    expect(made.status).toBe(200);
    const { name } = made.json;
    expect(made.json).toStrictEqual({
      name: expect.stringMatching(new RegExp(`^projects/${project}/devices/emu[0-9a-v]{20}$`)),
      type: 'touch',
      productNumber: '',
      labels: { name: 'Bell', 'virtual-sensor': '' },
    });
    const path = `/emulator/v2/${name}`;
    expect(ids(await api(emulator, 'GET', sensorEmulator))).toEqual([virtual.id, name.split('/').at(-1)]);
    expect((await api(emulator, 'GET', path)).json).toStrictEqual(made.json);
    expect((await api(emulator, 'GET', `${sensorEmulator}/${fridge.id}`)).status).toBe(404);
    const changed = await api(emulator, 'PUT', path, { ...made.json, labels: { room: '3' } });
    expect(changed.json.labels).toEqual({ room: '3', 'virtual-sensor': '' });
    expect((await api(emulator, 'PUT', path, { type: 'co2' })).status).toBe(400);
    expect(await api(emulator, 'DELETE', path)).toMatchObject({ status: 200, text: '{}' });
    expect((await api(emulator, 'GET', `/${name}`)).status).toBe(404);
    expect((await api(emulator, 'DELETE', path)).status).toBe(404);
    for (const type of [undefined, 'toaster', 'constructor', 7]) {
      expect((await api(emulator, 'POST', sensorEmulator, { type })).status).toBe(400);
    }
  });

  const SAMPLES: Record<string, [data: object, sent: object]> = {
    touch: [{}, {}],
    temperature: [{ value: 21.5 }, { value: 21.5, samples: [{ value: 21.5 }], isBackfilled: false }],
    objectPresent: [{ state: 'PRESENT' }, { state: 'PRESENT' }],
    humidity: [
      { temperature: 20, relativeHumidity: 41 },
      { samples: [{ temperature: 20, relativeHumidity: 41 }], isBackfilled: false },
    ],
    objectPresentCount: [{ total: 4 }, { total: 4 }],
    touchCount: [{ total: 5 }, { total: 5 }],
    waterPresent: [{ state: 'NOT_PRESENT' }, { state: 'NOT_PRESENT' }],
    co2: [{ ppm: 812 }, { ppm: 812 }],
    pressure: [{ pascal: 99_750.5 }, { pascal: 99_750.5 }],
    motion: [{ state: 'MOTION_DETECTED' }, { state: 'MOTION_DETECTED' }],
    deskOccupancy: [{ state: 'OCCUPIED' }, { state: 'OCCUPIED', remarks: [] }],
    contact: [{ state: 'OPEN' }, { state: 'OPEN' }],
    probeWireStatus: [{ state: 'FOUR_WIRE' }, { state: 'FOUR_WIRE' }],
    networkStatus: [
      { signalStrength: 99, rssi: -50 },
      {
        signalStrength: 99,
        rssi: -50,
        transmissionMode: 'LOW_POWER_STANDARD_MODE',
        cloudConnectors: [{ id: 'emulated-ccon', signalStrength: 99, rssi: -50 }],
      },
    ],
    batteryStatus: [{ percentage: 70 }, { percentage: 70 }],
    connectionStatus: [
      { connection: 'CELLULAR', available: ['CELLULAR'] },
      { connection: 'CELLULAR', available: ['CELLULAR'] },
    ],
    ethernetStatus: [
      { macAddress: 'a', ipAddress: 'b' },
      { macAddress: 'a', ipAddress: 'b', errors: [] },
    ],
    cellularStatus: [{ signalStrength: 40 }, { signalStrength: 40, errors: [] }],
  };

  it('knows nineteen types of event', () => {
    expect(EVENT_TYPES).toHaveLength(19);
    expect(Object.keys(SAMPLES).sort()).toEqual(
      EVENT_TYPES.filter((type) => type !== 'labelsChanged').sort(),
    );
  });

  it.each(Object.entries(SAMPLES))(
    'publishes %s, with all that a sensor sends',
    async (type, [data, sent]) => {
      const emulator = await start();
      const deviceType = Object.entries(DEVICE_TYPES).find(([, types]) =>
        (types as readonly string[]).includes(type),
      )![0];
      const { name } = (await api(emulator, 'POST', sensorEmulator, { type: deviceType })).json;
      const publish = (body: unknown) => api(emulator, 'POST', `/emulator/v2/${name}:publish`, body);
      expect(await publish({ [type]: data })).toMatchObject({ status: 200, text: '{}' });
      const [event] = (await api(emulator, 'GET', `/${name}/events`)).json.events;
      expect(event).toMatchObject({
        eventType: type,
        targetName: name,
        data: { [type]: { ...sent, updateTime: event.timestamp } },
      });
      expect(Object.keys(event)).toEqual(['eventId', 'targetName', 'eventType', 'data', 'timestamp']);
      expect((await api(emulator, 'GET', `/${name}`)).json.reported[type]).toStrictEqual(event.data[type]);
      if (Object.keys(data).length === 0) return;
      expect((await publish({ [type]: {} })).status).toBe(400);
      const spoiled = Object.fromEntries(Object.keys(data).map((key) => [key, { not: 'this' }]));
      expect((await publish({ [type]: spoiled })).status).toBe(400);
    },
  );

  it('takes the time that it is given', async () => {
    const { emulator } = await startStill();
    const publish = (updateTime: unknown) =>
      api(emulator, 'POST', `${sensorEmulator}/${virtual.id}:publish`, {
        temperature: { value: 1, updateTime },
      });
    expect((await publish('2026-01-05T07:30:00Z')).status).toBe(200);
    const [event] = (await api(emulator, 'GET', `${list}/${virtual.id}/events`)).json.events;
    expect(event).toMatchObject({ timestamp: '2026-01-05T07:30:00.000000Z' });
    expect((await publish('soon')).status).toBe(400);
  });

  it.each([
    ['nothing', {}],
    ['two types at once', { touch: {}, temperature: { value: 1 } }],
    ['an unknown type', { smell: {} }],
    ['a change of labels', { labelsChanged: {} }],
    ['what such a device does not have', { co2: { ppm: 1 } }],
    ['no object', { touch: 1 }],
  ])('refuses to publish %s', async (_name, body) => {
    const emulator = await start();
    const path = `${sensorEmulator}/${virtual.id}:publish`;
    expect((await api(emulator, 'POST', path, body)).status).toBe(400);
    expect(emulator.control.devices().find(({ id }) => id === virtual.id)!.history).toEqual([]);
  });

  it('publishes what such a device does not have, if so assumed', async () => {
    const emulator = await start({ assume: { publishOtherTypes: true } });
    const path = `${sensorEmulator}/${virtual.id}:publish`;
    expect((await api(emulator, 'POST', path, { co2: { ppm: 1 } })).status).toBe(200);
    expect((await api(emulator, 'POST', path, { labelsChanged: {} })).status).toBe(400);
  });

  it('does not publish for real devices', async () => {
    const emulator = await start();
    expect(
      (await api(emulator, 'POST', `${sensorEmulator}/${fridge.id}:publish`, { touch: {} })).status,
    ).toBe(404);
  });
});
