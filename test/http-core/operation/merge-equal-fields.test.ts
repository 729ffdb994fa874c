import { mergeEqualFields } from '@signalbox/http-core/internal/operation/merge-equal-fields';
import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';

const field = (name: string, description?: string): INodeProperties => ({
  displayName: name,
  name,
  type: 'string',
  default: '',
  ...(description !== undefined && { description }),
});

/** The fields that n8n shows for an operation: resource and operation are both in the lists of the field. */
function shownFor(properties: readonly INodeProperties[], resource: string, operation: string) {
  return properties
    .filter(({ displayOptions }) => {
      const { resource: resources = [], operation: operations = [] } = displayOptions?.show ?? {};
      return resources.includes(resource) && operations.includes(operation);
    })
    .map(({ displayOptions, ...rest }) => {
      const { resource: _, operation: __, ...show } = displayOptions!.show!;
      return Object.keys(show).length > 0 ? { ...rest, displayOptions: { show } } : rest;
    });
}

describe('mergeEqualFields', () => {
  it('declares a field once that two operations of a resource have', () => {
    const properties = mergeEqualFields([
      { resource: 'alert', operation: 'get', fields: [field('alertId')] },
      { resource: 'alert', operation: 'close', fields: [field('alertId'), field('comment')] },
    ]);
    expect(properties.map(({ name, displayOptions }) => [name, displayOptions?.show])).toEqual([
      ['alertId', { resource: ['alert'], operation: ['get', 'close'] }],
      ['comment', { resource: ['alert'], operation: ['close'] }],
    ]);
  });

  it('never shows a field for a combination of resource and operation that lacks it', () => {
    const properties = mergeEqualFields([
      { resource: 'alert', operation: 'get', fields: [field('id')] },
      { resource: 'team', operation: 'getAll', fields: [field('id')] },
      { resource: 'team', operation: 'get', fields: [] },
    ]);
    expect(shownFor(properties, 'team', 'get')).toEqual([]);
    expect(shownFor(properties, 'alert', 'get')).toEqual([field('id')]);
    expect(shownFor(properties, 'team', 'getAll')).toEqual([field('id')]);
  });

  it('keeps fields apart that differ, if only in their description', () => {
    const properties = mergeEqualFields([
      { resource: 'alert', operation: 'get', fields: [field('id')] },
      { resource: 'alert', operation: 'close', fields: [field('id', 'One')] },
      { resource: 'alert', operation: 'annotate', fields: [field('id', 'Another')] },
    ]);
    expect(properties).toHaveLength(3);
  });

  it('shows every operation exactly its own fields, in its own order', () => {
    const fields = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    const operation = fc.record({
      resource: fc.constantFrom('alert', 'team', 'user'),
      operation: fc.constantFrom('get', 'getAll', 'update', 'delete'),
      fields: fields.map((names) => names.map((name) => field(name))),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(operation, {
          selector: (each) => `${each.resource} ${each.operation}`,
          maxLength: 12,
        }),
        (operations) => {
          const properties = mergeEqualFields(operations);
          for (const each of operations) {
            expect(shownFor(properties, each.resource, each.operation)).toEqual(each.fields);
          }
        },
      ),
    );
  });
});
