export type AssumptionValue = string | number | boolean;

/** A question that the service's documentation leaves open, and what its emulator does about it. */
export interface Assumption<Value extends AssumptionValue = AssumptionValue> {
  /** Short and stable, for citing. */
  readonly id: string;
  readonly question: string;
  /** Default behavior of the emulator. */
  readonly assumed: string;
  /** The default of the switch. */
  readonly initial: Value;
  /** Values of the switch. A single one cannot be changed; absent means any number. */
  readonly choices?: readonly Value[];
}

/** The widening keeps `assumption(…, true)` from being typed as the constant `true`. */
type Widened<Value extends AssumptionValue> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value;

/** One row of the table of a service. Without `choices`, a boolean can be switched and a number can be any. */
export function assumption<const Value extends AssumptionValue>(
  id: string,
  question: string,
  assumed: string,
  initial: Value,
  choices?: readonly Value[],
): Assumption<Widened<Value>> {
  const all = choices ?? (typeof initial === 'boolean' ? ([true, false] as unknown as Value[]) : undefined);
  return { id, question, assumed, initial, choices: all } as unknown as Assumption<Widened<Value>>;
}

/** All assumptions about one service, by the name of their switch. */
export type AssumptionTable = Readonly<Record<string, Assumption>>;

/** The settings that belong to a table of assumptions. */
export type AssumptionSettings<Table extends AssumptionTable> = {
  -readonly [Name in keyof Table]: Table[Name] extends Assumption<infer Value> ? Value : never;
};

/**
 * The settings of a table, with some of them changed.
 * @throws Error for a name or a value that the table does not know.
 */
export function assumptionSettings<Table extends AssumptionTable>(
  table: Table,
  changes: Partial<AssumptionSettings<Table>> = {},
): AssumptionSettings<Table> {
  const settings: Record<string, AssumptionValue> = {};
  for (const [name, row] of Object.entries(table)) settings[name] = row.initial;
  for (const [name, value] of Object.entries(changes) as [string, AssumptionValue | undefined][]) {
    if (value === undefined) continue;
    settings[name] = checkedValue(table, name, value);
  }
  return settings as AssumptionSettings<Table>;
}

/**
 * Reads `name=value` as it is typed on a command line.
 * @throws Error for a name or a value that the table does not know.
 */
export function parseAssumption(
  table: AssumptionTable,
  text: string,
): [name: string, value: AssumptionValue] {
  const mark = text.indexOf('=');
  const name = mark < 0 ? text : text.slice(0, mark);
  const typed = mark < 0 ? 'true' : text.slice(mark + 1);
  const initial = table[name]?.initial;
  const value =
    typeof initial === 'number' ? Number(typed) : typeof initial === 'boolean' ? parsedBoolean(typed) : typed;
  return [name, checkedValue(table, name, value)];
}

function checkedValue(table: AssumptionTable, name: string, value: AssumptionValue): AssumptionValue {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!row) throw new Error(`There is no assumption "${name}". Known: ${Object.keys(table).join(', ')}`);
  const fits = row.choices
    ? row.choices.includes(value)
    : typeof value === typeof row.initial && (typeof value !== 'number' || Number.isFinite(value));
  if (!fits) {
    throw new Error(
      `Assumption "${name}" cannot be "${value}". It can be ${row.choices?.join(', ') ?? `a ${typeof row.initial}`}`,
    );
  }
  return value;
}

function parsedBoolean(text: string): AssumptionValue {
  return text === 'true' ? true : text === 'false' ? false : text;
}
