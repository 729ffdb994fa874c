/** Time that a user spent on duty in a team, as a row of the duty report. */
export interface Shift {
  teamId: string;
  userId: string;
  start: string;
  /** `null` while it lasts. */
  end: string | null;
}

/** Shifts and duty periods of the seed: who is on duty came on duty when the emulator started. */
export function seededShifts(
  duties: Iterable<{ teamId: string; userId: string; dutyMode: number }>,
  start: string,
): Shift[] {
  return [...duties]
    .filter(({ dutyMode }) => dutyMode !== 0)
    .map(({ teamId, userId }) => ({ teamId, userId, start, end: null }));
}
