/** At the end of the name of what is registered for a wait. */
const DEADLINE = / until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/**
 * Name of something that is registered at a service for a wait only. It carries the deadline, so that anyone who finds it
 * afterwards knows that it can go.
 *
 * @param until `undefined` for a wait without an end
 */
export function nameWithDeadline(name: string, until: Date | undefined): string {
  return until ? `${name} until ${until.toISOString()}` : name;
}

/**
 * Deadline in the name of something that was registered for a wait.
 *
 * @returns milliseconds since 1970; `undefined` for any other name
 */
export function deadlineIn(name: string, prefix: string): number | undefined {
  const [, until] = (name.startsWith(prefix) && DEADLINE.exec(name)) || [];
  return until === undefined ? undefined : Date.parse(until);
}
