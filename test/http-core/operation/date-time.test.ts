import fc from 'fast-check';

import { calendarDay, dateTime } from '@signalbox/http-core/operation';
import { instantOf, readDateTime } from '@signalbox/http-core/internal/operation/date-time';

/** The very Luxon that n8n works with; the part of it that is needed. */
interface Luxon {
  DateTime: {
    fromISO(text: string, options: { zone: string }): LuxonDate;
    fromMillis(ms: number, options: { zone: string }): LuxonDate;
    invalid(reason: string): LuxonDate;
  };
}
interface LuxonDate {
  toMillis(): number;
  toISO(options?: { includeOffset: boolean }): string;
}
const { DateTime } = require(require.resolve('luxon', { paths: [require.resolve('n8n-workflow')] })) as Luxon;

const zones = Intl.supportedValuesOf('timeZone');
const TOKYO = 'Asia/Tokyo';

const isoOf = (value: unknown, zone = TOKYO) => readDateTime(value, zone)?.iso();

describe('text without a zone is in the time zone of the workflow', () => {
  test.each([
    ['2026-07-01T10:00:00', TOKYO, '2026-07-01T01:00:00.000Z'],
    ['2026-07-01T10:00:00', 'America/New_York', '2026-07-01T14:00:00.000Z'],
    ['2026-01-01T10:00:00', 'America/New_York', '2026-01-01T15:00:00.000Z'],
    ['2026-07-01 10:00', 'Asia/Kolkata', '2026-07-01T04:30:00.000Z'],
    ['2026-07-01', TOKYO, '2026-06-30T15:00:00.000Z'],
    ['2026-07-01T10:00:00.1239', 'UTC', '2026-07-01T10:00:00.123Z'],
    ['1899-06-01T12:00:00', 'America/New_York', '1899-06-01T17:00:00.000Z'],
    // Skipped: moved by an hour. Shown twice: the first.
    ['2026-03-29T02:30:00', 'Europe/Vienna', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30:00', 'Europe/Vienna', '2026-10-25T00:30:00.000Z'],
    // Skipped as a whole day.
    ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    // By half an hour.
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ])('%s in %s', (text, zone, iso) => expect(isoOf(text, zone)).toBe(iso));

  const wallClock = fc
    .tuple(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(1970, 0, 5), max: Date.UTC(2100, 0, 1) }))
    .map(([zone, ms]) => ({ zone, text: new Date(ms).toISOString().slice(0, 23) }));

  /**
   * The first instant at which Luxon shows a time; for one that is skipped, where Luxon moves it. Not always what Luxon reads: that
   * depends on the offset of today where a time is shown twice, and can then miss a time nearby by an hour.
   */
  const byLuxon = (text: string, zone: string) => {
    const local = Date.parse(`${text}Z`);
    const shows = (ms: number) =>
      Date.parse(`${DateTime.fromMillis(ms, { zone }).toISO({ includeOffset: false })}Z`);
    const day = 24 * 60 * 60_000;
    const instants = [local - day, local + day].map((ms) => local - (shows(ms) - ms));
    const showing = instants.filter((ms) => shows(ms) === local);
    return showing.length > 0 ? Math.min(...showing) : DateTime.fromISO(text, { zone }).toMillis();
  };

  test('as Luxon reads it, in all zones of the world', () => {
    fc.assert(
      fc.property(wallClock, ({ zone, text }) => {
        expect(isoOf(text, zone)).toBe(new Date(byLuxon(text, zone)).toISOString());
      }),
      { numRuns: 1500 },
    );
  });

  test('as Luxon reads it where clocks are changed, in all zones of the world', () => {
    let changes = 0;
    for (const zone of zones) {
      for (const year of [1996, 2026]) {
        for (const change of changesOf(zone, year)) {
          changes++;
          for (const minutes of [-181, -61, -31, -1, 0, 1, 29, 30, 31, 59, 60, 61, 121, 181]) {
            const instant = DateTime.fromMillis(change, { zone });
            const local = Date.parse(`${instant.toISO({ includeOffset: false })}Z`) + minutes * 60_000;
            const text = new Date(local).toISOString().slice(0, 19);
            expect([zone, text, isoOf(text, zone)]).toEqual([
              zone,
              text,
              new Date(byLuxon(text, zone)).toISOString(),
            ]);
          }
        }
      }
    }
    expect(changes).toBeGreaterThan(500);
  });

  test('a date comes out as clocks in that zone show it, unless they skip it', () => {
    fc.assert(
      fc.property(wallClock, ({ zone, text }) => {
        const shown = DateTime.fromMillis(Date.parse(isoOf(text, zone)!), { zone });
        const skipped = Date.parse(`${shown.toISO({ includeOffset: false })}Z`) - Date.parse(`${text}Z`);
        expect(skipped).toBeGreaterThanOrEqual(0);
        if (skipped === 0) return;
        // Luxon as well gives another time of day than it was given.
        const luxon = DateTime.fromISO(text, { zone });
        expect(luxon.toISO({ includeOffset: false })).toBe(shown.toISO({ includeOffset: false }));
      }),
      { numRuns: 1000 },
    );
  });

  test('a zone that does not exist is named', () => {
    expect(() => readDateTime('2026-07-01T10:00:00', 'Mars/Olympus')).toThrow(
      'There is no time zone "Mars/Olympus", which is that of the workflow',
    );
  });
});

