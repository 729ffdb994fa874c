import * as z from 'zod/v4-mini';

import { lazy } from '../platform/lazy';
import type { Response } from './response';

/** The content of a response that is a file. */
export interface DownloadedFile {
  content: Buffer;
  /** In lower case, without parameters; `application/octet-stream` when the service does not say. */
  mimeType: string;
  /** The last part of the name that the service gives (Content-Disposition). */
  fileName?: string;
}

/** The `responseSchema` of an operation whose request is for a file. */
export const downloadedFile = lazy(() => z.custom<DownloadedFile>());

export function fileOf({ headers, body }: Response): DownloadedFile {
  const mimeType = String(headers['content-type'] ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase();
  const fileName = fileNameIn(String(headers['content-disposition'] ?? ''));
  return { content: body, mimeType: mimeType || 'application/octet-stream', ...(fileName && { fileName }) };
}

/** The name in a Content-Disposition header (RFC 6266): the encoded form first, then the plain one. */
function fileNameIn(disposition: string): string | undefined {
  const encoded = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const quoted = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1');
  const plain = /;\s*filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1];
  return baseName(decoded(encoded) ?? quoted ?? plain ?? '');
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Without folders and control characters: a later node may write the file under this name. */
function baseName(name: string): string | undefined {
  const last = name
    .replace(/\p{Cc}/gu, '')
    .split(/[\\/]/)
    .at(-1)!;
  return last === '' || last === '.' || last === '..' ? undefined : last;
}
