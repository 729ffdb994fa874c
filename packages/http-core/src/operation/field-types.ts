import * as z from 'zod/v4-mini';

import { dateTime, readDateTime } from './date-time';
import { schema } from './field';
import type { Field, ValueField } from './field';
import { jsonObject } from './json-object';

type Of<Type extends Field['type']> = Extract<ValueField, { type: Type }>;

/** Reading of fields of one type. */
interface FieldType<F> {
  /**
   * Makes of a value that is not empty what the field means by it. What it can make nothing of it leaves alone, for the schema to
   * refuse. It comes before any schema.
   *
   * @param zone gives the IANA name of the time zone of the workflow
   * @default the value as it is
   */
  convert?(value: unknown, field: F, zone: () => string): unknown;
  /** Schema of a value of the field. */
  schemaOf(field: F): z.ZodMiniType;
}

const FIELD_TYPES: { [Type in ValueField['type']]: FieldType<Of<Type>> } = {
  string: {
    // An expression gives a number or a boolean for a text that looks like one: the text is meant.
    convert: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
    schemaOf: ({ required }) => (required ? z.string().check(z.trim(), z.minLength(1)) : z.string()),
  },
  number: {
    schemaOf({ typeOptions: { minValue, maxValue, numberPrecision } = {} }) {
      return (numberPrecision === 0 ? z.int() : z.number()).check(
        ...(minValue === undefined ? [] : [z.minimum(minValue)]),
        ...(maxValue === undefined ? [] : [z.maximum(maxValue)]),
      );
    },
  },
  boolean: { schemaOf: () => z.boolean() },
  dateTime: {
    convert: (value, _, zone) => readDateTime(value, zone()) ?? value,
    schemaOf: dateTime,
  },
  json: { schemaOf: ({ placeholder }) => jsonObject(exampleIn(placeholder) ?? '{"key": "value"}') },
  options: { schemaOf: choiceOf },
  multiOptions: { schemaOf: (field) => z.array(choiceOf(field)) },
  resourceLocator: {
    schemaOf: ({ modes }) =>
      z.string().check(
        z.trim(),
        z.minLength(1),
        ...modes
          .flatMap(({ validation = [] }) => validation)
          .map(({ properties: { regex, errorMessage } }) =>
            z.refine((id) => new RegExp(regex).test(String(id)), {
              error: 'is not valid',
              params: { hint: `${errorMessage}.` },
            }),
          ),
      ),
  },
  fixedCollection: {
    convert: (value, { options }, zone) =>
      mapNamed(value, options, (rows, { values }) => {
        const rowOf = (row: unknown) => mapNamed(row, values, (given, field) => convert(given, field, zone));
        return Array.isArray(rows) ? rows.map(rowOf) : rowOf(rows);
      }),
    schemaOf: ({ options, typeOptions }) =>
      shapeOf(options, ({ values }) => {
        const row = shapeOf(values, schemaOf);
        return z.optional(typeOptions?.multipleValues ? z.array(row) : row);
      }),
  },
  notice: { schemaOf: () => z.unknown() },
};

/** The value as the type of its field wants it, where that can be made of it. */
export function convert(value: unknown, field: ValueField, zone: () => string): unknown {
  const { convert: make } = FIELD_TYPES[field.type] as FieldType<ValueField>;
  if (!make || value === '') return value;
  if (isMultiple(field) && Array.isArray(value)) return value.map((one) => make(one, field, zone));
  return make(value, field, zone);
}

const schemas = new WeakMap<Field, z.ZodMiniType>();

/** Schema of the value of a field, made when it is first needed: the one under `schema`, or that of its type. */
export function schemaOf(field: ValueField): z.ZodMiniType {
  const made = schemas.get(field) ?? field[schema]?.() ?? typeSchemaOf(field);
  schemas.set(field, made);
  return made;
}

function typeSchemaOf(field: ValueField): z.ZodMiniType {
  const one = (FIELD_TYPES[field.type] as FieldType<ValueField>).schemaOf(field);
  return isMultiple(field) ? z.array(one) : one;
}

/** Returns true if the field has a list of values, which n8n can make of several types. */
function isMultiple(field: ValueField): boolean {
  return field.type === 'string' && field.typeOptions?.multipleValues === true;
}

/** Returns true if a field that is left empty stands for something: its default. Of an expression it is not known for what. */
export function hasDefault({ type, default: preset }: ValueField): boolean {
  if (type === 'resourceLocator') return false;
  return typeof preset !== 'string' || (preset !== '' && !preset.startsWith('='));
}

/** The example that a placeholder such as `e.g. Orders` gives. */
export function exampleIn(placeholder = ''): string | undefined {
  return /^e\.g\. (.+)$/.exec(placeholder)?.[1];
}

function choiceOf({ options }: Of<'options' | 'multiOptions'>): z.ZodMiniType {
  return options ? z.literal(options.map(({ value }) => value)) : z.string();
}

/** Maps the values of an object whose keys are names of these. */
function mapNamed<T extends { readonly name: string }>(
  value: unknown,
  named: readonly T[],
  map: (inner: unknown, one: T) => unknown,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const one = named.find(({ name }) => name === key);
    return [key, one ? map(inner, one) : inner];
  });
  return Object.fromEntries(entries);
}

function shapeOf<T extends { readonly name: string }>(named: readonly T[], of: (one: T) => z.ZodMiniType) {
  return z.object(Object.fromEntries(named.map((one) => [one.name, of(one)])));
}
