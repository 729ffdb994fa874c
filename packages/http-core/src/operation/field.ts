import type { INodePropertyTypeOptions } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

/**
 * Key of a field for a schema of its value, which replaces the one of its type. It also decides whether the value may be missing,
 * except that a member of a collection always may. A symbol, so that n8n, to which a field is data, does not see it.
 *
 * @example { displayName: 'User ID', name: 'userId', type: 'string', default: '', [schema]: guid }
 */
export const schema: unique symbol = Symbol('schema');

interface Common {
  readonly displayName: string;
  /** Name of the parameter, and of the value in the input of the operation. */
  readonly name: string;
  readonly description?: string;
  readonly hint?: string;
  /** `e.g. …` also serves as the example in an error. */
  readonly placeholder?: string;
  /** The field must not be left empty. A text is trimmed. */
  readonly required?: boolean;
  readonly noDataExpression?: boolean;
  /** Values of other fields of the operation, listed before this one, with which it is shown. */
  readonly displayOptions?: {
    readonly show: Readonly<Record<string, (string | number | boolean)[]>>;
  };
  readonly [schema]?: () => z.ZodMiniType;
}

type TypeOptions<Name extends keyof INodePropertyTypeOptions> = {
  readonly typeOptions?: Readonly<Pick<INodePropertyTypeOptions, Name>>;
};

interface DependsOn {
  /** Names of the parameters on which the list depends. */
  readonly loadOptionsDependsOn?: string[];
}

interface Choices {
  readonly options?: {
    readonly name: string;
    readonly value: string | number | boolean;
    readonly description?: string;
  }[];
  /** Without `options`: the method that fills the list. */
  readonly typeOptions?: DependsOn & { readonly loadOptionsMethod?: string };
}

interface LocatorMode {
  readonly displayName: string;
  readonly name: string;
  readonly type: 'string' | 'list';
  readonly hint?: string;
  readonly placeholder?: string;
  readonly typeOptions?: { readonly searchListMethod?: string; readonly searchable?: boolean };
  /** Of the ID, in whatever mode it comes. */
  readonly validation?: {
    readonly type: 'regex';
    readonly properties: { readonly regex: string; readonly errorMessage: string };
  }[];
}

/** A field with a value, or a notice; not a collection, whose members count as fields. */
export type ValueField = Common &
  (
    | ({ readonly type: 'string'; readonly default: string | string[] } & TypeOptions<
        'multipleValues' | 'multipleValueButtonText' | 'password' | 'rows'
      >)
    // An empty text is no number, but leaves the field empty.
    | ({ readonly type: 'number'; readonly default: number | '' } & TypeOptions<
        'minValue' | 'maxValue' | 'numberPrecision'
      >)
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'dateTime'; readonly default: string }
    | ({ readonly type: 'json'; readonly default: string } & TypeOptions<'rows'>)
    | ({ readonly type: 'options'; readonly default: string | number | boolean } & Choices)
    | ({ readonly type: 'multiOptions'; readonly default: string[] } & Choices)
    | {
        readonly type: 'resourceLocator';
        readonly default: { readonly mode: string; readonly value: string };
        readonly modes: LocatorMode[];
        readonly typeOptions?: DependsOn;
      }
    | {
        readonly type: 'fixedCollection';
        readonly default: object;
        readonly typeOptions?: { readonly multipleValues?: boolean; readonly sortable?: boolean };
        readonly options: {
          readonly displayName: string;
          readonly name: string;
          readonly values: ValueField[];
        }[];
      }
    | { readonly type: 'notice'; readonly default: '' }
  );

/**
 * A field of an operation, as n8n describes parameters, with the types of which the input can be derived. Declare a field that
 * operations share with `as const satisfies Field`, which keeps its name and its choices in its type. Arrays are not readonly, as n8n
 * wants them.
 */
export type Field =
  | ValueField
  | (Common & {
      readonly type: 'collection';
      readonly default: object;
      readonly options: ValueField[];
    });
