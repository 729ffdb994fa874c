/**
 * Shortens a text to a number of characters, counted as code points, as Ruby on data.world's side counts
 * (dataworld-sentry.md §8). What is left out is marked by an ellipsis. What a reader takes for one character (an emoji
 * of several parts, a letter with combining marks) is kept or left out as a whole.
 */
export function shorten(text: string, max: number): string {
  const points = [...text];
  if (points.length <= max) return text;
  // The ellipsis takes one.
  const room = max - 1;
  let kept = '';
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(points.slice(0, max).join(''))) {
    length += [...segment].length;
    if (length > room) break;
    kept += segment;
  }
  // A single character may consist of more marks than there is room for.
  return `${(kept === '' ? points.slice(0, room).join('') : kept).trimEnd()}…`;
}
