import { join } from 'node:path';
import { RuleTester, type ESLint } from 'eslint';

const { rules } = require('@signalbox/eslint-rules') as Required<Pick<ESLint.Plugin, 'rules'>>;

const tester = new RuleTester();
const inTests = join(__dirname, 'some.test.ts');
const wrong = (...messageIds: string[]) => messageIds.map((messageId) => ({ messageId }));

tester.run('package-imports', rules['package-imports']!, {
  valid: [
    { code: "import '../emulators/request';", filename: inTests },
    { code: "import '@signalbox/http-core/webhook';", filename: inTests },
    {
      code: "import '@signalbox/http-core/internal/request/path';",
      filename: inTests,
      options: [{ internal: true }],
    },
  ],
  invalid: [
    {
      code: "import '../../packages/http-core/src/webhook';",
      filename: inTests,
      errors: [{ messageId: 'relative', data: { other: '@signalbox/http-core' } }],
    },
    {
      code: "export { a } from '../../nodes/signl4/nodes/api/signl4';",
      filename: inTests,
      errors: [{ messageId: 'relative', data: { other: 'n8n-nodes-signl4' } }],
    },
    { code: "require('../../credentials/src');", filename: inTests, errors: wrong('relative') },
    { code: "void import('../../packages/playground/src');", filename: inTests, errors: wrong('relative') },
    {
      code: "import '@signalbox/http-core/internal/request/path';",
      filename: inTests,
      errors: wrong('internal'),
    },
  ],
});

tester.run('zod-dialect', rules['zod-dialect']!, {
  valid: [
    { code: "import { z } from 'zod/v4';", options: ['zod/v4'] },
    { code: "import { z } from 'zod/v4-mini';", options: ['zod/v4-mini'] },
    { code: "import zoder from 'zoder';", options: ['zod/v4'] },
  ],
  invalid: [
    { code: "import { z } from 'zod';", options: ['zod/v4'], errors: wrong('dialect') },
    { code: "import { z } from 'zod/v4-mini';", options: ['zod/v4'], errors: wrong('dialect') },
    { code: "import { z } from 'zod/v4';", options: ['zod/v4-mini'], errors: wrong('dialect') },
  ],
});

tester.run('plain-comments', rules['plain-comments']!, {
  valid: [
    '/** Subscriber of an event, and where it lives. */',
    '// A sentence that goes on\n// What begins this line is only its second half.',
    "const text = 'nobody of its own';",
    '/**\n * Returns the id.\n * @returns whether it is known\n */',
  ],
  invalid: [
    { code: '/** What becomes of an attempt. */', errors: wrong('opening') },
    { code: '/**\n * Whether it is known.\n */', errors: wrong('opening') },
    { code: '// It has a name of its own.', errors: wrong('word') },
    { code: '// Kept for\n// ever.', errors: wrong('word') },
    { code: '/* Nobody shall wait in vain. */', errors: wrong('word', 'word', 'word') },
  ],
});

tester.run('test-titles', rules['test-titles']!, {
  valid: [
    "test('a duplicate is dropped', () => {});",
    "describe('andromeda', () => {});",
    "run('and more');",
  ],
  invalid: [
    { code: "test('and goes on', () => {});", errors: wrong('opening') },
    { code: "test.each([1])('that of %s', () => {});", errors: wrong('opening') },
    { code: 'it.only(`of ${1}`, () => {});', errors: wrong('opening') },
  ],
});
