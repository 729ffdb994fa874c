import type { Category } from '../model';

/** True if a text has the keywords of a category and none that excludes it. */
export function categoryMatches(category: Category, text: string): boolean {
  const haystack = text.toLowerCase();
  const has = (keyword: string) => keyword.trim() !== '' && haystack.includes(keyword.trim().toLowerCase());
  if (category.keywords.length === 0 || category.keywordsExcluded.some(has)) return false;
  return category.keywordMatching === 1 ? category.keywords.every(has) : category.keywords.some(has);
}
