import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  ERROR_CODES,
  INVALID_PARAMETER,
  MAYBE_APPLIED,
  errorCode,
} from '@signalbox/http-core/internal/errors/error-codes';

const page = readFileSync(join(__dirname, '../../../docs/error-codes.md'), 'utf8');

test('docs/error-codes.md has one row for each error code, and no other code', () => {
  const rows = [...page.matchAll(/^\| `(SBX_\w+)`\s*\|/gm)].map(([, code]) => code);
  expect(rows).toEqual([...Object.values(ERROR_CODES), MAYBE_APPLIED, INVALID_PARAMETER]);
});

test('docs/error-codes.md mentions no code that does not exist', () => {
  const known = new Set<string>([...Object.values(ERROR_CODES), MAYBE_APPLIED, INVALID_PARAMETER]);
  expect([...page.matchAll(/SBX_\w+/g)].map(([code]) => code).filter((code) => !known.has(code))).toEqual([]);
});

test('no two errors share a code', () => {
  const codes = [...Object.values(ERROR_CODES), MAYBE_APPLIED, INVALID_PARAMETER];
  expect(new Set(codes).size).toBe(codes.length);
});

test('a change that may have been applied has a code of its own, a read has not', () => {
  const timeout = { kind: 'timeout', applied: 'maybe' } as const;
  expect(errorCode(timeout, true)).toBe('SBX_MAYBE_APPLIED');
  expect(errorCode(timeout)).toBe('SBX_TIMEOUT');
  expect(errorCode({ ...timeout, applied: 'no' }, true)).toBe('SBX_TIMEOUT');
});
