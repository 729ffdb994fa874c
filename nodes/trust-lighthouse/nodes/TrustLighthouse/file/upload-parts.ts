import type { Part } from '@signalbox/http-core';
import type { ItemAccess } from '@signalbox/http-core/operation';

import type { Tags } from '../../api/tags';

interface Upload {
  binaryField: string;
  fileName?: string | undefined;
  folder?: string | undefined;
}

/**
 * Multipart body with a file of the item and its metadata.
 *
 * @param fields further parts; empty ones are omitted
 */
export async function uploadParts(
  { binaryField, fileName, folder }: Upload,
  item: ItemAccess,
  tags: Tags,
  fields: Readonly<Record<string, string | undefined>> = {},
): Promise<Part[]> {
  const file = await item.file(binaryField);
  // Tags are sent as JSON in a text part (trust-lighthouse.md §4).
  const all = { ...fields, tags: Object.keys(tags).length > 0 ? JSON.stringify(tags) : undefined, folder };
  return [
    { name: 'file', file: file.content, fileName: fileName ?? file.fileName, contentType: file.mimeType },
    ...Object.entries(all).flatMap(([name, text]) => (text ? [{ name, text }] : [])),
  ];
}
