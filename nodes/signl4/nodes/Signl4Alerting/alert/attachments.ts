import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { Part } from '@signalbox/http-core';
import type { ItemAccess } from '@signalbox/http-core/operation';

/** signl4.md §1.7. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * File extensions that SIGNL4 takes (signl4.md §1.7), with the MIME types under which such files come. The first is the
 * registered one, and is what is sent.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  png: ['image/png', 'image/x-png'],
  tiff: ['image/tiff', 'image/x-tiff'],
  tif: ['image/tiff', 'image/x-tiff'],
  jpeg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  jpg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  gif: ['image/gif'],
  bmp: ['image/bmp', 'image/x-ms-bmp', 'image/x-bmp'],
  mp3: ['audio/mpeg', 'audio/mp3', 'audio/x-mp3', 'audio/mpeg3'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  aiff: ['audio/aiff', 'audio/x-aiff'],
  m4a: ['audio/mp4', 'audio/x-m4a', 'audio/m4a'],
  txt: ['text/plain'],
  pdf: ['application/pdf', 'application/x-pdf'],
  mov: ['video/quicktime'],
  mp4: ['video/mp4'],
};

/** Generic MIME types, for which the file extension decides. */
const SAYS_NOTHING = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/binary']);

/**
 * Files to attach to an alert, as parts of the request.
 *
 * @param binaryFields names of binary fields, separated by commas
 */
export async function readAttachments(binaryFields: string, item: ItemAccess): Promise<Part[]> {
  const names = binaryFields
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return await Promise.all(names.map((name) => readAttachment(name, item)));
}

async function readAttachment(name: string, item: ItemAccess): Promise<Part> {
  const { content, fileName, mimeType } = await item.file(name);
  const type = typeOf(fileName, mimeType);
  if (!type) {
    throw new InvalidParameterError(
      `SIGNL4 takes no attachments ${mimeType ? `of type ${mimeType}` : 'without a type'} ("${fileName}" in the binary field "${name}")`,
      `It takes ${Object.keys(TYPES).join(', ')}. Where the type says nothing, the extension of the file name counts.`,
    );
  }
  if (content.length > MAX_BYTES) {
    const size = (content.length / 1024 / 1024).toFixed(1);
    throw new InvalidParameterError(
      `The attachment "${fileName}" (binary field "${name}") has ${size} MB, SIGNL4 takes 4 MB`,
      'Make it smaller, or send a link to it in the message.',
    );
  }
  // SIGNL4 identifies the type by the extension, so a missing one is added.
  const sentName = type.isNamed ? fileName : `${fileName}.${type.extension}`;
  return { name, file: content, fileName: sentName, contentType: TYPES[type.extension]![0]! };
}

/** The file type in the words of SIGNL4, and whether the file name states it; undefined if SIGNL4 rejects the type. */
function typeOf(fileName: string, mimeType: string): { extension: string; isNamed: boolean } | undefined {
  const named = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  const isKnown = named !== undefined && Object.hasOwn(TYPES, named);
  if (isKnown && (SAYS_NOTHING.has(mimeType) || TYPES[named]!.includes(mimeType))) {
    return { extension: named, isNamed: true };
  }
  const extension = Object.keys(TYPES).find((candidate) => TYPES[candidate]!.includes(mimeType));
  return extension === undefined ? undefined : { extension, isNamed: false };
}
