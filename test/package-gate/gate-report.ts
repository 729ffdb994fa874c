import { gatePackage, type GateReport } from '@signalbox/package-gate';
import { copyFixture, type FixtureCopy } from '../package-tools/copy-fixture';

/** The checks that take seconds: they start n8n's linters, or measure. */
export const slow = [
  'n8n-node lint, strict',
  "n8n's scanner: sources",
  "n8n's scanner: tarball",
  'cost of loading',
];

/** All other checks, except the two steps that always run. */
export const quick = [
  'no runtime dependencies',
  'optional peer',
  'peer dependency',
  'repository without a directory',
  'keyword',
  'contents of the tarball',
  'size',
  'file count',
  'licence',
  'icons',
  'codex',
  'output schemas',
  'usable as tool',
  'readme',
  'examples',
];

/** The names of the checks that did not pass. */
export const failed = ({ checks }: GateReport): string[] =>
  checks.flatMap(({ name, status }) => (status === 'pass' ? [] : [name]));

/** Detail of a check in the report. */
export const detailOf = ({ checks }: GateReport, name: string): string =>
  checks.find((check) => check.name === name)?.detail ?? '';

/** Gates a changed copy of the good package, with some of the checks. */
export const gateWith = (
  change: (fixture: FixtureCopy) => void,
  only: readonly string[],
): Promise<GateReport> => {
  const fixture = copyFixture();
  change(fixture);
  return gatePackage(fixture.dir, { only });
};
