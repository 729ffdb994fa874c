/** disruptive-technologies.md §2f. */
export function errorBody(status: number, error: string): Record<string, unknown> {
  return { error, code: status, help: `https://docs.d21s.com/error/#${status}` };
}
