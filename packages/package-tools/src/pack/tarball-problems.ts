import type { PackResult } from './create-tarball';

/** The files outside `dist` that a node package ships. */
const besideDist = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];

/** The required value of `files`; npm adds the other three files itself. */
const minimalFiles = ['CHANGELOG.md', 'dist'];

const distFile = /^dist\/.*\.(js|json|svg|png)$|^dist\/THIRD_PARTY_LICENSES\.txt$/;

/**
 * Checks a tarball for unexpected and missing files.
 *
 * @returns one sentence per problem
 */
export function tarballProblems({ files, manifest }: PackResult): string[] {
  const problems: string[] = [];
  const paths = files.map(({ path }) => path);

  if ([...(manifest.files ?? [])].sort().join() !== minimalFiles.join()) {
    problems.push('package.json "files" is not exactly ["dist", "CHANGELOG.md"]');
  }
  for (const path of besideDist) {
    if (!paths.includes(path)) problems.push(`${path} is missing`);
  }
  for (const path of paths) {
    if (besideDist.includes(path)) continue;
    if (path.startsWith('dist/known/')) {
      problems.push(`${path}: with dist/known n8n loads the package lazily and loses its version`);
    } else if (!distFile.test(path)) {
      problems.push(`${path} does not belong in the package`);
    }
  }
  if ('bin' in manifest)
    problems.push('package.json has "bin": a node package runs nothing but what n8n loads');
  return problems;
}
