import { randomUUID } from 'node:crypto';

/** Different alert IDs in the form that SIGNL4 gives them (signl4.md §1.10). */
export function alertIds(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `${2518236416804564453n + BigInt(index)}_${randomUUID()}`,
  );
}
