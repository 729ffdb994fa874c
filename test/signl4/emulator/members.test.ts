import { seed } from '@signalbox/emulators/signl4';
import { api, startSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, ben, clara, deniz } = seed.users;
const { roles } = seed;

describe('members of teams', () => {
  it('are added, moved with a requester only, and removed', async () => {
    const emulator = await startSignl4();
    const path = `/teams/${operations.id}/memberships/${deniz.id}`;
    const added = await api(emulator, 'POST', path, { roleId: roles.user, setUserOnDuty: true });
    expect(added.json).toMatchObject({
      userId: deniz.id,
      teamId: operations.id,
      roleId: roles.user,
      status: 3,
    });
    expect((await api(emulator, 'GET', `/users/${deniz.id}/dutyStatus`)).json.data).toMatchObject([
      { teamId: facilities.id, onDuty: false },
      { teamId: operations.id, onDuty: true },
    ]);
    const move = { teamId: facilities.id, roleId: roles.teamAdmin, isValid: true };
    expect((await api(emulator, 'PUT', path, move)).status).toBe(400);
    const moved = await api(emulator, 'PUT', `${path}?requesterUserId=${anna.id}&setUserOnDuty=false`, move);
    expect(moved.json).toMatchObject({
      id: deniz.id,
      roleId: roles.teamAdmin,
      dutyInfos: { teamId: facilities.id },
    });
    expect((await api(emulator, 'DELETE', path)).status).toBe(404);
    expect((await api(emulator, 'GET', `/teams/memberships/${deniz.id}`)).json).toHaveLength(1);
    expect((await api(emulator, 'POST', path, { roleId: 'boss' })).status).toBe(400);
  });

  it('are invited by mail; who is a member already is an error among the results', async () => {
    const emulator = await startSignl4();
    const invites = [{ email: 'new@example.com' }, { email: ben.mail }];
    const { json } = await api(emulator, 'POST', '/teams/memberships', { teamId: operations.id, invites });
    expect(json).toMatchObject([
      { success: true, invitedUser: { mailAddress: 'new@example.com', status: 2 } },
      { success: false, errorCode: 409 },
    ]);
    const resend = (userMail: string) =>
      api(emulator, 'POST', `/teams/${operations.id}/memberships/resendInviteMail`, { userMail });
    expect((await resend('new@example.com')).status).toBe(200);
    expect((await resend(ben.mail)).status).toBe(404);
    expect((await api(emulator, 'GET', '/users')).json).toHaveLength(5);
  });

  it('leave their teams when they are deleted', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'DELETE', `/users/${clara.id}`)).status).toBe(204);
    expect((await api(emulator, 'GET', `/users/${clara.id}`)).status).toBe(404);
    const members = (await api(emulator, 'GET', '/teams')).json.flatMap(
      ({ memberIds }: { memberIds: string[] }) => memberIds,
    );
    expect(members).not.toContain(clara.id);
  });

  it('prove a phone number by a code', async () => {
    const emulator = await startSignl4();
    const path = `/users/${anna.id}/phoneNumbers`;
    const phoneNumber = '+491511';
    const validate = (validationCode: string) =>
      api(emulator, 'POST', `${path}/validate`, { phoneNumber, validationCode });
    expect((await validate(seed.phoneValidationCode)).status).toBe(404);
    await api(emulator, 'POST', path, { phoneNumber, sendValidationCode: true });
    expect((await validate('0000')).status).toBe(400);
    expect((await validate(seed.phoneValidationCode)).status).toBe(204);
    const addresses = async () => (await api(emulator, 'GET', `/users/${anna.id}`)).json.contactAddresses;
    expect((await addresses()).slice(-2)).toMatchObject([{ validationStatus: 1 }, { validationStatus: 1 }]);
    expect((await api(emulator, 'DELETE', path)).status).toBe(204);
    expect(await addresses()).toHaveLength(2);
  });

  it('have pictures, and a password that is needed to change it', async () => {
    const emulator = await startSignl4();
    const path = `/users/${anna.id}/image`;
    expect((await api(emulator, 'GET', path)).status).toBe(404);
    expect((await api(emulator, 'POST', path, { content: 'x' })).status).toBe(400);
    const change = (currentPassword: string) =>
      api(emulator, 'PUT', `/users/${anna.id}/changePassword`, { currentPassword, newPassword: 'x' });
    expect((await change('wrong')).status).toBe(403);
    expect(await change(seed.userPassword)).toMatchObject({ status: 200, text: '' });
  });
});

