import type { Context } from '../context';
import { DutyMode } from '../enums';
import type { Duty, Team } from '../model';

/** Minutes that a duty lasts. TeamDutySettingsDetails.dutyLength */
export const DUTY_LENGTH_MINUTES = 480;

/** V2.UserDutyDetails */
export function userDutyDetails(context: Context, duty: Duty): Record<string, unknown> {
  const minutes = minutesOnDuty(context, duty);
  return {
    userId: duty.userId,
    teamId: duty.teamId,
    dutyMode: duty.dutyMode,
    lastChange: duty.lastChange,
    onDutyTime:
      context.settings.onDutyTimeUnit === 'seconds' ? Math.floor(minutes * 60) : Math.floor(minutes),
    overdue: minutes > DUTY_LENGTH_MINUTES,
  };
}

/** UserDutyInfo */
export function userDutyInfo(context: Context, duty: Duty): Record<string, unknown> {
  return {
    userId: duty.userId,
    teamId: duty.teamId,
    onDuty: duty.dutyMode !== DutyMode.Off,
    onManagerDuty: duty.dutyMode === DutyMode.Manager,
    overdue: minutesOnDuty(context, duty) > DUTY_LENGTH_MINUTES,
    lastChange: duty.lastChange,
  };
}

/** TeamDutySummaryInfo, the newest duty first. */
export function teamDutySummary(team: Team, lastTwoDuties: boolean): Record<string, unknown> {
  const newestFirst = [...team.duties].reverse();
  return {
    teamId: team.id,
    dutyAssistEnabled: team.dutyAssistEnabled,
    dutySummaries: lastTwoDuties ? newestFirst.slice(0, 2) : newestFirst,
  };
}

/** V2.TeamDutySettingsDetails */
export function teamDutySettings(team: Team, minMemberOnDuty: number): Record<string, unknown> {
  return {
    teamId: team.id,
    timezone: team.timezone,
    autosnapEnabled: false,
    dutyAssistantEnabled: team.dutyAssistEnabled,
    dutyChangeNotificationsEnabled: true,
    dutyLength: DUTY_LENGTH_MINUTES,
    handoverDate: null,
    handoverTime: 480,
    handoverWeekDay: 1,
    minMemberOnDuty,
    schedulingEnabled: true,
    shiftReportCarbonCopyMail: null,
    shiftReportEnabled: false,
  };
}

function minutesOnDuty({ clock, state }: Context, duty: Duty): number {
  const shift = state.shifts.find(
    ({ teamId, userId, end }) => end === null && teamId === duty.teamId && userId === duty.userId,
  );
  return shift ? Math.max(0, clock.now() - Date.parse(shift.start)) / 60_000 : 0;
}
