/** The names that differ least from a wrong one, for an error: "nearest: channel". Empty if there are none. */
export function nearest(wrong: string, names: Iterable<string>): string {
  const [best] = [...names]
    .map((name) => ({ name, edits: editsBetween(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best ? `; the nearest is "${best.name}"` : '';
}

/** Levenshtein distance: insertions, deletions and replacements. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
