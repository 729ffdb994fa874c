import type { GateReport } from './gate-package';

/** Formats a report as a table for the terminal: one row per check, with its further lines indented below. */
export function formatReport({ name, version, passed, checks }: GateReport): string {
  const width = Math.max(...checks.map((check) => check.name.length));
  const statusWidth = 'not run'.length;
  const indent = ' '.repeat(statusWidth + 2 + width + 2);
  const rows = checks.map((check) => {
    const detail = check.detail.trimEnd().replace(/\s*\n/g, `\n${indent}`);
    return `${check.status.padEnd(statusWidth)}  ${check.name.padEnd(width)}  ${detail}`.trimEnd();
  });
  const failed = checks.filter(({ status }) => status !== 'pass').length;
  const verdict = passed
    ? `all ${checks.length} checks passed`
    : `${failed} of ${checks.length} checks did not pass`;
  return [`${name} ${version}`, ...rows, `${name}: ${verdict}`].join('\n');
}
