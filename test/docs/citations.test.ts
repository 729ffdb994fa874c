import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './code-blocks';
import { repositoryFiles } from './repository-files';

const PAGES = 'docs/services';

/** `signl4.md §1.3 to §1.6`, `signl4.md §6, 14` (row 14 of a table in §6), `signl4.md appendix B`. */
const CITATION =
  /([\w-]+\.md),? ((?:§\d[\d.]*[a-z]?|appendix [A-Z])(?:(?:, | and | to )(?:§\d[\d.]*[a-z]?|\d+))*)/g;
const STANDARD = /\b(?:RFC \d+|ECMA-\d+),? §[\d.]+(?:(?:, | and | to )§[\d.]+)*/g;
const BARE = /.{0,30}(§\d(?:[\d.]*\d)?[a-z]?(?:, \d+)?).{0,10}|.{0,30}\bspec,? appendix.{0,10}/g;

/** Citations may continue on the next line of a comment. */
function textOf(file: string): string {
  const text = readFileSync(join(repository, file), 'utf8');
  return text.replaceAll(/\r?\n[ \t]*(?:\*(?!\/)|\/\/)?[ \t]*/g, ' ');
}

/** The text below each numbered heading, subsections included. */
function sectionsOf(page: string): Map<string, string> {
  const markdown = readFileSync(join(repository, PAGES, page), 'utf8');
  const headings = markdown.matchAll(/^(#{2,}) (?:Appendix ([A-Z]):|(\d+(?:\.\d+)*[a-z]?)\.? )/gm);
  return new Map(
    [...headings].map(({ 0: heading, 1: level = '', 2: letter, 3: number, index }) => {
      const below = markdown.slice(index + heading.length);
      const end = below.search(new RegExp(`^#{2,${level.length}} `, 'm'));
      return [letter ? `appendix ${letter}` : `§${number}`, end < 0 ? below : below.slice(0, end)];
    }),
  );
}

const pages = new Map(readdirSync(join(repository, PAGES)).map((page) => [page, sectionsOf(page)] as const));

function unresolved(page: string, cited: string): string[] {
  const sections = pages.get(page);
  if (!sections) return [`${PAGES}/${page} does not exist`];
  let section = '';
  return cited.split(/, | and | to /).flatMap((part) => {
    const isRow = /^\d/.test(part);
    if (!isRow) section = part.replace(/\.$/, '');
    const text = sections.get(section);
    if (text === undefined) return [`${page} has no ${section}`];
    if (isRow && !new RegExp(`^\\| ${part} +\\|`, 'm').test(text))
      return [`${page} ${section} has no row ${part}`];
    return [];
  });
}

function problemsOf(file: string): string[] {
  const text = textOf(file);
  const broken = [...text.matchAll(CITATION)].flatMap(([, page, cited]) => unresolved(page!, cited!));
  const rest = text.replaceAll(CITATION, '').replaceAll(STANDARD, '');
  // A page may refer to its own sections by number only.
  const own = file.startsWith(`${PAGES}/`) ? file.slice(PAGES.length + 1) : undefined;
  const bare = [...rest.matchAll(BARE)].flatMap(([excerpt, section]) =>
    own && section ? unresolved(own, section) : [`no page named: ${excerpt.trim()}`],
  );
  return [...broken, ...bare].map((problem) => `${file}: ${problem}`);
}

const files = repositoryFiles(/\.(ts|mjs|md)$/).filter((file) => file !== 'test/docs/citations.test.ts');

test('every citation of a service page resolves to a section of it', () => {
  expect(files.flatMap(problemsOf)).toEqual([]);
});

const citing = (page: string) =>
  files.filter((file) => file.startsWith('nodes/') && textOf(file).includes(`${page} §`));

test.each([...pages.keys()])('the nodes cite %s', (page) => {
  expect(citing(page)).not.toEqual([]);
});

test('the nodes cite the pages in many places', () => {
  expect([...pages.keys()].flatMap(citing).length).toBeGreaterThan(40);
});
