import type * as z from 'zod/v4-mini';

import type { Field, schema } from './field';

/**
 * Input of an operation: the values of its fields by name, as `readInput` gives them.
 *
 * - A value that is `required` or has a default is always there. One with a `schema` is there if that says so.
 * - Members of a collection stand beside the other fields, and may be missing.
 * - Of fields with `displayOptions` and no default, those are there that are shown: where one choice decides about all of them, the
 *   input is a union by it; else they may be missing.
 */
export type InputOf<Fields extends readonly Field[]> = string extends Fields[number]['name']
  ? 'Declare fields with `as const satisfies Field`: the compiler does not know all of their names'
  : Flat<
      Cases<Exclude<Fields[number], { type: 'notice' | 'collection' }>> & Members<MemberOf<Fields[number]>>
    >;

type Flat<T> = T extends unknown ? { [Name in keyof T]: T[Name] } : never;

type ValueOf<F> = F extends { readonly [schema]: () => infer Schema }
  ? z.output<Schema>
  : F extends { type: 'number' }
    ? number
    : F extends { type: 'boolean' }
      ? boolean
      : F extends { type: 'json' }
        ? Record<string, unknown>
        : F extends { type: 'options' }
          ? ChoiceOf<F>
          : F extends { type: 'multiOptions' }
            ? ChoiceOf<F>[]
            : F extends { type: 'fixedCollection'; options: readonly (infer Group)[] }
              ? { [G in Group as NameOf<G>]?: RowsOf<F, RowOf<G>> }
              : F extends { typeOptions: { multipleValues: true } }
                ? string[]
                : string;

type NameOf<T> = T extends { readonly name: infer Name extends string } ? Name : never;

type ChoiceOf<F> = F extends { options: readonly { readonly value: infer Value }[] } ? Value : string;

type RowsOf<F, Row> = F extends { typeOptions: { multipleValues: true } } ? Row[] : Row;

type RowOf<Group> = Group extends { values: readonly (infer Member)[] }
  ? { [M in Member as NameOf<M>]: ValueOf<M> }
  : never;

type MemberOf<F> = F extends { type: 'collection'; options: readonly (infer Member)[] }
  ? Exclude<Member, { type: 'notice' }>
  : never;

type Members<M> = {
  [Each in M as Each extends Defaulted ? never : NameOf<Each>]?: ValueOf<Each>;
} & { [Each in M as Each extends Defaulted ? NameOf<Each> : never]: ValueOf<Each> };

/** A field that its schema gives a value where there is none. */
type Defaulted = { readonly [schema]: () => z.ZodMiniDefault };

/** Inputs of an operation, one for each value of the field that decides which others are shown. */
type Cases<F> = [Deciding<F>] extends [never]
  ? Case<F, unknown>
  : IsUnion<Deciding<F>> extends true
    ? Case<F, never>
    : ByChoice<F, Extract<F, { readonly name: Deciding<F> }>>;

type ByChoice<F, Decider> = Decider extends { type: 'options'; name: infer Name extends string }
  ? EachChoice<F, Name, ChoiceOf<Decider>>
  : Case<F, never>;

type EachChoice<F, Name extends string, Choice> = Choice extends unknown
  ? Case<Exclude<F, { readonly name: Name }>, Record<Name, Choice>> & Record<Name, Choice>
  : never;

/** Names of the fields that decide which others are shown. */
type Deciding<F> = F extends { displayOptions: { show: infer Show } } ? keyof Show : never;

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** @typeParam Chosen what decides: the choice by its name; `unknown` if all fields are shown, `never` if that is not known */
type Case<F, Chosen> = {
  [Each in F as Presence<Each, Chosen> extends 'always' ? NameOf<Each> : never]: ValueOf<Each>;
} & { [Each in F as Presence<Each, Chosen> extends 'maybe' ? NameOf<Each> : never]?: ValueOf<Each> };

type Presence<F, Chosen> = F extends Defaulted
  ? 'always'
  : HasDefault<F> extends true
    ? 'always'
    : F extends { displayOptions: { show: infer Show } }
      ? [Chosen] extends [never]
        ? 'maybe'
        : Chosen extends { [Name in keyof Show]: Show[Name] extends readonly (infer Value)[] ? Value : never }
          ? WhenShown<F>
          : 'never'
      : WhenShown<F>;

type WhenShown<F> = F extends { required: true } | { readonly [schema]: unknown } ? 'always' : 'maybe';

type HasDefault<F> = F extends { type: 'resourceLocator' }
  ? false
  : F extends { default: infer Default }
    ? Default extends string
      ? string extends Default
        ? false
        : Default extends '' | `=${string}`
          ? false
          : true
      : true
    : false;
