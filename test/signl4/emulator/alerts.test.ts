import { seed } from '@signalbox/emulators/signl4';
import { systemUser } from '@signalbox/emulators/internal/signl4/system-user';
import { api, post, raise, startSignl4, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, ben, clara, deniz } = seed.users;
const unknownId = '00000000-1111-4222-8333-444444444444';

describe('alerts (signl4.md §2.4)', () => {
  it('raises: 201 with details', async () => {
    const emulator = await startSignl4();
    const answer = await api(emulator, 'POST', '/alerts', {
      teamId: operations.id,
      title: 'Leak',
      text: 'In hall 2',
      category: 'cooling',
      externalId: 'x9',
      severity: 2,
      parameters: [{ name: 'Hall', value: '2', type: 8, order: 0 }],
      attachments: [{ name: 'a.txt', content: 'aGk=', contentType: 'text/plain', encoding: 1 }],
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      title: 'Leak',
      text: 'In hall 2',
      severity: 2,
      externalId: 'x9',
      categoryId: seed.categories.operations.cooling.id,
      subscriptionId: seed.subscriptionId,
      status: {
        statusCode: 1,
        alertDeliveryStatus: { statusCode: 4, userDeliveryStatus: [{ userId: anna.id }, { userId: ben.id }] },
      },
      history: { acknowledgedAt: null, acknowledgements: [], closedAt: null, closedBy: null },
      parameters: [{ name: 'Hall', value: '2' }],
      attachments: [{ name: 'a.txt', contentType: 'text/plain' }],
      timelineEntries: [{ entrytype: 1 }],
    });
  });

  it.each([
    ['no title', { teamId: operations.id, text: 'x' }, 400],
    ['an empty text', { teamId: operations.id, title: 'x', text: '' }, 400],
    ['a wrong severity', { teamId: operations.id, title: 'x', text: 'x', severity: 3 }, 400],
    ['an unknown team', { teamId: unknownId, title: 'x', text: 'x' }, 404],
  ])('does not raise with %s', async (_name, body, status) => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'POST', '/alerts', body)).status).toBe(status);
    expect(emulator.control.alerts()).toEqual([]);
  });

  it('goes from open over acknowledged to closed and answers 409 for what is out of order', async () => {
    const { clock, emulator } = await startStillSignl4();
    await post(emulator, { title: 'T' });
    clock.advance(1000);
    const { id } = emulator.control.alerts()[0]!;
    const change = (what: string, uid: string = anna.id) =>
      api(emulator, 'POST', `/alerts/${id}/${what}`, { uid, descr: 'note' });

    expect((await change('undoAcknowledge')).status).toBe(400);
    const acknowledged = await change('acknowledge', anna.id.toUpperCase());
    expect(acknowledged).toMatchObject({
      status: 200,
      json: { status: { statusCode: 2 }, history: { acknowledgements: [anna.id] } },
    });
    expect(acknowledged.json.history.acknowledgedAt).toMatch(/^2026-01-05T08:00:01\.000\d{4}Z$/);
    expect(await change('acknowledge', ben.id)).toMatchObject({ status: 409, json: { code: 409 } });
    expect((await change('undoAcknowledge', ben.id)).status).toBe(403);
    expect(await change('undoAcknowledge')).toMatchObject({
      status: 200,
      json: { status: { statusCode: 1 } },
    });
    await change('acknowledge');
    expect((await change('undoClose')).status).toBe(400);
    expect(await change('close', ben.id)).toMatchObject({
      status: 200,
      json: { status: { statusCode: 4 }, history: { closedBy: ben.id } },
    });
    expect((await change('acknowledge')).status).toBe(409);
    expect((await change('close')).status).toBe(409);
    expect(await change('undoClose')).toMatchObject({ status: 200, json: { status: { statusCode: 2 } } });
    const timeline = await api(emulator, 'GET', `/alerts/${id}/timeline`);
    expect(
      timeline.json
        .map((entry: { entrytype: number }) => entry.entrytype)
        .filter((type: number) => type !== 3),
    ).toEqual([1, 2, 6, 2, 5, 7]);
  });

  it('closes an open alert, unless it is assumed that it cannot', async () => {
    for (const closeOpenAlert of [true, false]) {
      const emulator = await startSignl4({ assume: { closeOpenAlert } });
      const { id } = await raise(emulator);
      const { status } = await api(emulator, 'POST', `/alerts/${id}/close`, { uid: anna.id });
      expect(status).toBe(closeOpenAlert ? 200 : 409);
    }
  });

  it.each([
    ['an unknown alert', '2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2', { uid: anna.id }, 404],
    ['an unknown user', undefined, { uid: unknownId }, 404],
    ['a user of another team', undefined, { uid: deniz.id }, 404],
    ['no user', undefined, {}, 400],
  ])('refuses to acknowledge: %s', async (_name, alertId, body, status) => {
    const emulator = await startSignl4();
    const alert = await raise(emulator);
    expect(await api(emulator, 'POST', `/alerts/${alertId ?? alert.id}/acknowledge`, body)).toMatchObject({
      status,
      json: { code: status },
    });
  });

  it('multi_ack: open until all have acknowledged', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator, { 'X-S4-AlertingScenario': 'multi_ack' });
    const acknowledge = (uid: string) => api(emulator, 'POST', `/alerts/${id}/acknowledge`, { uid });
    expect((await acknowledge(anna.id)).json).toMatchObject({
      status: { statusCode: 1 },
      history: { acknowledgements: [anna.id], acknowledgedAt: null },
    });
    expect((await acknowledge(anna.id)).status).toBe(409);
    expect((await acknowledge(ben.id)).json).toMatchObject({
      status: { statusCode: 2 },
      history: { acknowledgements: [anna.id, ben.id] },
    });
  });

  it('annotates', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator);
    const answer = await api(emulator, 'POST', `/alerts/${id}/annotate`, {
      text: 'On my way',
      type: 1,
      userId: anna.id,
    });
    expect(answer).toMatchObject({
      status: 200,
      json: { teamId: operations.id, text: 'On my way', type: 1, userId: anna.id },
    });
    expect(answer.json.id).toMatch(/^\d{19}_/);
    expect((await api(emulator, 'GET', `/alerts/${id}/details`)).json).toMatchObject({
      flags: 2,
      timelineEntries: [{ entrytype: 1 }, { entrytype: 3, text: 'On my way', userId: anna.id }],
    });
  });

  it('changes many at once: 204, whatever fits', async () => {
    const emulator = await startSignl4();
    const [first, second] = [
      await raise(emulator),
      await raise(emulator, {}, `/webhook/${facilities.secret}`),
    ];
    const codes = () => emulator.control.alerts().map(({ statusCode }) => statusCode);
    const many = (what: string, uid: string) =>
      api(emulator, 'POST', `/alerts/${what}Multiple`, { alertIds: [first.id, second.id], uid });
    expect((await many('acknowledge', anna.id)).status).toBe(204);
    expect(codes()).toEqual([2, 1]);
    await many('acknowledge', clara.id);
    expect(codes()).toEqual([2, 2]);
    await many('close', clara.id);
    expect(codes()).toEqual([4, 4]);
    await many('undoClose', clara.id);
    await emulator.control.idle();
    expect(codes()).toEqual([2, 2]);
    expect(
      (await api(emulator, 'POST', '/alerts/closeMultiple', { alertIds: [], uid: anna.id })).status,
    ).toBe(400);
  });

  it('acknowledgeAll takes the open ones, closeAll the acknowledged ones', async () => {
    const emulator = await startSignl4();
    await raise(emulator);
    await raise(emulator, {}, `/webhook/${facilities.secret}`);
    const codes = () => emulator.control.alerts().map(({ statusCode }) => statusCode);
    const all = (what: string, body: unknown) =>
      api(emulator, 'POST', `/alerts/${what}All?userId=${clara.id}`, body);
    expect((await all('close', {})).status).toBe(204);
    expect(codes()).toEqual([1, 1]);
    await all('acknowledge', { scope: 2, teamIds: [facilities.id] });
    expect(codes()).toEqual([1, 2]);
    await all('close', {});
    expect(codes()).toEqual([1, 4]);
    expect((await api(emulator, 'POST', `/alerts/closeAll?userId=${unknownId}`, {})).status).toBe(404);
  });

  it.each(['', '?userId='])(
    'acknowledgeAll%s and closeAll act for the system without a user',
    async (query) => {
      const emulator = await startSignl4();
      await raise(emulator);
      const alert = () => emulator.control.alerts()[0];
      expect((await api(emulator, 'POST', `/alerts/acknowledgeAll${query}`, {})).status).toBe(204);
      expect(alert()).toMatchObject({ statusCode: 2, acknowledgements: [systemUser.id] });
      expect((await api(emulator, 'POST', `/alerts/closeAll${query}`, {})).status).toBe(204);
      expect(alert()).toMatchObject({ statusCode: 4, closedBy: systemUser.id });
    },
  );

  it('escalates to another team', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator);
    const escalate = (body: unknown) => api(emulator, 'POST', `/alerts/${id}/escalateToTeam`, body);
    expect((await escalate({ targetTeamId: unknownId, userId: anna.id })).status).toBe(400);
    expect((await escalate({ targetTeamId: facilities.id, userId: deniz.id })).status).toBe(403);
    const answer = await escalate({ targetTeamId: facilities.id, userId: anna.id });
    expect(answer.status).toBe(200);
    expect((await api(emulator, 'GET', `/alerts/${answer.json}`)).json).toMatchObject({
      teamId: facilities.id,
      flags: 64,
    });
    expect((await api(emulator, 'GET', `/alerts/${id}/details`)).json).toMatchObject({
      flags: 16,
      escalations: [{ escType: 2, teamId: facilities.id }],
    });
  });

  it('reports notifications, parameters and counts', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator, { zone: 'A' });
    expect((await api(emulator, 'GET', `/alerts/${id}/notifications`)).json).toMatchObject([
      { userId: anna.id },
      { userId: ben.id },
    ]);
    expect((await api(emulator, 'GET', `/alerts/${id}/parameters`)).json).toMatchObject([
      { name: 'zone', value: 'A' },
    ]);
    const report = await api(emulator, 'GET', '/alerts/report');
    expect(report.json.data).toMatchObject([
      { teamId: operations.id, type: 1, unhandled: 1, acknowledged: 0, closed: 0 },
      { teamId: operations.id, type: 4, unhandled: 1, acknowledged: 0, closed: 0 },
      { teamId: facilities.id, type: 1, unhandled: 0 },
      { teamId: facilities.id, type: 4, unhandled: 0 },
    ]);
  });

  it('queues undoing of many alerts, which the 204 precedes', async () => {
    const { clock, emulator } = await startStillSignl4();
    await post(emulator, { title: 'T' });
    clock.advance(1);
    const { id } = emulator.control.alerts()[0]!;
    const many = (what: string) =>
      api(emulator, 'POST', `/alerts/${what}Multiple`, { alertIds: [id], uid: anna.id });
    await many('acknowledge');
    expect((await many('undoAcknowledge')).status).toBe(204);
    expect(emulator.control.alerts()[0]!.statusCode).toBe(2);
    clock.advance(1);
    expect(emulator.control.alerts()[0]!.statusCode).toBe(1);
  });

  it('serves attachments as bytes, and 204 for one that has not arrived yet', async () => {
    const emulator = await startSignl4();
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);
    const alert = await api(emulator, 'POST', '/alerts', {
      teamId: operations.id,
      title: 'T',
      text: 'T',
      attachments: [
        { id: 'a', name: 'a.png', content: bytes.toString('base64'), contentType: 'image/png', encoding: 1 },
        { id: 'b', name: 'b.png', contentType: 'image/png', encoding: 1 },
      ],
    });
    const path = `/alerts/${alert.json.id}/attachments`;
    expect((await api(emulator, 'GET', path)).json).toEqual([
      { id: 'a', name: 'a.png', contentType: 'image/png' },
      { id: 'b', name: 'b.png', contentType: 'image/png' },
    ]);
    const file = await api(emulator, 'GET', `${path}/a?width=10&scale=false`);
    expect([file.status, file.headers.get('content-type'), file.bytes]).toEqual([200, 'image/png', bytes]);
    expect((await api(emulator, 'GET', `${path}/b`)).status).toBe(204);
    expect(await api(emulator, 'GET', `${path}/c`)).toMatchObject({ status: 404, json: { code: 404 } });
  });

  it('shows an alert and its details to members of the team only, where a user is named', async () => {
    const emulator = await startSignl4();
    const { id } = await raise(emulator);
    const details = (userId: string) => api(emulator, 'GET', `/alerts/${id}/details?userId=${userId}`);
    expect((await details(anna.id)).status).toBe(200);
    expect(await details(deniz.id)).toMatchObject({ status: 403, json: { code: 403 } });
    expect((await details(unknownId)).status).toBe(404);
    const paged = (userId: string) => api(emulator, 'POST', `/alerts/paged?userId=${userId}`, {});
    expect((await paged(anna.id)).json.results).toHaveLength(1);
    expect((await paged(deniz.id)).status).toBe(204);
  });

  it('does not notify who muted or hid the category, except in an emergency', async () => {
    const emulator = await startSignl4();
    const { cooling } = seed.categories.operations;
    await api(emulator, 'POST', `/categories/${operations.id}/${cooling.id}/subscriptions`, [
      { userId: anna.id, status: 1 },
      { userId: ben.id, status: 2 },
    ]);
    const alert = await raise(emulator, { message: 'cooling lost' });
    const { json } = await api(emulator, 'GET', `/alerts/${alert.id}`);
    expect(json.status).toMatchObject({
      statusCode: 1,
      alertDeliveryStatus: { statusCode: 31, userDeliveryStatus: [{ statusCode: 31 }, { statusCode: 31 }] },
    });
    expect((await api(emulator, 'GET', `/alerts/${alert.id}/notifications`)).json).toMatchObject([
      { userId: anna.id, userStatus: 4, messageStatus: 0 },
      { userId: ben.id, userStatus: 3, messageStatus: 0 },
    ]);
    const paged = (body: unknown) => api(emulator, 'POST', `/alerts/paged?userId=${ben.id}`, body);
    expect((await paged({})).status).toBe(204);
    expect((await paged({ showPersonalHiddenCategories: true })).json.results).toHaveLength(1);
    const emergency = await raise(emulator, { message: 'cooling', 'X-S4-AlertingScenario': 'emergency' });
    expect((await api(emulator, 'GET', `/alerts/${emergency.id}/notifications`)).json).toMatchObject([
      { userStatus: 1 },
      { userStatus: 1 },
      { userStatus: 1 },
    ]);
  });

  it('counts alerts of the present and the last duty, and since the change of a user', async () => {
    const { clock, emulator } = await startStillSignl4();
    const raised = async () => {
      await post(emulator, { title: 'T' });
      clock.advance(1000);
    };
    await raised();
    emulator.control.startDuty(operations.id);
    await raised();
    emulator.control.punchIn(clara.id, [operations.id]);
    const path = `/alerts/report?teamId=${operations.id}&userId=${clara.id}`;
    const { status, json } = await api(emulator, 'GET', path);
    expect(status).toBe(207);
    expect(
      json.data.map(({ type, unhandled, userId }: Record<string, unknown>) => [type, unhandled, userId]),
    ).toEqual([
      [1, 1, null],
      [2, 1, null],
      [3, 0, clara.id],
      [4, 2, null],
    ]);
  });
});
