import { randomUUID } from 'node:crypto';

/** `DateTime.MaxValue.Ticks`. signl4.md §1.10: ids begin with this minus the ticks of the creation. */
const MAX_TICKS = 3_155_378_975_999_999_999n;

/** An id of an event, alert or annotation: sorted as text, the newest comes first. */
export function recordId(creationTicks: bigint, guid: string = randomUUID()): string {
  return `${String(MAX_TICKS - creationTicks).padStart(19, '0')}_${guid}`;
}

/** The .NET ticks at which a record was created, from its id; `undefined` if that is no such id. */
export function creationTicks(id: string): bigint | undefined {
  const match = /^(\d{19})_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(id);
  return match ? MAX_TICKS - BigInt(match[1]!) : undefined;
}
