import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { brokenText, isBroken } from '../request/well-formed';
import { readDateTime } from './date-time';
import type { Operation } from './define-operation';
import { readParameter } from './read-parameter';

/** Longest value quoted in an error, in characters. */
const MAX_QUOTE = 80;

/** A field, and what the workflow has in it: a value or an expression. */
interface Field {
  property: INodeProperties;
  raw: unknown;
}

/**
 * Reads and checks the parameters of an operation for one item.
 *
 * @param defaults values for parameters that are left empty, by name
 * @throws InvalidParameterError that names the field as on the canvas, its value, and what it should be
 */
export function readInput<Input>(
  ctx: IExecuteFunctions,
  itemIndex: number,
  operation: Operation,
  defaults: Readonly<Record<string, unknown>> = {},
): Input {
  const values: Record<string, unknown> = {};
  const fields = new Map<string, Field>();
  const set = (property: INodeProperties, raw: unknown, value: unknown, required = false): void => {
    fields.set(property.name, { property, raw });
    if (value === undefined || value === null || (value === '' && !required)) return;
    values[property.name] = asTyped(ctx, itemIndex, value, { property, raw });
  };
  for (const property of operation.fields) {
    if (property.type === 'notice') continue;
    const { raw, value } = readField(ctx, itemIndex, property);
    if (property.type === 'collection') {
      // The members that the field has, and no others: a name that is not its own could replace another field.
      for (const member of (property.options ?? []) as INodeProperties[]) {
        set(member, within(raw, member.name), ownValue(value, member.name));
      }
    } else {
      set(property, raw, value, property.required);
    }
  }
  for (const [name, { property, raw }] of fields) {
    const isEmpty = values[name] === undefined || values[name] === '';
    // An expression that gives nothing is a mistake of the workflow: the default would be something else than it means.
    if (isEmpty && !isExpression(raw) && Object.hasOwn(defaults, name)) set(property, raw, defaults[name]);
  }
  const schema = operation.input() as unknown as z.ZodMiniType<Input>;
  // Messages in the schema take precedence over these.
  const checked = z.safeParse(schema, values, { error: expectation });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const hasDefault = Object.hasOwn(defaults, String(issue!.path[0]));
    throw problemOf(issue!, values, fields, { itemIndex, hasDefault });
  }
  for (const [name, value] of Object.entries(checked.data as object)) {
    if (isBroken(value)) throw brokenText(`"${fields.get(name)?.property.displayName ?? name}"`);
  }
  return checked.data;
}

function readField(
  ctx: IExecuteFunctions,
  itemIndex: number,
  { name, type, default: preset }: INodeProperties,
): { raw: unknown; value: unknown } {
  return readParameter(ctx, itemIndex, name, type === 'resourceLocator' ? undefined : preset);
}

