import type { Team } from '../model';
import type { State } from '../state';
import { csv } from './csv';
import { isIn, type Month } from './month';

const HEADER = ['Name', 'Email', 'Start', 'End', 'Hours'];

/** `{year}_{month}_ShiftReport.csv`: the shifts that ended, with the columns of the vendor's sample. */
export function shiftReport(state: State, team: Team, month: Month): Buffer {
  const rows = state.shifts.flatMap(({ teamId, userId, start, end }) => {
    if (teamId !== team.id || end === null || !isIn(month, start)) return [];
    const user = state.users.get(userId);
    return [[user?.name ?? '', user?.mail ?? '', start, end, hours(start, end)]];
  });
  return csv(HEADER, rows);
}

/** Hours and minutes without leading zeros, as in `0:39`. */
function hours(start: string, end: string): string {
  const minutes = Math.floor((Date.parse(end) - Date.parse(start)) / 60_000);
  return `${Math.floor(minutes / 60)}:${minutes % 60}`;
}
