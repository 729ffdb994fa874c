import type { AssumptionTable, AssumptionValue } from '../kit/assumption';

/** The table of assumptions for a terminal: two lines each. */
export function assumptionLines(table: AssumptionTable, changed: Record<string, AssumptionValue>): string[] {
  return Object.entries(table).flatMap(([name, row]) => {
    const value = Object.hasOwn(changed, name) ? changed[name] : row.initial;
    const others = row.choices ? row.choices.filter((choice) => choice !== value).join('|') : 'a number';
    const note = value === row.initial ? row.assumed : `(changed) by default: ${row.assumed}`;
    return [
      `${row.id}  ${row.question}`,
      `     ${note}  [${name}=${value}${others === '' ? '' : `; or ${others}`}]`,
    ];
  });
}
