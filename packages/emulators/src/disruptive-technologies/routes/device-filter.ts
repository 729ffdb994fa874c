import type { FastifyRequest } from 'fastify';
import type { DisruptiveTechnologiesAssumptions } from '../assumptions';
import type { Device } from '../model';
import { queryValue, queryValues } from './query-values';
import { deviceView } from './views';

/**
 * The filter that the query of a request asks for. Different conditions all have to hold.
 * disruptive-technologies.md §6.
 */
export function deviceFilter(
  request: FastifyRequest,
  { emptyLabelFilter }: DisruptiveTechnologiesAssumptions,
): (device: Device) => boolean {
  const ids = queryValues(request, 'deviceIds');
  const types = queryValues(request, 'deviceTypes');
  const productNumbers = queryValues(request, 'productNumbers');
  const labels = queryValues(request, 'labelFilters');
  const text = queryValue(request, 'query')?.toLowerCase();
  return (device) =>
    isOneOf(ids, device.id) &&
    isOneOf(types, device.type) &&
    isOneOf(productNumbers, device.productNumber) &&
    labels.every((filter) => hasLabel(device, filter, emptyLabelFilter)) &&
    (text === undefined || describes(text, device));
}

/**
 * Sorts by what `orderBy` names: a dotted path (`reported.temperature.value`), with a minus in front for descending.
 * Devices without such a value come last.
 */
export function inOrder(request: FastifyRequest, devices: readonly Device[]): Device[] {
  const asked = queryValue(request, 'orderBy');
  if (asked === undefined) return [...devices];
  const path = asked.replace(/^-/, '').split('.');
  const sign = asked.startsWith('-') ? -1 : 1;
  const keyed = devices.map((device) => ({ device, value: valueAt(deviceView(device), path) }));
  return keyed.sort((a, b) => compared(a.value, b.value, sign)).map(({ device }) => device);
}

function isOneOf(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

/** `key`, or `key=value`. */
function hasLabel({ labels }: Device, filter: string, emptyValue: 'any' | 'empty'): boolean {
  const mark = filter.indexOf('=');
  const key = mark < 0 ? filter : filter.slice(0, mark);
  const value = filter.slice(key.length + 1);
  if (mark < 0 || (value === '' && emptyValue === 'any')) return Object.hasOwn(labels, key);
  return labels[key] === value;
}

function describes(text: string, device: Device): boolean {
  return [device.id, device.type, device.productNumber, ...Object.entries(device.labels).flat()].some(
    (part) => part.toLowerCase().includes(text),
  );
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    root,
  );
}

function compared(a: unknown, b: unknown, sign: number): number {
  const missing = Number(!isComparable(a)) - Number(!isComparable(b));
  if (!isComparable(a) || !isComparable(b)) return missing;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}

function isComparable(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
