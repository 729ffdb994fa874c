// Runs in a separate process: n8n's scanner is an ES module, prints to the console, and leaves temporary folders behind.
// Arguments: the path of the scanner, the folder, and the file patterns as JSON, or the name of the scanner's own list.
// Prints one JSON object: { passed, message, details, linted }.
import { createRequire } from 'node:module';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Eslint from 'eslint';

const [scannerPath = '', dir = '', patternArgument = ''] = process.argv.slice(2);
const scanner = (await import(pathToFileURL(scannerPath).href)) as {
  analyzePackage: (
    dir: string,
    patterns: string[],
  ) => Promise<{ passed: boolean; message?: string; details?: string }>;
  buildScanConfig: () => Promise<object[]>;
  SOURCE_FILE_PATTERNS: string[];
};
const patterns =
  patternArgument === 'source' ? scanner.SOURCE_FILE_PATTERNS : (JSON.parse(patternArgument) as string[]);

// The scanner reports "passed" if it finds no file, so ask its ESLint which files have rules.
const require = createRequire(scannerPath);
const { ESLint } = require('eslint') as typeof Eslint;
const glob = require('fast-glob') as { sync: (patterns: string[], options: object) => string[] };
const eslint = new ESLint({
  cwd: dir,
  allowInlineConfig: false,
  overrideConfigFile: true,
  overrideConfig: (await scanner.buildScanConfig()) as never,
});
const linted: string[] = [];
for (const file of glob.sync(patterns, { cwd: dir, absolute: true, ignore: ['node_modules/**'] })) {
  const config = (await eslint.calculateConfigForFile(file)) as { rules?: object } | undefined;
  if (Object.keys(config?.rules ?? {}).length > 0) linted.push(relative(dir, file).split(sep).join('/'));
}

const { passed, message, details } = await scanner.analyzePackage(dir, patterns);
process.stdout.write(JSON.stringify({ passed, message, details, linted }));
