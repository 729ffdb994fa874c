import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { InputProblem } from '../errors/input-problem';
import type { Operation } from './define-operation';

/** Longest value quoted in an error, in characters. */
const MAX_QUOTE = 80;

/**
 * Reads and checks the parameters of an operation for one item.
 *
 * @param defaults values for parameters that are empty, by name
 * @throws InputProblem that names the field as on the canvas, its value, and what it should be
 */
export function readInput<Input>(
  ctx: IExecuteFunctions,
  itemIndex: number,
  operation: Operation,
  defaults: Readonly<Record<string, unknown>> = {},
): Input {
  const values: Record<string, unknown> = {};
  const labels = new Map<string, INodeProperties>();
  for (const field of operation.fields) {
    if (field.type === 'notice') continue;
    const value = readField(ctx, itemIndex, field);
    if (field.type === 'collection') {
      const members = (field.options ?? []) as INodeProperties[];
      for (const member of members) labels.set(member.name, member);
      // The members that the field has, and no others: a name that is not its own could replace another field.
      for (const member of members) {
        if (!isRecord(value) || !Object.hasOwn(value, member.name)) continue;
        setUnlessEmpty(values, member.name, asTyped(value[member.name], member), false);
      }
    } else {
      labels.set(field.name, field);
      setUnlessEmpty(values, field.name, asTyped(value, field), field.required === true);
    }
  }
  for (const name of labels.keys()) {
    const isEmpty = values[name] === undefined || values[name] === '';
    if (isEmpty && Object.hasOwn(defaults, name)) setUnlessEmpty(values, name, defaults[name], false);
  }
  const schema = operation.input() as unknown as z.ZodMiniType<Input>;
  // Words that a schema has of its own come before these.
  const checked = z.safeParse(schema, values, { error: expectation });
  if (checked.success) return checked.data;
  throw problemOf(checked.error.issues[0]!, values, labels);
}

/** Stands for a parameter that the node does not have. */
const ABSENT = {};

function readField(ctx: IExecuteFunctions, itemIndex: number, field: INodeProperties): unknown {
  const { name, type } = field;
  // A field that is hidden by its own conditions has its default; n8n would fail to extract a value from it.
  const isHidden = ctx.getNodeParameter(name, itemIndex, ABSENT, { rawExpressions: true }) === ABSENT;
  if (isHidden) return type === 'resourceLocator' ? undefined : field.default;
  return ctx.getNodeParameter(name, itemIndex, field.default, { extractValue: true });
}

/** An expression gives a number or a boolean for a text that looks like one: the text is meant. */
function asTyped(value: unknown, field: INodeProperties | undefined): unknown {
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return field?.type === 'string' && isPlain ? String(value) : value;
}

/** n8n gives '' for an optional field that nobody filled in. */
function setUnlessEmpty(
  values: Record<string, unknown>,
  name: string,
  value: unknown,
  required: boolean,
): void {
  if (value === undefined || value === null || (value === '' && !required)) return;
  values[name] = value;
}

function problemOf(
  issue: z.core.$ZodIssue,
  values: Record<string, unknown>,
  labels: ReadonlyMap<string, INodeProperties>,
): InputProblem {
  const name = String(issue.path[0] ?? '');
  const field = labels.get(name);
  const label = [field?.displayName ?? name, ...issue.path.slice(1).map(String)].join(' > ');
  const value = issue.path.reduce<unknown>(
    (inner, key) => (isRecord(inner) ? inner[key as string] : undefined),
    values,
  );
  const remedy = field?.description ?? field?.placeholder;
  if (value === undefined || value === '') {
    return new InputProblem(`"${label}" is missing`, remedy ?? 'Fill in the field, or check its expression.');
  }
  const shown = field?.typeOptions?.password ? '' : ` (it is ${quote(value)})`;
  return new InputProblem(`"${label}" ${issue.message}${shown}`, remedy);
}

/** What a value should have been. */
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

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
