const STEP = 1024;

/**
 * The size of a file as Chronos writes it: a text with all decimals, such as "206.2080078125 KB" for 211,157 bytes.
 * @param unit KB always, or the largest unit that is not larger than the file (assumption T36)
 */
export function sizeText(bytes: number, unit: 'KB' | 'scaled'): string {
  if (unit === 'scaled' && bytes >= STEP ** 3) return `${bytes / STEP ** 3} GB`;
  if (unit === 'scaled' && bytes >= STEP ** 2) return `${bytes / STEP ** 2} MB`;
  return `${bytes / STEP} KB`;
}
