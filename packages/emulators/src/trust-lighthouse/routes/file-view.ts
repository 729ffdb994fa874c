import type { FileRegister } from '../model';
import { sizeText } from '../size-text';

/** A file as Chronos shows it. trust-lighthouse.md §4. */
export function fileView(
  { uuid, name, content, createdAtMs, tags, folder }: FileRegister,
  sizeUnit: 'KB' | 'scaled',
): Record<string, unknown> {
  return {
    uuid,
    name,
    size: sizeText(content.length, sizeUnit),
    created_at: new Date(createdAtMs).toISOString(),
    tags,
    path: folder === '' ? name : `${folder}/${name}`,
  };
}
