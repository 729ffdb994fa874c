import type { PayloadFile } from './payload';

/** signl4.md §1.7: at most 4 MB each. */
const MAX_BYTES = 4 * 1024 * 1024;
const EXTENSIONS = new Set('png tiff tif jpeg jpg gif bmp mp3 wav aiff m4a txt pdf mov mp4'.split(' '));
/** For files without an extension in their name. */
const CONTENT_TYPES = new Set([
  'image/png',
  'image/tiff',
  'image/jpeg',
  'image/gif',
  'image/bmp',
  'audio/mpeg',
  'audio/mp3',
  'audio/wav',
  'audio/x-wav',
  'audio/aiff',
  'audio/x-aiff',
  'audio/mp4',
  'audio/x-m4a',
  'text/plain',
  'application/pdf',
  'video/quicktime',
  'video/mp4',
]);

/** Why a file cannot be attached to an alert; `undefined` if it can. */
export function attachmentProblem(file: PayloadFile): string | undefined {
  if (file.content.length > MAX_BYTES) return `The attachment ${file.name} is larger than 4 MB.`;
  const extension = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  const known =
    extension === undefined ? CONTENT_TYPES.has(file.contentType.toLowerCase()) : EXTENSIONS.has(extension);
  return known ? undefined : `The type of the attachment ${file.name} is not supported.`;
}