function ownValue(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A value that is not empty, as the type of its field wants it. */
function asTyped(ctx: IExecuteFunctions, itemIndex: number, value: unknown, field: Field): unknown {
  const { type, displayName } = field.property;
  // An expression gives a number or a boolean for a text that looks like one: the text is meant.
  if (type === 'string' && ['number', 'boolean'].includes(typeof value)) return String(value);
  if (type !== 'dateTime' || value === '') return value;
  const point = readDateTime(value, ctx.getTimezone());
  if (point) return point;
  throw new InvalidParameterError(
    `"${displayName}" is not a date and time that exists (it is ${quote(value)})`,
    `Give ISO 8601, such as 2026-01-31T08:00:00 in the time zone of the workflow or 2026-01-31T08:00:00Z, or Unix time in seconds or milliseconds.${hintAtExpression(field.raw, itemIndex)}`,
  );
}

function problemOf(
  issue: z.core.$ZodIssue,
  values: Record<string, unknown>,
  fields: ReadonlyMap<string, Field>,
  { itemIndex, hasDefault }: { itemIndex: number; hasDefault: boolean },
): InvalidParameterError {
  const [name = '', ...path] = issue.path;
  const { property, raw } = fields.get(String(name)) ?? {};
  const labels = [property?.displayName ?? String(name)];
  const inner = labelled(property, path, labels);
  const label = labels.join(' > ');
  const value = issue.path.reduce<unknown>((outer, key) => ownValue(outer, String(key)), values);
  if (value === undefined || value === null || value === '') {
    return isExpression(path.reduce(within, raw))
      ? new InvalidParameterError(
          `"${label}" is missing: the expression gives nothing for item ${itemIndex}`,
          'Items are counted from 0. Look at what this one has, or let the expression give something else where there is nothing.',
        )
      : new InvalidParameterError(
          `"${label}" is missing`,
          `Fill in the field${hasDefault ? `, or "${label}" of the credential` : ''}.${hintAtExpression(raw, itemIndex)}`,
        );
  }
  const shown = property?.typeOptions?.password ? '' : ` (it is ${quote(value)})`;
  return new InvalidParameterError(
    `"${label}" ${issue.message}${shown}`,
    `${hintFor(issue, inner)}${hintAtExpression(raw, itemIndex)}`,
  );
}

/** @param property where the issue is */
function hintFor(issue: z.core.$ZodIssue, property: INodeProperties | undefined): string {
  const origin = 'origin' in issue ? issue.origin : undefined;
  if (issue.code === 'too_small' && origin === 'string') return 'Fill in the field.';
  if (issue.code === 'too_small') return origin === 'number' ? 'Give a larger number.' : 'Give more of them.';
  if (issue.code === 'too_big' && origin === 'number') return 'Give a smaller number.';
  if (issue.code === 'too_big') return origin === 'string' ? 'Shorten it.' : 'Give fewer of them.';
  if (issue.code === 'invalid_value') return 'Choose one of these.';
  const own: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
  if (typeof own === 'string') return own;
  const placeholders = [property, ...(property?.modes ?? [])].map((shown) => shown?.placeholder ?? '');
  const example = placeholders.map((text) => /^e\.g\. (.+)$/.exec(text)?.[1]).find(Boolean);
  return example ? `For example: ${example}` : 'Correct the field.';
}

function hintAtExpression(raw: unknown, itemIndex: number): string {
  return hasExpression(raw)
    ? ` It comes from an expression: look at what that gives for item ${itemIndex}, counted from 0.`
    : '';
}

/**
 * Adds the labels on the way to a value inside of a field, with the numbers of its rows.
 *
 * @returns the field that the value is in, if there is one
 */
function labelled(
  property: INodeProperties | undefined,
  path: readonly PropertyKey[],
  labels: string[],
): INodeProperties | undefined {
  if (path.length === 0) return property;
  const groups = property?.type === 'fixedCollection' ? (property.options as INodePropertyCollection[]) : [];
  const group = groups.find(({ name }) => name === path[0]);
  if (!group) {
    labels.push(...path.map((key) => (typeof key === 'number' ? `entry ${key + 1}` : String(key))));
    return undefined;
  }
  const row = typeof path[1] === 'number' ? path[1] + 1 : undefined;
  labels.push(row === undefined ? group.displayName : `${group.displayName} ${row}`);
  const [name, ...deeper] = path.slice(row === undefined ? 1 : 2);
  if (name === undefined) return undefined;
  const member = group.values.find((each) => each.name === name);
  labels.push(member?.displayName ?? String(name));
  return labelled(member, deeper, labels);
}

/** The same for a place inside of a field; where an expression stands for all of it, that expression. */
function within(raw: unknown, key: PropertyKey): unknown {
  return isExpression(raw) ? raw : ownValue(raw, String(key));
}

function isExpression(raw: unknown): boolean {
  if (isRecord(raw) && raw.__rl === true) return isExpression(raw.value);
  return typeof raw === 'string' && raw.startsWith('=');
}

function hasExpression(raw: unknown): boolean {
  return isExpression(raw) || (isRecord(raw) && Object.values(raw).some(hasExpression));
}

/** Description of a valid value. */
function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : `must be ${article(issue.expected)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must be at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return 'is not valid';
  }
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}

/** A value as an error shows it. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
