/** Common fields for error messages, in order of preference; data.world documents none (dataworld-sentry.md §4). */
const FIELDS = ['error', 'errors', 'message', 'details'];

/** Maximum nesting of an error, such as `{"errors": {"state": ["is not valid"]}}`. */
const MAX_DEPTH = 3;

/** Extracts data.world's explanation from an error body of any shape. */
export function explain(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const told = FIELDS.map((field) => wordsIn((body as Record<string, unknown>)[field]));
  return told.find((words) => words !== '');
}

function wordsIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return '';
  const words = Object.entries(value).map(([name, inner]) => {
    const said = wordsIn(inner, depth + 1);
    return said === '' || Array.isArray(value) ? said : `${name} ${said}`;
  });
  return words.filter((each) => each !== '').join(', ');
}
