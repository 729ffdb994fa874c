import type { Manifest } from '@signalbox/package-tools';
import type { Check } from '../check';

const check = (name: string, detail: string, problemsOf: (manifest: Manifest) => string[]): Check => ({
  name,
  needs: 'sources',
  run: ({ nodePackage: { manifest } }) => ({ problems: problemsOf(manifest), detail }),
});

const keyword = 'n8n-community-node-package';

/** n8n verifies no package with runtime dependencies: n8n Cloud does not install them. */
export const noDependencies = check('no runtime dependencies', 'none', (manifest) =>
  ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies'].flatMap((field) => {
    const value = manifest[field];
    const names = Array.isArray(value) ? value : Object.keys((value as object | undefined) ?? {});
    return names.length > 0 ? [`package.json has ${field}: ${names.join(', ')}`] : [];
  }),
);

/**
 * n8n supplies n8n-workflow. The peer must be optional because npm installs any other one: a manual install would take minutes and a
 * compiler, for a copy that n8n never loads.
 */
export const optionalPeer = check(
  'optional peer',
  'npm installs nothing with it',
  ({ peerDependenciesMeta = {} }) =>
    peerDependenciesMeta['n8n-workflow']?.optional === true
      ? []
      : ['package.json lacks peerDependenciesMeta { "n8n-workflow": { "optional": true } }'],
);

/** The one package that n8n allows as a peer. */
export const onlyPeer = check('peer dependency', 'n8n-workflow *', ({ peerDependencies = {} }) =>
  JSON.stringify(peerDependencies) === '{"n8n-workflow":"*"}'
    ? []
    : [`peerDependencies are ${JSON.stringify(peerDependencies)}, not {"n8n-workflow":"*"}`],
);

/** n8n is about to refuse packages with "repository.directory". */
export const noRepositoryDirectory = check(
  'repository without a directory',
  'as n8n wants it',
  ({ repository }) =>
    typeof repository === 'object' && repository.directory !== undefined
      ? ['package.json has "repository.directory"; let "homepage" point at the folder instead']
      : [],
);

/** n8n finds community packages by this keyword. */
export const hasKeyword = check('keyword', keyword, ({ keywords = [] }) =>
  keywords.includes(keyword) ? [] : [`package.json lacks the keyword ${keyword}`],
);
