import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/** The members that operations have in common which delete something: the response is empty. */
export const deleted = {
  responseSchema: lazy(() => z.looseObject({})),
  output: lazy(() => z.object({ deleted: z.boolean(), id: z.string() })),
} as const;

export function toDeletedItem(id: string): IDataObject {
  return { deleted: true, id };
}
