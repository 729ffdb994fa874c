import { once } from '@signalbox/http-core';
import { InputProblem } from '@signalbox/http-core/errors';
import { readJsonObject } from '@signalbox/http-core/operation';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { isRecord } from './wire';

/** Trust takes texts and nothing else as values of tags (trust-lighthouse.md §3.1). */
export type Tags = Readonly<Record<string, string>>;

/**
 * The two ways to give tags: fields, or an object.
 *
 * @param what the tags are for, as a sentence
 */
export function tagFields(what: string): INodeProperties[] {
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
      description: 'How to give the tags',
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
      description: `${what}. An object of names and values.`,
    },
  ];
}

/** What the fields of `tagFields` give. Their content is checked by `readTags`, which can name the tag that is wrong. */
export const tagInput = once(() => ({
  specifyTags: z._default(z.enum(['fields', 'json']), 'fields'),
  tags: z.optional(z.unknown()),
  tagsJson: z.optional(z.unknown()),
}));

export interface TagInput {
  specifyTags?: 'fields' | 'json' | undefined;
  tags?: unknown;
  tagsJson?: unknown;
}

/**
 * The tags that the user has given. Numbers and booleans become texts, as Trust wants it.
 *
 * @throws InputProblem that names the tag, for a value that is no plain text, for a name that is empty or given twice
 */
export function readTags({ specifyTags, tags, tagsJson }: TagInput): Tags {
  const entries = specifyTags === 'json' ? entriesOfObject(tagsJson) : entriesOfFields(tags);
  const names = new Set<string>();
  for (const [name] of entries) {
    if (name === '') throw new InputProblem('A tag has no name', 'Give every tag a name, or remove it.');
    if (names.has(name)) {
      throw new InputProblem(`The tag "${name}" is given twice`, 'A file has one value for each tag.');
    }
    names.add(name);
  }
  // Not by assignment, in which a tag called "__proto__" would be lost.
  return Object.fromEntries(entries.map(([name, value]) => [name, asText(name, value)]));
}

/** As `readTags`, for what makes no sense without any. */
export function readSomeTags(input: TagInput): Tags {
  const tags = readTags(input);
  if (Object.keys(tags).length > 0) return tags;
  throw new InputProblem('There are no tags', 'Give at least one tag with its value.');
}

function entriesOfFields(value: unknown): [string, unknown][] {
  const list: unknown = isRecord(value) ? (value.tag ?? []) : (value ?? []);
  if (!Array.isArray(list) || !list.every(isRecord)) {
    throw new InputProblem(
      '"Tags" is not a list of names and values',
      'Use the fields, or choose "Using JSON".',
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
  const what =
    value === null || value === undefined ? 'no value' : Array.isArray(value) ? 'a list' : 'an object';
  throw new InputProblem(
    `The tag "${name}" has ${typeof value === 'number' ? 'a value that is no number' : what}: Trust takes texts only`,
    'Give it a text, a number or a boolean, or leave the tag out.',
  );
}
