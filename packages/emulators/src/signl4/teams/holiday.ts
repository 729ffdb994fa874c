/** A day off of a team. V2.HolidayDetails */
export interface Holiday {
  day: number;
  month: number;
  repeating: boolean;
  /** `null` if it repeats. */
  year: number | null;
}
