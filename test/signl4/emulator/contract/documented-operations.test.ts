import { documentedOperations } from './documented-operations';
import { documentedTypeCount, requestSchema, responseSchema } from './documented-types';

describe('the page about SIGNL4', () => {
  it('lists 158 operations on 125 paths', () => {
    expect(documentedOperations).toHaveLength(158);
    expect(new Set(documentedOperations.map(({ path }) => path)).size).toBe(125);
  });

  it('describes every type that an operation takes or responds with', () => {
    for (const { body, responses } of documentedOperations) {
      if (body) expect(requestSchema(body).safeParse(undefined).success).toBe(false);
      for (const { type } of responses) {
        if (type && type !== 'bytes') expect(responseSchema(type).safeParse(undefined).success).toBe(false);
      }
    }
    expect(documentedTypeCount).toBe(211);
  });
});

describe('a type of the page', () => {
  const details = {
    userId: 'x',
    teamId: null,
    dutyMode: 100,
    lastChange: '2026-01-05T08:00:00.0000000Z',
    onDutyTime: 0,
    overdue: false,
  };

  it.each([
    ['as described', details, true],
    ['with a missing field', { ...details, overdue: undefined }, false],
    ['with another field', { ...details, name: 'x' }, false],
    ['with a number of no enum', { ...details, dutyMode: 2 }, false],
    ['with null where it is not nullable', { ...details, onDutyTime: null }, false],
    ['with a time of another format', { ...details, lastChange: '2026-01-05' }, false],
  ])('%s', (_name, value, valid) => {
    expect(responseSchema('UserDutyDetails').safeParse(value).success).toBe(valid);
  });
});
