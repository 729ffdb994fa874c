/** A text that can be percent-encoded: halves of an emoji, left by a cut in the middle of it, are replaced. */
export function replaceBroken(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
