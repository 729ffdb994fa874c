import type { FaultMatch } from './conformance-subject';

/** Returns true for a request of the operation, false for a login. `path` may have a query. */
export function isOwn(request: { method: string; path: string }, match: FaultMatch | undefined): boolean {
  if (match?.method && match.method.toUpperCase() !== request.method) return false;
  if (match?.path === undefined) return true;
  if (match.path instanceof RegExp) return match.path.test(request.path);
  const path = request.path.split('?', 1)[0]!;
  return path === match.path || path.startsWith(`${match.path}/`);
}
