import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { brokenText, isBroken } from '../request/well-formed';
import type { Operation } from './define-operation';
import { schema } from './field';
import type { Field, ValueField } from './field';
import { convert, exampleIn, hasDefault, schemaOf } from './field-types';
import { readParameter } from './read-parameter';

/** Longest value quoted in an error, in characters. */
const MAX_QUOTE = 80;

/** A field, and what the workflow has in it. */
interface Given {
  field: ValueField;
  /** Value or expression in the workflow. */
  raw: unknown;
  /** Its value for the item. */
  value: unknown;
  /** @default a field that is shown, in no collection */
  place?: 'collection' | 'hidden';
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
  const input: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  for (const field of operation.fields as readonly Field[]) {
    for (const given of read(ctx, itemIndex, field, values)) {
      const { name } = given.field;
      // Of several fields of one name, the one that is shown counts.
      if (given.place === 'hidden' && name in input) continue;
      const value = filledValue(given, defaults);
      values[name] = isEmpty(value) ? undefined : convert(value, given.field, () => ctx.getTimezone());
      const checked = check(given, values[name], { itemIndex, hasDefault: Object.hasOwn(defaults, name) });
      if (checked !== undefined) input[name] = checked;
    }
  }
  return input as Input;
}

/** The field, or the members of a collection: those that it has, since a name that is not its own could replace another field. */
function read(
  ctx: IExecuteFunctions,
  itemIndex: number,
  field: Field,
  values: Readonly<Record<string, unknown>>,
): Given[] {
  if (field.type === 'notice') return [];
  // Not as n8n decides it, for which an expression may have any value.
  const conditions = Object.entries(field.displayOptions?.show ?? {});
  const isShown = conditions.every(([name, wanted]) => wanted.some((value) => value === values[name]));
  const { raw, value } = isShown ? readField(ctx, itemIndex, field) : {};
  if (field.type !== 'collection') {
    return [{ field, raw, value, ...(!isShown && { place: 'hidden' }) }];
  }
  return field.options.map((member) => ({
    field: member,
    raw: within(raw, member.name),
    value: ownValue(value, member.name),
    place: 'collection',
  }));
}

/**
 * The value that the user gave; else that of the credential, or the default of the field. An expression that gives nothing is a
 * mistake of the workflow: the default may be something else than it means.
 */
function filledValue(
  { field, raw, value, place }: Given,
  defaults: Readonly<Record<string, unknown>>,
): unknown {
  if (!isEmpty(value)) return value;
  const { default: preset } = field;
  if (place === 'hidden') return hasDefault(field) ? preset : undefined;
  if (!isExpression(raw) && Object.hasOwn(defaults, field.name)) return defaults[field.name];
  if (place === 'collection' || field.required || !hasDefault(field)) return undefined;
  return isExpression(raw) && !isNothing(preset) ? undefined : preset;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Returns true for a default that says no more than an empty field. */
function isNothing(preset: unknown): boolean {
  return preset === false || preset === '{}' || Object.keys(Object(preset) as object).length === 0;
}

/** @throws InvalidParameterError */
function check(given: Given, value: unknown, found: { itemIndex: number; hasDefault: boolean }): unknown {
  const { field, place } = given;
  const mayBeMissing = place !== undefined || !(field.required || field[schema] || hasDefault(field));
  if (value === undefined && mayBeMissing && !field[schema]) return undefined;
  // Messages in the schema take precedence over these.
  const checked = z.safeParse(schemaOf(field), value, { error: expectation });
  if (!checked.success) {
    if (place === 'hidden' || (value === undefined && mayBeMissing)) return undefined;
    throw problemOf(checked.error.issues[0]!, value, given, found);
  }
  if (isBroken(checked.data)) throw brokenText(`"${field.displayName}"`);
  return checked.data;
}

function readField(
  ctx: IExecuteFunctions,
  itemIndex: number,
  { name, type, default: preset }: Pick<INodeProperties, 'name' | 'type'> & { default: unknown },
): { raw?: unknown; value?: unknown } {
  return readParameter(ctx, itemIndex, name, type === 'resourceLocator' ? undefined : preset);
}

function ownValue(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function problemOf(
  issue: z.core.$ZodIssue,
  given: unknown,
  { field, raw }: Pick<Given, 'field' | 'raw'>,
  { itemIndex, hasDefault }: { itemIndex: number; hasDefault: boolean },
): InvalidParameterError {
  const labels = [field.displayName];
  const inner = labelled(field, issue.path, labels);
  const label = labels.join(' > ');
  const value = issue.path.reduce<unknown>((outer, key) => ownValue(outer, String(key)), given);
  if (isEmpty(value)) {
    return isExpression(issue.path.reduce(within, raw))
      ? new InvalidParameterError(
          `"${label}" is missing: the expression gives nothing for item ${itemIndex}`,
          'Items are counted from 0. Look at what this one has, or let the expression give something else where there is nothing.',
        )
      : new InvalidParameterError(
          `"${label}" is missing`,
          `Fill in the field${hasDefault ? `, or "${label}" of the credential` : ''}.${hintAtExpression(raw, itemIndex)}`,
        );
  }
  const isSecret = field.type === 'string' && field.typeOptions?.password;
  return new InvalidParameterError(
    `"${label}" ${issue.message}${isSecret ? '' : ` (it is ${quote(value)})`}`,
    `${hintFor(issue, inner)}${hintAtExpression(raw, itemIndex)}`,
  );
}

/** @param property where the issue is */
function hintFor(issue: z.core.$ZodIssue, property: ValueField | undefined): string {
  const origin = 'origin' in issue ? issue.origin : undefined;
  if (issue.code === 'too_small' && origin === 'string') return 'Fill in the field.';
  if (issue.code === 'too_small') return origin === 'number' ? 'Give a larger number.' : 'Give more of them.';
  if (issue.code === 'too_big' && origin === 'number') return 'Give a smaller number.';
  if (issue.code === 'too_big') return origin === 'string' ? 'Shorten it.' : 'Give fewer of them.';
  if (issue.code === 'invalid_value') return 'Choose one of these.';
  const own: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
  if (typeof own === 'string') return own;
  const modes = property?.type === 'resourceLocator' ? property.modes : [];
  const example = [property, ...modes].map((shown) => exampleIn(shown?.placeholder)).find(Boolean);
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
  field: ValueField | undefined,
  path: readonly PropertyKey[],
  labels: string[],
): ValueField | undefined {
  if (path.length === 0) return field;
  const groups = field?.type === 'fixedCollection' ? field.options : [];
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
