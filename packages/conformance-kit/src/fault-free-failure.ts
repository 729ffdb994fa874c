import type { Attempt } from './attempt';
import { keyOf, type SubjectOperation } from './conformance-subject';

/** Says why an operation cannot be judged: it fails with nothing in its way. `undefined` if it succeeds. */
export function faultFreeFailure(operation: SubjectOperation, { run }: Attempt): string | undefined {
  if (run.status === 'success') return undefined;
  const key = keyOf(operation);
  return `${key} fails against the emulator without any fault: ${run.error?.message ?? run.status}. Correct its example, what prepare() makes for it, the emulator or the operation; until then its other tests check nothing`;
}