describe('settings of teams', () => {
  it('keep holidays of one year apart from those of every year', async () => {
    const emulator = await startSignl4();
    const path = `/teams/${operations.id}/holidays`;
    await api(emulator, 'PUT', `${path}/repeating`, [{ day: 25, month: 12 }]);
    await api(emulator, 'PUT', `${path}/years/2026`, [{ day: 3, month: 4 }]);
    expect((await api(emulator, 'GET', path)).json.holidays).toEqual([
      { day: 25, month: 12, repeating: true, year: null },
      { day: 3, month: 4, repeating: false, year: 2026 },
    ]);
    const copy = `/teams/${facilities.id}/holidays/years/2026/copyFrom/${operations.id}`;
    expect((await api(emulator, 'POST', copy)).json.holidays).toHaveLength(1);
    expect((await api(emulator, 'DELETE', path, [{ day: 3, month: 4, year: 2026 }])).status).toBe(204);
    expect((await api(emulator, 'GET', path)).json.holidays).toHaveLength(1);
    expect((await api(emulator, 'PUT', `${path}/years/soon`, [])).status).toBe(400);
  });

  it('find overlapping time slots of alerting patterns', async () => {
    const slot = (weekday: number, from: number, to: number) => ({
      start: { weekday, hour: from, minutes: 0 },
      end: { weekday, hour: to, minutes: 0 },
    });
    for (const overlappingSlots of [200, 409] as const) {
      const emulator = await startSignl4({ assume: { overlappingSlots } });
      const path = `/teams/${operations.id}/alertingPatterns`;
      await api(emulator, 'POST', path, { name: 'Days', timeSlots: [slot(1, 8, 16)] });
      const validate = (slots: unknown[]) => api(emulator, 'POST', `${path}/timeSlots/validate`, slots);
      expect((await validate([slot(1, 16, 18), slot(0, 8, 16)])).json).toMatchObject([
        { valid: true },
        { valid: true },
      ]);
      expect((await validate([slot(1, 15, 18)])).status).toBe(overlappingSlots);
    }
  });

  it('hide a team from escalations', async () => {
    const emulator = await startSignl4();
    const privacy = { hideForEscalation: true, hideDutyData: false, hideContactAddresses: false };
    await api(emulator, 'PUT', `/teams/${facilities.id}/privacySettings`, privacy);
    const raised = await api(emulator, 'POST', '/alerts', { teamId: operations.id, title: 'T', text: 'T' });
    const target = { targetTeamId: facilities.id, userId: anna.id };
    const escalated = await api(emulator, 'POST', `/alerts/${raised.json.id}/escalateToTeam`, target);
    expect(escalated).toMatchObject({ status: 403, json: { code: 403 } });
  });
});

describe('sources of events', () => {
  it('lead nowhere without their distribution, and show internal ones on request', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'DELETE', `/eventDistributions/${seed.distributionId}`)).status).toBe(204);
    expect((await api(emulator, 'DELETE', `/eventDistributions/${seed.distributionId}`)).status).toBe(404);
    const { json } = await api(emulator, 'POST', `/events/${seed.integrationSecret}`, { Title: 'T' });
    await emulator.control.idle();
    expect((await api(emulator, 'GET', `/events/${json.id}/overview`)).json).toMatchObject({
      eventStatus: 8,
      alertId: null,
    });
    expect((await api(emulator, 'GET', '/eventsources')).json.data).toHaveLength(3);
    expect((await api(emulator, 'GET', '/eventsources?includeInternal=true')).json.data).toHaveLength(5);
  });
});
