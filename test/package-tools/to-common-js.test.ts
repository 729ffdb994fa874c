import { compileFunction } from 'node:vm';
import { assertAcyclicChunks } from '@signalbox/package-tools/internal/bundle/assert-acyclic-chunks';
import { toCommonJs } from '@signalbox/package-tools/internal/bundle/to-common-js';

const convert = (code: string, labels: Record<string, string> = {}): string =>
  toCommonJs(code, new Map(Object.entries(labels)));

test('imports become one destructured require per module, and the exports end the file', () => {
  const code = [
    'import {',
    '  call,',
    '  string as string2',
    '} from "./core.js";',
    '',
    '// ../../lib/one.ts',
    'import { createHash } from "node:crypto";',
    'var one = () => call(createHash);',
    '',
    '// ../../lib/two.ts',
    'import * as workflow from "n8n-workflow";',
    'import { createHash as createHash2 } from "node:crypto";',
    'var two = () => string2(createHash2, workflow.sleep);',
    'export {',
    '  one,',
    '  two as other',
    '};',
    '',
  ].join('\n');
  expect(convert(code, { '../../lib/one.ts': 'lib/one.ts', '../../lib/two.ts': 'lib/two.ts' })).toBe(
    [
      '"use strict";',
      'const { call, string: string2 } = require("./core.js");',
      'const { createHash, createHash: createHash2 } = require("node:crypto");',
      'const workflow = require("n8n-workflow");',
      '',
      '// lib/one.ts',
      'var one = () => call(createHash);',
      '',
      '// lib/two.ts',
      'var two = () => string2(createHash2, workflow.sleep);',
      '',
      'module.exports = { one, other: two };',
      '',
    ].join('\n'),
  );
});

test('a module without code has no heading', () => {
  const code =
    '// a.ts\nimport { x } from "./c.js";\n\n// b.ts\nvar b = x;\n\n// c.ts\nimport "./d.js";\nexport { b };\n';
  expect(convert(code, { 'a.ts': 'a.ts', 'b.ts': 'b.ts', 'c.ts': 'c.ts' })).toBe(
    '"use strict";\nconst { x } = require("./c.js");\nrequire("./d.js");\n\n// b.ts\nvar b = x;\n\nmodule.exports = { b };\n',
  );
});

test('text that only looks like an import, an export or an empty module stays', () => {
  const code =
    'var text = `\n// a.ts\nimport { x } from "y";\n\n\n\nexport { z };\n`;\nvar own = { text };\nexport { own };\n';
  const commonJs = { exports: {} as { own?: unknown } };
  compileFunction(convert(code), ['module'])(commonJs);
  expect(commonJs.exports.own).toEqual({
    text: '\n// a.ts\nimport { x } from "y";\n\n\n\nexport { z };\n',
  });
});

test('long lists of names are wrapped', () => {
  const names = Array.from({ length: 200 }, (_, index) => `name${index}`);
  const lines = convert(
    `import { ${names.join(', ')} } from "./a.js";\nexport { ${names.join(', ')} };\n`,
  ).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(112);
  expect(lines.length).toBeLessThan(60);
  const commonJs = { exports: {} };
  const values = Object.fromEntries(names.map((name, index) => [name, index]));
  compileFunction(lines.join('\n'), ['module', 'require'])(commonJs, () => values);
  expect(commonJs.exports).toEqual(values);
});

test.each([
  ['assigned', 'count = 1;'],
  ['counted up', 'count++;'],
  ['added to', 'count += 1;'],
  ['assigned with others', '[{ a: count = 2 }] = [{}];'],
  ['assigned in a short form', '({ count } = {});'],
  ['assigned by a loop', 'for (count of []);'],
])('an export that is %s is refused', (_, change) => {
  const code = (statement: string) =>
    `var count = 0;\nfunction next() {\n  ${statement}\n}\nexport { count as total, next };\n`;
  expect(() => convert(code(change))).toThrow('"count" is used by several nodes and changes');
  expect(convert(code('count.total = { count }; ~count;'))).toContain('total: count');
});

test.each([
  ['import crypto from "node:crypto";', 'The default export of "node:crypto" is imported'],
  ['import { default as crypto } from "node:crypto";', 'The default export of "node:crypto" is imported'],
  ['export * from "node:crypto";', 'This export cannot be bundled: export * from "node:crypto";'],
  ['export { sign } from "node:crypto";', 'This export cannot be bundled'],
  ['export default 1;', 'This export cannot be bundled'],
  ['export var a = 1;', 'This export cannot be bundled'],
])('%s is refused', (code, message) => {
  expect(() => convert(code)).toThrow(message);
});

test.each(['var module = 1;', 'let a = 1, exports = a;', 'function require() {\n}', 'class module {\n}'])(
  'a name that CommonJS has for itself cannot be declared: %s',
  (code) => {
    expect(() => convert(code)).toThrow('CommonJS has it for itself');
    expect(convert(`function inner() {\n  ${code}\n}`)).toContain(code);
  },
);

describe('files of a bundle that import one another', () => {
  const output = (
    ...imports: { path: string; kind?: 'import-statement' | 'dynamic-import'; external?: boolean }[]
  ) => ({
    bytes: 0,
    exports: [],
    inputs: {},
    imports: imports.map(({ kind = 'import-statement' as const, ...rest }) => ({ kind, ...rest })),
  });

  test('chunks that import one another are refused by name', () => {
    const outputs = {
      'entry.js': output({ path: 'a.js' }),
      'a.js': output({ path: 'b.js' }),
      'b.js': output({ path: 'c.js' }, { path: 'a.js' }),
      'c.js': output(),
    };
    expect(() => assertAcyclicChunks(outputs)).toThrow(
      'Files of the bundle import one another: a.js -> b.js -> a.js',
    );
  });

  test('chunks that share an import, import dynamically or import externals are accepted', () => {
    const outputs = {
      'entry.js': output({ path: 'a.js' }, { path: 'b.js' }),
      'a.js': output({ path: 'b.js' }),
      'b.js': output({ path: 'a.js', kind: 'dynamic-import' }, { path: 'entry.js', external: true }),
    };
    expect(() => assertAcyclicChunks(outputs)).not.toThrow();
  });
});

test('comments of class members are dropped, as esbuild drops all others', () => {
  const code = `var Lamp = class {
  /** Volts. */
  volts = 12;
  // Slow.
  light() {
  }
};
export { Lamp };
`;
  expect(toCommonJs(code, new Map())).toBe(`"use strict";

var Lamp = class {
  volts = 12;
  light() {
  }
};

module.exports = { Lamp };
`);
});
