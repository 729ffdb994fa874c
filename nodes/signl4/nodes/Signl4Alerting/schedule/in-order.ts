import { InvalidParameterError } from '@signalbox/http-core/errors';

/** @throws InvalidParameterError unless the start, an ISO 8601 time in UTC, is before the end */
export function assertInOrder(
  { start, end }: { start: string; end: string },
  [startLabel, endLabel]: readonly [string, string] = ['Start', 'End'],
): void {
  if (Date.parse(start) < Date.parse(end)) return;
  throw new InvalidParameterError(
    `"${endLabel}" must be after "${startLabel}" (from ${start} to ${end})`,
    'Correct one of the two times.',
  );
}
