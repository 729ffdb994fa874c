import fc from 'fast-check';

import { alphabetically } from '@signalbox/http-core';

test('sorts plain letters as localeCompare does, and whatever the case', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcxyz'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect([...names].sort(alphabetically((text) => text))).toEqual(
        [...names].sort((a, b) => a.localeCompare(b)),
      );
    }),
  );
  expect(['b', 'C', 'a', 'A b'].sort(alphabetically((text) => text))).toEqual(['a', 'A b', 'b', 'C']);
});

test('keeps the order of equals', () => {
  const entries = [
    { name: 'b', at: 1 },
    { name: 'B', at: 2 },
    { name: 'a', at: 3 },
  ];
  expect(entries.sort(alphabetically(({ name: text }) => text)).map(({ at }) => at)).toEqual([3, 1, 2]);
});
