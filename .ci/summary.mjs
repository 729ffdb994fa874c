// Counts what the steps of the run have written, and fails when something is missing: a step that did not run is no success.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Of the report of a failed test; the rest stands where it ran. */
const SHOWN_LINES = 20;

const rows = [
  ...['unit', 'conformance', 'versions', 'e2e'].map((name) => jestRow(name, `test/results/${name}.json`)),
  ...packages().map((dir) => gateRow(dir)),
];

for (const { name, passed, failed, skipped, note } of rows) {
  const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  console.log(`${name.padEnd(34)} ${counts}${note ? `  (${note})` : ''}`);
}

for (const { name, failures = [] } of rows) {
  for (const failure of failures) console.log(`\nFAILED (${name}): ${failure}`);
}

const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const skipped = sum('skipped');
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (sum('failed') > 0) process.exitCode = 1;

/** Result of a jest run with --json. A suite that could not even start counts as a failure. */
function jestRow(name, file) {
  if (!existsSync(file)) return missing(name, `${file} was not written`);
  const result = JSON.parse(readFileSync(file, 'utf8'));
  if (result.numTotalTests === 0) return missing(name, 'no test was found');
  return {
    name: `${name} tests`,
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: result.testResults.flatMap(jestFailures),
  };
}

/** Lists the failures of a test file: CI often keeps only the end of a log, where the summary is. */
function jestFailures({ name, status, message, assertionResults }) {
  const file = relative('.', name);
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${file}\n${firstLines(message)}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}\n${firstLines(failureMessages.join('\n'))}`,
  );
}

function firstLines(text) {
  return stripVTControlCharacters(text).split('\n').slice(0, SHOWN_LINES).join('\n');
}

/** Result of `package-gate --report`. */
function gateRow(dir) {
  const file = `${dir}/gate-report.json`;
  if (!existsSync(file)) return missing(`gate of ${dir}`, 'no report was written');
  const { name, checks } = JSON.parse(readFileSync(file, 'utf8'));
  const passed = checks.filter(({ status }) => status === 'pass').length;
  const failures = checks.filter(({ status }) => status !== 'pass').map((check) => JSON.stringify(check));
  return { name: `gate of ${name}`, passed, failed: checks.length - passed, skipped: 0, failures };
}

function packages() {
  return readdirSync('nodes')
    .map((name) => `nodes/${name}`)
    .filter((dir) => existsSync(`${dir}/package.json`));
}

function missing(name, note) {
  return { name, passed: 0, failed: 1, skipped: 0, note };
}
