import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

interface Manifest {
  author: { name: string; email: string };
  homepage: string;
  repository: { url: string };
  bugs: { url: string };
}

const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

const { author, repository, bugs } = manifest('.');
const page = repository.url.replace(/\.git$/, '');

const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => /\.(md|json|ts|mjs|cjs|js|yml|tpl)$/.test(file) && existsSync(join(root, file)));

test.each(files.filter((file) => /^nodes\/[^/]+\/package\.json$/.test(file)))(
  '%s has the author, the repository and the home page of the root package.json',
  (file) => {
    const folder = file.slice(0, -'/package.json'.length);
    expect(manifest(folder)).toMatchObject({
      author,
      repository: { url: repository.url },
      homepage: `${page}/tree/main/${folder}#readme`,
    });
  },
);

test('issues are reported in the repository', () => {
  expect(bugs.url).toBe(`${page}/issues`);
});

test('every other file names the repository and the contact of the root package.json', () => {
  const others = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const named = [
      ...(text.match(/https:\/\/github\.com\/[\w-]+\/signalbox(?![\w-])/g) ?? []),
      ...(text.match(/\bmaintainers@[\w.-]+\w/g) ?? []),
    ];
    return named
      .filter((address) => ![page, author.email].includes(address))
      .map((address) => [file, address]);
  });
  expect(others).toEqual([]);
});
