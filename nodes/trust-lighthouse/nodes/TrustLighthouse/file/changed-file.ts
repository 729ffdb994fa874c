import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { fileSchema, presentFile, presentedFile } from '../../api/file';
import { text } from '../../api/wire';

/**
 * Response to a change of a file. Documented to contain the file when tags are added, unknown otherwise
 * (trust-lighthouse.md §4), so it may contain something else or nothing.
 */
export const changedFile = lazy(() =>
  z.looseObject({ resource: text(), message: text(), data: z.optional(z.unknown()) }),
);
type Change = z.infer<ReturnType<typeof changedFile>>;

/** Output shape: the file, as far as Trust returned it. */
export const presentedChange = lazy(() =>
  z.extend(z.partial(presentedFile()), { uuid: z.string(), message: text() }),
);

export function presentChange(change: object, { fileUuid }: { fileUuid: string }): IDataObject {
  const { resource, message, data } = change as Change;
  const file = z.safeParse(fileSchema(), data);
  if (file.success) return { ...presentFile(file.data), message };
  if (!data) return { uuid: fileUuid, message };
  return { uuid: fileUuid, [resource === 'Tags' ? 'tags' : 'answer']: data, message };
}
