/** A calendar month (UTC) that a report is about. */
export interface Month {
  year: number;
  month: number;
}

/** The month of a date of the service. */
export function monthOf(date: string): Month {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) };
}

/** True if a date of the service is in the month. */
export function isIn({ year, month }: Month, date: string): boolean {
  const other = monthOf(date);
  return other.year === year && other.month === month;
}

/** The month in the name of a report, such as `2025_1_ShiftReport.csv`; `undefined` for another name. */
export function monthOfFile(fileName: string, report: string): Month | undefined {
  const match = new RegExp(`^(\\d{4})_(\\d{1,2})_${report}\\.csv$`, 'i').exec(fileName);
  const month = Number(match?.[2]);
  return month >= 1 && month <= 12 ? { year: Number(match?.[1]), month } : undefined;
}
