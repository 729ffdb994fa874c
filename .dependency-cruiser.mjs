// Allowed imports between packages and folders. `npm run lint:imports` fails on any other, and on circular imports, even of types.

import { readdirSync } from 'node:fs';

const SERVICES = readdirSync(new URL('nodes/', import.meta.url)).filter((name) => !name.startsWith('.'));
const TOOLS = 'package-tools|package-gate|node-harness|conformance-kit|n8n-versions|eslint-rules';

/** Forbids imports. Paths are regular expressions; `$1` in `exceptTo` is the first group of `from`. */
const refuse = (name, comment, from, to, exceptTo) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to, ...(exceptTo && { pathNot: exceptTo }) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that import one another cannot be read, tested or moved separately.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    refuse(
      'core-imports-nothing',
      'http-core is at the bottom: it knows no service and no tool.',
      '^packages/http-core/',
      '^(nodes|credentials|test|packages)/',
      '^packages/http-core/',
    ),
    refuse(
      'credentials-import-core',
      'nodes → credentials → http-core',
      '^credentials/',
      '^(nodes|test|packages)/',
      '^packages/http-core/',
    ),
    refuse(
      'nodes-import-core-and-credentials',
      'nodes → credentials → http-core',
      '^nodes/',
      '^(test|packages)/',
      '^packages/http-core/',
    ),
    refuse(
      'nodes-stay-apart',
      'A node package is published on its own.',
      '^nodes/([^/]+)/',
      '^nodes/',
      '^nodes/$1/',
    ),
    refuse(
      'emulators-import-nothing',
      'A double that shares code with what it checks proves nothing.',
      '^packages/emulators/',
      '^(nodes|credentials|test|packages)/',
      '^packages/emulators/',
    ),
    refuse(
      'tools-import-no-node',
      'The tools work on the package in the folder that they are given.',
      `^packages/(${TOOLS})/`,
      '^(nodes|credentials|test|packages/(emulators|playground))/',
    ),
    refuse(
      'harness-imports-nothing',
      'The harness stands in for n8n, so it must not share code with the nodes.',
      '^packages/node-harness/',
      '^packages/',
      '^packages/node-harness/',
    ),
    refuse(
      'kit-judges-independently',
      'The conformance kit states its demands in its own types.',
      '^packages/conformance-kit/',
      '^packages/(http-core|emulators)/',
    ),
    ...SERVICES.map((service) =>
      refuse(
        `tests-of-${service}-stay-apart`,
        'A test of more than one service belongs outside their folders.',
        `^test/${service}/`,
        `^(test|nodes)/(${SERVICES.filter((other) => other !== service).join('|')})/`,
      ),
    ),
  ],
  options: {
    includeOnly: '^(packages|nodes|credentials|test)/',
    exclude: '(^|/)(node_modules|dist|fixtures)/',
    doNotFollow: 'node_modules',
    // Include imports of types.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
