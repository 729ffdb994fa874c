// Allowed imports between packages and folders. `npm run lint:imports` fails on any other, and on circular imports, even of types.

import { readdirSync } from 'node:fs';

const SERVICES = readdirSync(new URL('nodes/', import.meta.url)).filter((name) => !name.startsWith('.'));
const TOOLS = 'workbench|package-tools|package-gate|node-harness|conformance-kit|n8n-versions|eslint-rules';

/** The rooms of the webhook side. Each may import those after it: a delivery passes through them in this order. */
const WEBHOOK_ROOMS = ['subscribe', 'verify', 'receive', 'dedupe', 'state'];

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
    ...WEBHOOK_ROOMS.slice(1).map((room, index) =>
      refuse(
        `webhook-${room}`,
        WEBHOOK_ROOMS.join(' → '),
        `^packages/http-core/src/webhook/${room}/`,
        `^packages/http-core/src/webhook/(index|(${WEBHOOK_ROOMS.slice(0, index + 1).join('|')})/)`,
      ),
    ),
    refuse(
      'workarounds-import-platform',
      'A workaround for n8n can be removed without touching the rooms that it does not know.',
      '^packages/http-core/src/n8n-workarounds/',
      '^packages/http-core/src/',
      '^packages/http-core/src/(n8n-workarounds|platform)/',
    ),
    refuse(
      'credentials-import-core',
      'nodes → credentials → http-core',
      '^credentials/',
      '^(nodes|test|packages)/',
      '^packages/http-core/',
    ),
    refuse(
      'credentials-token',
      'schemes → token → check',
      '^credentials/src/token/',
      '^credentials/src/',
      '^credentials/src/(token|check)/',
    ),
    refuse(
      'credentials-check',
      'schemes → token → check',
      '^credentials/src/check/',
      '^credentials/src/',
      '^credentials/src/check/',
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
      'emulated-services-stay-apart',
      'Services share the kit only.',
      `^packages/emulators/src/(${SERVICES.join('|')})/`,
      `^packages/emulators/src/(?!kit/)`,
      '^packages/emulators/src/$1/',
    ),
    refuse(
      'kit-knows-no-service',
      'The kit of the emulators serves every service.',
      '^packages/emulators/src/kit/',
      `^packages/emulators/src/(${SERVICES.join('|')}|cli)/`,
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