/** The minutes at which the clocks of a zone are changed, found by halves, in epoch milliseconds. */
function changesOf(zone: string, year: number): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number) => format.format(ms).split(', ')[1]!;
  const step = 10 * 24 * 60 * 60_000;
  const found: number[] = [];
  for (let from = Date.UTC(year, 0, 1); from < Date.UTC(year + 1, 0, 1); from += step) {
    let [low, high] = [from, from + step];
    if (offsetAt(low) === offsetAt(high)) continue;
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle) === offsetAt(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

test.each<[unknown, string]>([
  ['2026-07-01T10:00:00Z', '2026-07-01T10:00:00.000Z'],
  ['2026-07-01t10:00:00z', '2026-07-01T10:00:00.000Z'],
  [' 2026-07-01T10:00:00+02:00 ', '2026-07-01T08:00:00.000Z'],
  ['2026-07-01T10:00:00-0330', '2026-07-01T13:30:00.000Z'],
  ['2026-07-01T10:00:00+14', '2026-06-30T20:00:00.000Z'],
  ['2026-07-01T10:00:00,5Z', '2026-07-01T10:00:00.500Z'],
  [new Date('2026-07-01T10:00:00Z'), '2026-07-01T10:00:00.000Z'],
  [DateTime.fromISO('2026-07-01T10:00:00', { zone: 'Europe/Vienna' }), '2026-07-01T08:00:00.000Z'],
  [1_782_900_000, '2026-07-01T10:00:00.000Z'],
  [1_782_900_000.5, '2026-07-01T10:00:00.500Z'],
  [1_782_900_000_000, '2026-07-01T10:00:00.000Z'],
  ['1782900000', '2026-07-01T10:00:00.000Z'],
  [' 1782900000000 ', '2026-07-01T10:00:00.000Z'],
  [100_000_000, '1973-03-03T09:46:40.000Z'],
  [9_999_999_999, '2286-11-20T17:46:39.000Z'],
  [100_000_000_000, '1973-03-03T09:46:40.000Z'],
  [9_999_999_999_999, '2286-11-20T17:46:39.999Z'],
])('%p says where it is: the time zone of the workflow is of no matter', (value, iso) => {
  for (const zone of [TOKYO, 'America/New_York', 'UTC']) expect(isoOf(value, zone)).toBe(iso);
});

test.each<[unknown]>([
  ['1'],
  [1],
  [0],
  [-1_782_900_000],
  [20_260_701],
  ['20260701'],
  [20_260_701_100_000],
  ['20260701100000'],
  [99_999_999],
  [10_000_000_000],
  [99_999_999_999],
  [10_000_000_000_000],
  [NaN],
  [Infinity],
  ['2026-02-30'],
  ['2026-02-30T10:00:00Z'],
  ['2025-02-29'],
  ['2026-13-01'],
  ['2026-00-01'],
  ['2026-07-00'],
  ['2026-07-01T24:00:00'],
  ['2026-07-01T10:60:00'],
  ['2026-07-01T10:00:60'],
  ['2026-07-01T10:00:00+15:00'],
  ['2026-07-01T10:00:00+02:60'],
  ['2026-7-1'],
  ['01.07.2026 10:00'],
  ['07/01/2026'],
  ['Wed, 01 Jul 2026 10:00:00 GMT'],
  ['2026-07-01T10:00:00 and more'],
  ['10:00'],
  ['2026'],
  ['tomorrow'],
  ['9999-12-31T23:00:00-05:00'],
  ['0000-01-01'],
  [''],
  [true],
  [null],
  [undefined],
  [{}],
  [[]],
  [[1_782_900_000]],
  [new Date(NaN)],
  [DateTime.invalid('test')],
])('%p is no date', (value) => expect(isoOf(value, 'America/New_York')).toBeUndefined());

test('no text but a date and time is taken for one', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0129-:TZ. +') }), (text) => {
      const iso = isoOf(text, 'UTC');
      if (iso === undefined || /^\s*\d+(\.\d+)?\s*$/.test(text)) return;
      expect(text.trim().slice(0, 10)).toMatch(/^\d{4}-\d\d-\d\d$/);
    }),
    { numRuns: 3000 },
  );
});

