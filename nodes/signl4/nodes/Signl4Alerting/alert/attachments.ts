import { InputProblem } from '@signalbox/http-core/errors';
import type { Part } from '@signalbox/http-core';
import type { ItemAccess } from '@signalbox/http-core/operation';

/** SIGNL4 spec §1.7. */
const MAX_BYTES = 4 * 1024 * 1024;

/** What SIGNL4 takes, by file extension, with the MIME types under which such files come (spec §1.7). */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  png: ['image/png'],
  tiff: ['image/tiff'],
  tif: ['image/tiff'],
  jpeg: ['image/jpeg'],
  jpg: ['image/jpeg'],
  gif: ['image/gif'],
  bmp: ['image/bmp', 'image/x-ms-bmp'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  aiff: ['audio/aiff', 'audio/x-aiff'],
  m4a: ['audio/mp4', 'audio/x-m4a', 'audio/m4a'],
  txt: ['text/plain'],
  pdf: ['application/pdf'],
  mov: ['video/quicktime'],
  mp4: ['video/mp4'],
};

/**
 * The files to attach to an alert, as parts of the request.
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
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  const byType = Object.keys(TYPES).find((candidate) => TYPES[candidate]?.includes(mimeType));
  const known = extension !== undefined && TYPES[extension]?.includes(mimeType);
  if (!byType) {
    throw new InputProblem(
      `SIGNL4 takes no attachments of type ${mimeType} ("${fileName}" in the binary field "${name}")`,
      `It takes ${Object.keys(TYPES).join(', ')}.`,
    );
  }
  if (content.length > MAX_BYTES) {
    const size = (content.length / 1024 / 1024).toFixed(1);
    throw new InputProblem(
      `The attachment "${fileName}" (binary field "${name}") has ${size} MB, SIGNL4 takes 4 MB`,
      'Make it smaller, or send a link to it in the message.',
    );
  }
  // SIGNL4 tells the type by the extension, so a file without the right one gets it.
  return { name, file: content, fileName: known ? fileName : `${fileName}.${byType}`, contentType: mimeType };
}
