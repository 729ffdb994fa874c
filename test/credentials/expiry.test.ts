import { fromExpirable, toExpirable } from '@signalbox/credentials/internal/token/expirable-token';
import { remainingLife } from '@signalbox/credentials/internal/token/remaining-life';
import fc from 'fast-check';

const NOW = Date.UTC(2026, 10, 23, 12);
const epochMs = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2100, 0) });
const token = fc.stringMatching(/^[\x21-\x7e]+$/);

describe('what a service says about the life of a token', () => {
  test.each([
    [{ expires_in: 7200 }, 7_200_000],
    [{ expires_in: '7200' }, 7_200_000],
    [{ expires_in: 0 }, 0],
    [{ expires_in: 7200, created_at: NOW / 1000 - 200 }, 7_000_000],
    [{ expires_in: '7200', created_at: String(NOW / 1000 - 200) }, 7_000_000],
    [{ expires_in: 60, created_at: NOW / 1000 - 61 }, -1000],
    [{ expires_in: 60, created_at: NOW / 1000 + 500 }, 60_000],
    [{ expires_in: 60, created_at: 'yesterday' }, 60_000],
    [{ expires_at: NOW / 1000 + 90 }, 90_000],
    [{ expires_at: NOW + 90_000 }, 90_000],
    [{ expires_at: new Date(NOW + 90_000).toISOString() }, 90_000],
    [{ expires_at: String(NOW / 1000 - 90) }, -90_000],
    [{ expires_in: 60, expires_at: NOW / 1000 + 90 }, 60_000],
    [{ expires_in: 'soon' }, undefined],
    [{ expires_in: null, expires_at: {} }, undefined],
    [{ expires_in: NaN }, undefined],
    [{}, undefined],
  ])('%j leaves %j ms', (answer, expected) => {
    expect(remainingLife(answer, NOW)).toBe(expected);
  });

  test('any spelling of the same moment leaves the same time', () => {
    fc.assert(
      fc.property(
        epochMs,
        fc.integer({ min: 0, max: 1e7 }),
        fc.integer({ min: 0, max: 1e7 }),
        (at, age, life) => {
          const now = Math.floor(at / 1000) * 1000;
          const created = now / 1000 - age;
          const expires = created + life;
          const left = (life - age) * 1000;
          expect(remainingLife({ created_at: created, expires_in: life }, now)).toBe(left);
          for (const value of [
            expires,
            String(expires),
            expires * 1000,
            new Date(expires * 1000).toISOString(),
          ]) {
            expect(remainingLife({ expires_at: value }, now)).toBe(left);
          }
        },
      ),
    );
  });
});

describe('when a token is renewed', () => {
  test('60 s before its end, but never in the first half of its life, and never after its end', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 1000, max: 1e9 }), epochMs, (text, life, now) => {
        const read = fromExpirable(toExpirable(text, life, now));
        expect(read?.token).toBe(text);
        const { renewAtMs = NaN } = read ?? {};
        if (life >= 120_000) expect(renewAtMs).toBe(now + life - 60_000);
        expect(renewAtMs).toBeGreaterThanOrEqual(now + Math.floor(life / 2));
        expect(renewAtMs).toBeLessThan(now + life);
      }),
    );
  });

  test('a token without an end is not renewed before a 401', () => {
    fc.assert(
      fc.property(token, (text) => {
        expect(fromExpirable(toExpirable(text, undefined, NOW))).toEqual({
          token: text,
          renewAtMs: Infinity,
        });
      }),
    );
  });

  test('what is no such value is never taken for one', () => {
    expect(fromExpirable('')).toBeUndefined();
    expect(fromExpirable('never ')).toBeUndefined();
    expect(fromExpirable('never a b')).toBeUndefined();
    expect(fromExpirable('1e3 a')).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string()), (value) => {
        const read = fromExpirable(value);
        if (read) expect(value).toMatch(/^(never|\d+) \S+$/);
      }),
    );
  });
});
