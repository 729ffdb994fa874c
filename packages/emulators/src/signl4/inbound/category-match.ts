import type { Category } from '../model';

/** Whether the keywords of a category are in a text, and none that excludes it. */
export function categoryMatches(category: Category, text: string): boolean {
  const haystack = text.toLowerCase();
  const has = (keyword: string) => keyword.trim() !== '' && haystack.includes(keyword.trim().toLowerCase());
  if (category.keywords.length === 0 || category.keywordsExcluded.some(has)) return false;
  return category.keywordMatching === 1 ? category.keywords.every(has) : category.keywords.some(has);
}
