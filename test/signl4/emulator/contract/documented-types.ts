import { z } from 'zod/v4';
import { appendixRows } from './appendix';

const BASIC: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  boolean: z.boolean(),
  integer: z.number().int(),
  number: z.number(),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/),
  base64: z.base64(),
  any: z.unknown(),
};

/** The schema leaves the items of these lists open; the types are there, without a use. */
const OPEN_LISTS: Readonly<Record<string, string[]>> = {
  timelineEntries: [
    'TimelineEntryBase',
    'TimelineEntryUser',
    'TimelineEntryTeam',
    'TimelineEntryAnnotation',
    'TimelineEntryRemoteAction',
  ],
  contactAddresses: ['ContactAddressInfo', 'PhoneContactAddressInfo'],
};

/** Types that extend another (`allOf` in the schema). */
const BASES: Readonly<Record<string, string>> = {
  TimelineEntryUser: 'TimelineEntryBase',
  TimelineEntryTeam: 'TimelineEntryBase',
  TimelineEntryAnnotation: 'TimelineEntryBase',
  TimelineEntryRemoteAction: 'TimelineEntryBase',
  PhoneContactAddressInfo: 'ContactAddressInfo',
};

/** A reference cannot be marked as nullable in Swagger 2; these have nothing to refer to at times. */
const OPTIONAL_REFERENCES = new Set(['continuationToken', 'device']);

interface Field {
  name: string;
  type: string;
  nullable: boolean;
  required: boolean;
}

const rows = appendixRows('B').filter(
  ([name, text]) => /^\w+$/.test(name!) && text !== 'Fields' && text !== 'Values',
);
const fieldsOf = new Map(
  rows.filter(([, text]) => !isEnum(text!)).map(([name, text]) => [name!, readFields(text!)]),
);
const enums = new Map(
  rows
    .filter(([, text]) => isEnum(text!))
    .map(([name, text]) => [
      name!,
      [...text!.matchAll(/(?:^|, )(-?\d+) /g)].map(([, value]) => Number(value)),
    ]),
);
const schemas = new Map<string, z.ZodType>();

/** Number of types and enums in appendix B. */
export const documentedTypeCount = fieldsOf.size + enums.size;

/**
 * A response of a type: every field of appendix B and no other, `null` only where it is nullable.
 * @throws Error for a type that appendix B does not have
 */
export function responseSchema(type: string): z.ZodType {
  return schemaOf(type, 'response');
}

/** A request of a type: fields of appendix B, the required ones at least. */
export function requestSchema(type: string): z.ZodType {
  return schemaOf(type, 'request');
}

function schemaOf(type: string, use: 'request' | 'response'): z.ZodType {
  const known = schemas.get(`${use} ${type}`);
  if (known) return known;
  const schema = build(type, use);
  schemas.set(`${use} ${type}`, schema);
  return schema;
}

function build(type: string, use: 'request' | 'response'): z.ZodType {
  const basic = BASIC[type];
  if (basic) return basic;
  if (type === '[]') return openList('timelineEntries');
  if (type.endsWith('[]')) return z.array(schemaOf(type.slice(0, -2), use));
  const page = /^Page of (\w+)$/.exec(type)?.[1];
  if (page) {
    return z.strictObject({
      results: z.array(schemaOf(page, use)),
      continuationToken: schemaOf('PagedResultsPublicContinuationToken', use).nullable(),
      hasMore: z.boolean(),
    });
  }
  const [, data, error] = /^data (\w+), errors (\w+)$/.exec(type) ?? [];
  if (data && error) {
    return z.strictObject({ data: z.array(schemaOf(data, use)), errors: z.array(schemaOf(error, use)) });
  }
  const values = enums.get(type);
  if (values)
    return enumSchema(
      values,
      use === 'request' ? /(Flags|Options|StatusCodes)$/.test(type) : /(Flags|Options)$/.test(type),
    );
  const fields = fieldsOf.get(type);
  if (!fields) throw new Error(`Appendix B has no type "${type}".`);
  const inherited = BASES[type] ? (fieldsOf.get(BASES[type]) ?? []) : [];
  return z.lazy(() =>
    z.strictObject(
      Object.fromEntries([...inherited, ...fields].map((field) => [field.name, fieldSchema(field, use)])),
    ),
  );
}

function fieldSchema(field: Field, use: 'request' | 'response'): z.ZodType {
  const schema = field.type === 'list' ? openList(field.name) : schemaOf(field.type, use);
  const nullable = field.nullable || OPTIONAL_REFERENCES.has(field.name) ? schema.nullable() : schema;
  return use === 'request' && !field.required ? nullable.optional() : nullable;
}

function openList(name: string): z.ZodType {
  const types = OPEN_LISTS[name];
  if (!types) throw new Error(`The items of "${name}" are not known.`);
  return z.array(z.union(types.map((type) => schemaOf(type, 'response')) as [z.ZodType, z.ZodType]));
}

/** One of the values, or a sum of them: flags, and filters by status. */
function enumSchema(values: number[], sums: boolean): z.ZodType {
  if (!sums) return z.number().refine((value) => values.includes(value));
  const all = values.reduce((sum, value) => sum | value, 0);
  return z.number().refine((value) => values.includes(value) || (value > 0 && (value & ~all) === 0));
}

function isEnum(text: string): boolean {
  return /^-?\d+ \w/.test(text);
}

function readFields(text: string): Field[] {
  return text.split(', ').map((field) => {
    const [, name, marks, type] = /^([\w-]+)([?*]*) ([\w[\]]+)$/.exec(field) ?? [];
    if (!name || !type) throw new Error(`"${field}" in appendix B is no field.`);
    return { name, type, nullable: marks!.includes('?'), required: marks!.includes('*') };
  });
}
