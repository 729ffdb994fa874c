import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { inCamelCase, tagMap, text } from './wire';

/** A file as Chronos returns it (trust-lighthouse.md §4). `size` is a string such as "206.2080078125 KB". */
export const fileSchema = lazy(() =>
  z.looseObject({
    uuid: z.string(),
    name: text(),
    size: z.nullish(z.union([z.string(), z.number()])),
    created_at: text(),
    path: text(),
    tags: z.nullish(tagMap()),
  }),
);
export type File = z.infer<ReturnType<typeof fileSchema>>;

/** Envelope of a single file. */
export const oneFile = lazy(() => z.looseObject({ data: fileSchema() }));
export type OneFile = z.infer<ReturnType<typeof oneFile>>;

/** Output shape of a file. */
export const presentedFile = lazy(() =>
  z.looseObject({
    uuid: z.string(),
    name: text(),
    size: text(),
    sizeBytes: z.optional(z.int()),
    createdAt: text(),
    path: text(),
    tags: z.record(z.string(), z.string()),
  }),
);

/** Adds the size in bytes to Trust's own string. */
export function presentFile({ size, ...file }: File): IDataObject {
  const bytes = sizeInBytes(size);
  return inCamelCase({
    ...file,
    size,
    ...(bytes !== undefined && { size_bytes: bytes }),
    tags: file.tags ?? {},
  }) as IDataObject;
}

/** Bytes for each unit. Only KB is documented (trust-lighthouse.md §4). */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  kb: 2 ** 10,
  mb: 2 ** 20,
  gb: 2 ** 30,
  tb: 2 ** 40,
};

function sizeInBytes(size: unknown): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(String(size)) ?? [];
  const factor = Object.hasOwn(UNITS, unit.toLowerCase()) ? UNITS[unit.toLowerCase()] : undefined;
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}
