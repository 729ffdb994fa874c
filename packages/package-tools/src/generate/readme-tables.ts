import type { Operation } from '@signalbox/http-core/operation';
import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { SourceNode } from './read-operations';

/** Retry rule of each kind of operation, in a user's words. */
const RETRIES: Readonly<Record<Operation['semantics'], string>> = {
  safe: 'after any temporary failure',
  idempotent: 'after any temporary failure; twice has the effect of once',
  'non-idempotent': 'only if it cannot have arrived, or on a 429',
};

/** Retry rule of a non-idempotent operation whose outcome can be looked up. */
const SETTLED = `${RETRIES['non-idempotent']}; an unknown outcome is looked up`;

/** The generated tables of a README, keyed by the name in their markers. */
export function readmeTables(nodes: readonly SourceNode[]): ReadonlyMap<string, string> {
  return new Map([
    [
      'operations',
      operationsTable(nodes.flatMap(({ description, operations }) => rowsOf(description, operations))),
    ],
    ['events', eventsTable(nodes.filter(isTrigger).map(({ description }) => description))],
  ]);
}

/**
 * Replaces the text between `<!-- name:start -->` and `<!-- name:end -->` with each table.
 *
 * @throws Error if the README lacks the markers of a table that is not empty
 */
export function withTables(readme: string, tables: ReadonlyMap<string, string>): string {
  return [...tables].reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- ${name}:start -->)[^]*?(<!-- ${name}:end -->)`);
    if (place.test(text))
      return text.replace(place, (_, start: string, end: string) => `${start}\n${table}\n${end}`);
    if (table === '') return text;
    throw new Error(
      `The README has no place for the table "${name}": <!-- ${name}:start --><!-- ${name}:end -->`,
    );
  }, readme);
}

function rowsOf({ properties }: INodeTypeDescription, operations: readonly Operation[]): string[][] {
  const resources = new Map(
    optionsOf(properties.find(({ name }) => name === 'resource')).map(({ value, name }) => [value, name]),
  );
  return operations.map(({ resource, name, description, semantics, outcomeCheck }) => [
    `${resources.get(resource) ?? resource}: ${name}`,
    description,
    semantics === 'non-idempotent' && outcomeCheck ? SETTLED : RETRIES[semantics],
  ]);
}

function operationsTable(rows: readonly string[][]): string {
  return rows.length === 0 ? '' : table(['Operation', 'What it does', 'Sent again'], rows);
}

function eventsTable(descriptions: readonly INodeTypeDescription[]): string {
  const rows = descriptions
    .flatMap(({ properties }) => optionsOf(properties.find(({ name }) => name === 'events')))
    .map(({ name, value, description = '' }) => [name, `\`${String(value)}\``, description]);
  return rows.length === 0 ? '' : table(['Event', 'Value in the output', 'Meaning'], rows);
}

/** An action node may have a parameter "events" with another meaning. */
function isTrigger({ operations }: SourceNode): boolean {
  return operations.length === 0;
}

function optionsOf(property: INodeTypeDescription['properties'][number] | undefined): INodePropertyOptions[] {
  return (property?.options ?? []) as INodePropertyOptions[];
}

/** A Markdown table, padded as Prettier does. */
export function table(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return ['', line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n');
}
