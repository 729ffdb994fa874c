import { InvalidParameterError } from '@signalbox/http-core/errors';
import { readJsonObject, schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { isRecord } from './wire';

/** Tag values must be strings (trust-lighthouse.md §3.1). */
export type Tags = Readonly<Record<string, string>>;

/**
 * Fields to enter tags, either one by one or as a JSON object. Their content is checked by `readTags`, whose errors name the tag.
 *
 * @param what description of the tags, a sentence without a period
 */
export function tagFields(what: string) {
  return [
    {
      displayName: 'Specify Tags',
      name: 'specifyTags',
      type: 'options',
      options: [
        { name: 'Using Fields Below', value: 'fields' },
        { name: 'Using JSON', value: 'json' },
      ],
      default: 'fields',
      description: 'How to enter the tags',
    },
    {
      displayName: 'Tags',
      name: 'tags',
      type: 'fixedCollection',
      typeOptions: { multipleValues: true },
      displayOptions: { show: { specifyTags: ['fields'] } },
      placeholder: 'Add tag',
      default: {},
      description: what,
      [schema]: () => z.unknown(),
      options: [
        {
          displayName: 'Tag',
          name: 'tag',
          values: [
            { displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. workspace' },
            {
              displayName: 'Value',
              name: 'value',
              type: 'string',
              default: '',
              placeholder: 'e.g. contracts',
            },
          ],
        },
      ],
    },
    {
      displayName: 'Tags (JSON)',
      name: 'tagsJson',
      type: 'json',
      displayOptions: { show: { specifyTags: ['json'] } },
      default: '{}',
      placeholder: 'e.g. { "workspace": "contracts" }',
      description: `${what}. A JSON object of names and values.`,
      [schema]: () => z.unknown(),
    },
  ] as const satisfies Field[];
}

export interface TagInput {
  specifyTags?: 'fields' | 'json' | undefined;
  tags?: unknown;
  tagsJson?: unknown;
}

/**
 * Reads the tags that the user entered. Numbers and booleans are converted to strings, as Trust requires.
 *
 * @throws InvalidParameterError for a value that is not a string, number or boolean, and for an empty or repeated name; names
 *   the tag
 */
export function readTags({ specifyTags, tags, tagsJson }: TagInput): Tags {
  const entries = specifyTags === 'json' ? entriesOfObject(tagsJson) : entriesOfFields(tags);
  const names = new Set<string>();
  for (const [name] of entries) {
    if (name === '')
      throw new InvalidParameterError('A tag has no name', 'Enter a name for each tag, or remove the tag.');
    if (names.has(name)) {
      throw new InvalidParameterError(
        `The tag "${name}" is used twice`,
        'A file has one value for each tag.',
      );
    }
    names.add(name);
  }
  // fromEntries, not assignment: a tag named "__proto__" must survive.
  return Object.fromEntries(entries.map(([name, value]) => [name, asText(name, value)]));
}

/** Like `readTags`, but requires at least one tag. */
export function readSomeTags(input: TagInput): Tags {
  const tags = readTags(input);
  if (Object.keys(tags).length > 0) return tags;
  throw new InvalidParameterError('There are no tags', 'Enter at least one tag with its value.');
}

function entriesOfFields(value: unknown): [string, unknown][] {
  const list: unknown = isRecord(value) ? (value.tag ?? []) : (value ?? []);
  if (!Array.isArray(list) || !list.every(isRecord)) {
    throw new InvalidParameterError(
      '"Tags" is not a list of names and values',
      'Use the fields below, or choose "Using JSON".',
    );
  }
  return list.map(({ name, value: content }) => [
    typeof name === 'string' ? name : asText('name', name),
    content,
  ]);
}

function entriesOfObject(value: unknown): [string, unknown][] {
  return Object.entries(readJsonObject('Tags (JSON)', value ?? {}, '{ "workspace": "contracts" }'));
}

function asText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value);
  const problem =
    value === null || value === undefined
      ? 'has no value'
      : typeof value === 'number'
        ? 'is not a valid number'
        : Array.isArray(value)
          ? 'is a list'
          : 'is an object';
  throw new InvalidParameterError(
    `The tag "${name}" ${problem}, but Trust only accepts text`,
    'Use a string, a number or a boolean, or remove the tag.',
  );
}
