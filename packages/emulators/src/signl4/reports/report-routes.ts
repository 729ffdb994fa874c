import type { FastifyInstance, FastifyReply } from 'fastify';
import { teamById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { alertAuditReport, auditedMonths } from './alert-audit-report';
import { monthOf, monthOfFile } from './month';
import { shiftReport } from './shift-report';

type TeamPath = { Params: { teamId: string } };
type FilePath = { Params: { teamId: string; fileName: string } };

/** Reports of a team as CSV files, one for each month. signl4.md §2.4 */
export function reportRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const sendFile = (reply: FastifyReply, content: Buffer) => reply.type('text/csv').send(content);
  const notFound = (fileName: string) =>
    new ServiceError(404, 'Error reading report.', `There is no report with the name ${fileName}.`);

  app.get<TeamPath>('/teams/:teamId/alertReports', (request, reply) => {
    const team = teamById(context.state, request.params.teamId);
    const now = context.ticks.date();
    // AlertAuditReportFileInfo
    const files = [...auditedMonths(context.state, team).values()].map(({ year, month, lastRecord }) => ({
      fileName: `${year}_${month}_AlertAuditReport.csv`,
      fileSizeInBytes: alertAuditReport(context.state, team, { year, month }).length,
      lastRecord,
      lastUpdated: now,
      year,
      month,
    }));
    return reply.send(files);
  });

  app.get<FilePath>('/teams/:teamId/alertReports/:fileName', (request, reply) => {
    const { teamId, fileName } = request.params;
    const team = teamById(context.state, teamId);
    const month = monthOfFile(fileName, 'AlertAuditReport');
    if (!month || !auditedMonths(context.state, team).has(`${month.year}_${month.month}`))
      throw notFound(fileName);
    return sendFile(reply, alertAuditReport(context.state, team, month));
  });

  app.get<FilePath>('/teams/:teamId/dutyReports/:fileName', (request, reply) => {
    const { teamId, fileName } = request.params;
    const team = teamById(context.state, teamId);
    const month = monthOfFile(fileName, 'ShiftReport');
    const now = monthOf(context.ticks.date());
    const began = context.state.shifts
      .filter((shift) => shift.teamId === team.id)
      .map(({ start }) => monthOf(start));
    const known = [now, ...began].some(
      ({ year, month: number }) => year === month?.year && number === month.month,
    );
    if (!month || !known) throw notFound(fileName);
    return sendFile(reply, shiftReport(context.state, team, month));
  });
}
