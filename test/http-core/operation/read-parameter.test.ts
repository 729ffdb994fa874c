import type { IExecuteFunctions } from 'n8n-workflow';

import { readParameter } from '@signalbox/http-core/internal/operation/read-parameter';

/** A context with the given parameters; an expression gives the index of the item. */
function contextWith(parameters: Record<string, unknown>) {
  const evaluated: string[] = [];
  const getNodeParameter = (
    name: string,
    itemIndex: number,
    absent: unknown,
    options: { rawExpressions?: boolean },
  ): unknown => {
    const raw = name in parameters ? parameters[name] : absent;
    if (options.rawExpressions) return raw;
    evaluated.push(`${name} ${itemIndex}`);
    if (raw === 'fails') throw new Error('cannot be extracted');
    return JSON.stringify(raw).includes('"=') ? itemIndex : structuredClone(raw);
  };
  return { ctx: { getNodeParameter } as unknown as IExecuteFunctions, evaluated };
}

test.each([
  ['a text', 'plain'],
  ['a number', 7],
  ['an empty collection', {}],
])('%s that no expression gives is read once for all items', (_, value) => {
  const { ctx, evaluated } = contextWith({ field: value });
  for (let item = 0; item < 5; item++) {
    expect(readParameter(ctx, item, 'field')).toEqual({ raw: value, value });
  }
  expect(evaluated).toEqual(['field 0']);
});

test.each([
  ['an expression', '={{ $json.id }}'],
  ['a resource locator with one', { __rl: true, mode: 'id', value: '={{ $json.id }}' }],
  ['a list with one', { entries: [{ name: 'a', value: '=b' }] }],
])('%s is read for each item', (_, raw) => {
  const { ctx } = contextWith({ field: raw });
  expect([0, 1, 2].map((item) => readParameter(ctx, item, 'field').value)).toEqual([0, 1, 2]);
});

test('items share no object that the use of it could change', () => {
  const { ctx } = contextWith({ field: { list: [1] } });
  const [one, other] = [0, 1].map((item) => readParameter(ctx, item, 'field').value);
  expect(one).toEqual(other);
  expect(one).not.toBe(other);
});

test('a value that cannot be read fails for each item, not for the first alone', () => {
  const { ctx } = contextWith({ field: 'fails' });
  for (const item of [0, 1]) expect(() => readParameter(ctx, item, 'field')).toThrow('cannot be extracted');
});

test('a parameter that its conditions hide has what stands for it, and each run its own', () => {
  const { ctx, evaluated } = contextWith({});
  expect(readParameter(ctx, 0, 'field', 'preset')).toEqual({ raw: undefined, value: 'preset' });
  expect(readParameter(ctx, 1, 'field')).toEqual({ raw: undefined, value: undefined });
  expect(evaluated).toEqual([]);
  expect(readParameter(contextWith({ field: 'other' }).ctx, 0, 'field').value).toBe('other');
});
