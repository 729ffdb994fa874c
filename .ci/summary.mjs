// Counts what the steps of the run have written, and fails when something is missing: a step that did not run is no success.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const rows = [
  ...['unit', 'conformance', 'e2e'].map((name) => jestRow(name, `test/results/${name}.json`)),
  ...packages().map((dir) => gateRow(dir)),
];

for (const { name, passed, failed, skipped, note } of rows) {
  const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  console.log(`${name.padEnd(34)} ${counts}${note ? `  (${note})` : ''}`);
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
  };
}

/** Result of `package-tools gate --report`. */
function gateRow(dir) {
  const file = `${dir}/gate-report.json`;
  if (!existsSync(file)) return missing(`gate of ${dir}`, 'no report was written');
  const { name, checks } = JSON.parse(readFileSync(file, 'utf8'));
  const passed = checks.filter(({ status }) => status === 'pass').length;
  return { name: `gate of ${name}`, passed, failed: checks.length - passed, skipped: 0 };
}

function packages() {
  return readdirSync('nodes')
    .map((name) => `nodes/${name}`)
    .filter((dir) => existsSync(`${dir}/package.json`));
}

function missing(name, note) {
  return { name, passed: 0, failed: 1, skipped: 0, note };
}
