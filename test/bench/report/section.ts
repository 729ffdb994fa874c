/** One table: all cells as they are shown. */
export interface Table {
  /** What it is about, if the section has several. */
  caption?: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** What one benchmark found out. */
export interface Section {
  title: string;
  /** What was done, so that a reader can judge the figures; one paragraph each. */
  method: readonly string[];
  tables: readonly Table[];
  /** Wrong results, such as an item that was lost; each makes the run fail. Slow ones are no problem of this kind. */
  problems: readonly string[];
}

/** Whether a figure keeps to its bar, as a cell. */
export function verdict(holds: boolean): string {
  return holds ? 'holds' : 'misses';
}
