/** One table: all cells as they are shown. */
export interface Table {
  /** Caption, if the section has several tables. */
  caption?: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Result of one benchmark. */
export interface Section {
  title: string;
  /** Method, so that a reader can judge the figures; one paragraph per entry. */
  method: readonly string[];
  tables: readonly Table[];
  /** Wrong results, such as an item that was lost; each makes the run fail. Slow ones are no problem of this kind. */
  problems: readonly string[];
}

/** Table cell that tells if a figure meets its bar. */
export function verdict(holds: boolean): string {
  return holds ? 'holds' : 'misses';
}
