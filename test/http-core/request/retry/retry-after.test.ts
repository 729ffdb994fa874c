import { runInThisContext } from 'node:vm';
import fc from 'fast-check';

import { resetHeaderMs, retryAfterMs } from '@signalbox/http-core/internal/request/retry/retry-after';

const NOW = Date.UTC(2026, 10, 23, 4, 30, 15);
const read = (value: unknown) => retryAfterMs({ 'retry-after': value }, NOW);

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The date formats of RFC 9110 §5.6.7. */
const FORMATS: Record<string, (date: Date) => string> = {
  'IMF-fixdate': (date) => date.toUTCString(),
  'RFC 850': (date) => {
    const [, day, month, year, time] = date.toUTCString().split(' ');
    return `${WEEKDAYS[date.getUTCDay()]}, ${day}-${month}-${year!.slice(2)} ${time} GMT`;
  },
  asctime: (date) => {
    const [weekday, day, month, year, time] = date.toUTCString().split(' ');
    return `${weekday!.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
  },
};

describe('retryAfterMs', () => {
  test('reads seconds, also with decimals, never rounded down', () => {
    fc.assert(fc.property(fc.nat(999_999_999), (seconds) => read(String(seconds)) === seconds * 1000));
    expect(read('1.5')).toBe(1500);
    expect(read('0.0001')).toBe(1);
    expect(read(' 7 ')).toBe(7000);
    expect(read('0')).toBe(0);
  });

  describe.each(Object.entries(FORMATS))('date as %s', (_, write) => {
    test('gives the wait until then, whatever the time zone of n8n', () => {
      // The process of a test is a copy; the time zone belongs to the real one.
      const inZone = (zone: string) => runInThisContext(`process.env.TZ = ${JSON.stringify(zone)}`);
      try {
        for (const zone of ['America/New_York', 'Asia/Kolkata', 'UTC']) {
          inZone(zone);
          fc.assert(
            fc.property(fc.integer({ min: -1_000_000, max: 300_000_000 }), (seconds) => {
              const date = new Date(NOW + seconds * 1000);
              expect(read(write(date))).toBe(Math.max(0, seconds * 1000));
            }),
            { numRuns: 30 },
          );
        }
      } finally {
        inZone('UTC');
      }
    });
  });

  test.each([
    ['-5'],
    ['1e3'],
    ['0x10'],
    ['Infinity'],
    ['NaN'],
    ['99999999999999999999'],
    [''],
    ['soon'],
    ['in 5 minutes'],
    ['Wait, 3000'],
    ['Sun 5'],
    ['5, 7'],
    ['Mon, 99 Foo 2026 99:99:99 GMT'],
    ['2026-11-23T05:00:00Z'],
    [undefined],
    [null],
    [30],
    [['30', '60']],
  ])('takes nothing from %p', (value) => {
    expect(read(value)).toBeUndefined();
  });

  test('is a wait or nothing, for any header', () => {
    const dateLike = fc.tuple(fc.constantFrom(...Object.values(FORMATS)), fc.date({ noInvalidDate: true }));
    const value = fc.oneof(
      fc.anything(),
      fc.string(),
      dateLike.map(([write, date]) => write(date)),
      fc.float().map(String),
    );
    fc.assert(
      fc.property(value, (header) => {
        const ms = read(header);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('resetHeaderMs', () => {
  const reset = (value: unknown) => resetHeaderMs('x-ratelimit-reset')({ 'x-ratelimit-reset': value }, NOW);

  test('reads Unix time in seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 99_999_999_999 }), (seconds) => {
        expect(reset(String(seconds))).toBe(Math.max(0, seconds * 1000 - NOW));
      }),
    );
  });

  test('takes nothing from a number of seconds to wait, milliseconds, text', () => {
    for (const value of ['30', '-1', String(NOW), '1795408215.5', 'soon', '', undefined, 1_795_408_215]) {
      expect(reset(value)).toBeUndefined();
    }
  });

  test('is a wait or nothing, for any header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.bigInt().map(String)), (value) => {
        const ms = reset(value);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
    );
  });
});
