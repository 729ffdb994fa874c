import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './code-blocks';
import { repositoryFiles } from './repository-files';

const withoutCode = (text: string) => text.replaceAll(/^ *```[^]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors that GitHub gives to the headings of a file. */
function anchors(markdown: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = readFileSync(markdown, 'utf8')
    .replaceAll(/^ *```[^]*?^ *```/gm, '')
    .matchAll(/^#{1,6} +(.+?) *$/gm);
  return new Set(
    [...headings].map(([, heading]) => {
      const plain = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\*\*|[*`]/g, '');
      const slug = plain
        .replaceAll(/(^|\s)_(.+?)_(?=\W|$)/g, '$1$2')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** Targets of links and pictures that lead somewhere in this repository. */
function relativeTargets(text: string): string[] {
  const found = [
    ...withoutCode(text).matchAll(
      /\]\(<?([^)\s>]+)[^)]*\)|(?:href|src|srcset)="([^"]+)"|^\[[^\]]+\]: *(\S+)/gm,
    ),
  ];
  return found
    .map(([, inline, html, reference]) => (inline ?? html ?? reference)!)
    .filter((target) => !/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target));
}

function brokenReason(from: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(repository, from) : join(repository, dirname(from), decodeURI(path));
  if (!existsSync(file)) return 'does not exist';
  const page = statSync(file).isDirectory() ? join(file, 'README.md') : file;
  if (!anchor || (page !== file && anchor === 'readme')) return undefined;
  return page.endsWith('.md') && !anchors(page).has(anchor) ? 'has no such heading' : undefined;
}

const files = repositoryFiles(/\.md$/);

test('there are pages to check', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'nodes/signl4/README.md']));
});

test.each(files)('every link within the repository resolves: %s', (file) => {
  const targets = relativeTargets(readFileSync(join(repository, file), 'utf8'));
  const broken = targets.flatMap((target) => {
    const reason = brokenReason(file, target);
    return reason ? [`${target} ${reason}`] : [];
  });
  expect(broken).toEqual([]);
});
