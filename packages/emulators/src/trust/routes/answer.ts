/** What most answers of Chronos look like. Trust spec §4. */
export function answer(code: number, resource: string, data: unknown, message: string) {
  return { code, resource, data, message };
}
