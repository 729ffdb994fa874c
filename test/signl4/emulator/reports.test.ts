import { seed } from '@signalbox/emulators/signl4';
import { api, post, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations } = seed.teams;
const { anna } = seed.users;

describe('reports (signl4.md §2.4)', () => {
  it('tell of alerts month by month, in the columns of the vendor', async () => {
    const { clock, emulator } = await startStillSignl4();
    await post(emulator, { title: 'Heartbeat; late', message: 'for 2 hours', 'X-S4-ExternalID': 'e' });
    clock.advance(1000);
    const { id, eventId } = emulator.control.alerts()[0]!;
    emulator.control.acknowledge(id, anna.id);
    clock.advance(31 * 24 * 3_600_000);
    await post(emulator, { 'X-S4-ExternalID': 'e', 'X-S4-Status': 'resolved' });
    clock.advance(1000);

    const path = `/teams/${operations.id}/alertReports`;
    const files = (await api(emulator, 'GET', path)).json;
    expect(files).toMatchObject([
      { fileName: '2026_1_AlertAuditReport.csv', year: 2026, month: 1 },
      { fileName: '2026_2_AlertAuditReport.csv', year: 2026, month: 2 },
    ]);
    const report = await api(emulator, 'GET', `${path}/${files[0].fileName}`);
    expect([report.status, report.headers.get('content-type')]).toEqual([200, 'text/csv']);
    expect(report.bytes).toHaveLength(files[0].fileSizeInBytes);
    const [header, ...rows] = report.text.trimEnd().split('\n');
    expect(header).toBe(
      '"Timestamp";"Log ID";"Event Type";"Alert ID";"Event ID";"User ID";"User Mail";"Content";"Price";"Duration in seconds"',
    );
    expect(rows).toEqual([
      expect.stringMatching(
        new RegExp(
          `^2026-01-05T08:00:00\\S+;Alert_New;${id};${eventId};;;"Heartbeat; late \\| for 2 hours";0.00;0$`,
        ),
      ),
      expect.stringContaining(`;Alert_Confirmed;${id};${eventId};${anna.id};${anna.mail};;0.00;0`),
    ]);
    const closed = await api(emulator, 'GET', `${path}/${files[1].fileName}`);
    expect(closed.text).toContain(';Alert_Closed;');
    expect(closed.text).toContain('00000000-0000-0000-0000-000000000000;system@signl4.com');
  });

  it('tell of shifts that ended, with hours and minutes', async () => {
    const { clock, emulator } = await startStillSignl4();
    clock.advance(99 * 60_000);
    const path = `/teams/${operations.id}/dutyReports/2026_1_ShiftReport.csv`;
    expect((await api(emulator, 'GET', path)).text).toBe('"Name";"Email";"Start";"End";"Hours"\n');
    emulator.control.punchOut(anna.id);
    expect((await api(emulator, 'GET', path)).text.split('\n')[1]).toBe(
      'Anna Berg;anna.berg@example.com;2026-01-05T08:00:00.0000000Z;2026-01-05T09:39:00.0000000Z;1:39',
    );
  });

  it.each([
    ['another month', 'alertReports/2020_1_AlertAuditReport.csv'],
    ['another report', 'alertReports/2026_1_ShiftReport.csv'],
    ['no month', 'dutyReports/2026_13_ShiftReport.csv'],
    ['another file', 'dutyReports/secrets.txt'],
  ])('do not exist for %s: 404', async (_name, file) => {
    const { emulator } = await startStillSignl4();
    expect(await api(emulator, 'GET', `/teams/${operations.id}/${file}`)).toMatchObject({
      status: 404,
      json: { code: 404 },
    });
  });
});
