import { manualClock } from '@signalbox/emulators';
import { creationTicks, recordId } from '@signalbox/emulators/signl4';
import { dateOfTicks, normalDate, TickSource, ticksOf } from '@signalbox/emulators/internal/signl4/ticks';

describe('ids by inverted ticks (signl4.md §1.10)', () => {
  // Samples of the vendor: the event precedes its alert by about 0.2 s, and the escalation came after 120 s.
  it.each([
    ['2518236416806594587_0e67b746-6c88-4ddf-8872-99690b0457d9', '2020-01-10T12:25:19.3405412Z'],
    ['2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2', '2020-01-10T12:25:19.5435546Z'],
    ['2518783235949759942_fbc7b4a4-badd-47b8-9e1d-702fb6a1a0b2', '2018-04-17T15:00:05.0240057Z'],
  ])('reads and writes %s', (id, date) => {
    const ticks = creationTicks(id)!;
    expect(dateOfTicks(ticks)).toBe(date);
    expect(recordId(ticks, id.slice(20))).toBe(id);
  });

  it('sorts the newest first as text, however many fall into one millisecond', () => {
    const clock = manualClock();
    const ticks = new TickSource(clock);
    const ids = Array.from({ length: 50 }, (_, index) => {
      if (index % 10 === 0) clock.advance(1);
      return recordId(ticks.next());
    });
    expect([...ids].sort()).toEqual([...ids].reverse());
    expect(new Set(ids).size).toBe(50);
  });

  it('does not take anything else for an id', () => {
    expect(creationTicks('251823641680659458_0e67b746-6c88-4ddf-8872-99690b0457d9')).toBeUndefined();
    expect(creationTicks('0e67b746-6c88-4ddf-8872-99690b0457d9')).toBeUndefined();
  });
});

describe('dates', () => {
  it('have seven fraction digits and a Z', () => {
    expect(dateOfTicks(ticksOf(Date.UTC(2026, 0, 5, 8, 0, 0, 120)) + 34n)).toBe(
      '2026-01-05T08:00:00.1200034Z',
    );
  });

  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.0000000Z'],
    ['2026-01-05T08:00:00.1234567Z', '2026-01-05T08:00:00.1234567Z'],
    ['2026-01-05T09:00:00.5+01:00', '2026-01-05T08:00:00.5000000Z'],
    ['yesterday', undefined],
  ])('%s reads as %s', (text, date) => expect(normalDate(text)).toBe(date));
});
