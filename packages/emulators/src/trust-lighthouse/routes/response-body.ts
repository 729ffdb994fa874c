/** Form of most responses of Chronos. trust-lighthouse.md §4. */
export function responseBody(code: number, resource: string, data: unknown, message: string) {
  return { code, resource, data, message };
}
