/**
 * Shortens a text to a number of code points, which is how Ruby counts characters on data.world's side
 * (dataworld-sentry.md §8), and ends it with an ellipsis. Never splits a grapheme, such as an emoji of several parts or
 * a letter with combining marks.
 */
export function shorten(text: string, max: number): string {
  const points = [...text];
  if (points.length <= max) return text;
  // Leaves room for the ellipsis.
  const room = max - 1;
  let kept = '';
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(points.slice(0, max).join(''))) {
    length += [...segment].length;
    if (length > room) break;
    kept += segment;
  }
  // A single grapheme may be longer than the room.
  return `${(kept === '' ? points.slice(0, room).join('') : kept).trimEnd()}…`;
}
