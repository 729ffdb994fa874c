/**
 * A URL for logs and pages: origin and first path segment. What follows (an unguessable webhook path, a token in
 * the query) may be all the protection that the receiver has.
 */
export function maskUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return '(invalid URL)';
  }
  const [first, ...rest] = parsed.pathname.split('/').filter((segment) => segment !== '');
  // A lone segment may be the secret itself.
  const path = rest.length > 0 ? `/${first}/***` : first === undefined ? '/' : '/***';
  return `${parsed.protocol}//${parsed.host}${path}${parsed.search === '' ? '' : '?***'}`;
}