test('a day is that of the calendar in the zone of the workflow, whatever form it comes in', () => {
  const day = (value: unknown, zone: string) =>
    calendarDay()._zod.run({ value: readDateTime(value, zone), issues: [] }, {});
  for (const [value, zone, expected] of [
    ['2026-07-01T00:00:00', TOKYO, '2026-07-01'],
    ['2026-07-01', 'America/New_York', '2026-07-01'],
    ['2026-06-30T15:00:00Z', TOKYO, '2026-07-01'],
    ['2026-07-01T03:59:59Z', 'America/New_York', '2026-06-30'],
  ] as const) {
    expect(day(value, zone)).toMatchObject({ value: expected, issues: [] });
  }
});

test('a schema takes nothing but what the field has been read as', () => {
  for (const value of ['2026-07-01T10:00:00Z', new Date(), 1_782_900_000]) {
    expect(dateTime()._zod.run({ value, issues: [] }, {})).toMatchObject({ issues: [{}] });
  }
});

test('an instant is what a Date or a DateTime says, and nothing else', () => {
  expect(instantOf(new Date(5))).toBe(5);
  expect(instantOf(DateTime.fromMillis(5, { zone: TOKYO }))).toBe(5);
  expect(instantOf(new Date(NaN))).toBeNaN();
  for (const value of ['2026-07-01', 5, null, undefined, {}, []]) expect(instantOf(value)).toBeUndefined();
});

test('a time comes out the same, in whichever form and zone it went in', () => {
  const moments = fc.date({ min: new Date('1974-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, offset) => {
      const iso = moment.toISOString();
      const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const minutes = Math.abs(offset);
      const two = (part: number) => String(part).padStart(2, '0');
      const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
      const forms = [moment, iso, moment.getTime(), String(moment.getTime()), local + zone];
      for (const form of [...forms, (local + zone).replace('T', ' ')]) expect(isoOf(form)).toBe(iso);
      const seconds = Math.floor(moment.getTime() / 1000);
      expect(isoOf(seconds)).toBe(new Date(seconds * 1000).toISOString());
    }),
  );
});
