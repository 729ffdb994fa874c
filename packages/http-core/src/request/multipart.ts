import { randomBytes } from 'node:crypto';

/** A part of a multipart/form-data body: a text field or a file. */
export type Part =
  { name: string; text: string } | { name: string; file: Buffer; fileName: string; contentType: string };

export type Multipart = readonly Part[];

/**
 * The bytes of a multipart/form-data body (RFC 7578) and its content type.
 *
 * Bytes and not a stream, so that a retry or n8n's resend after a token refresh sends the same body again.
 */
export function encodeMultipart(parts: Multipart): { body: Buffer; contentType: string } {
  // 18 random bytes cannot be guessed by who chooses the content of a part.
  const boundary = `signalbox-${randomBytes(18).toString('base64url')}`;
  const chunks = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${headersOf(part)}\r\n\r\n`),
    'file' in part ? part.file : Buffer.from(part.text),
    Buffer.from('\r\n'),
  ]);
  return {
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function headersOf(part: Part): string {
  const disposition = `Content-Disposition: form-data; name="${escapeName(part.name)}"`;
  if (!('file' in part)) return disposition;
  // A content type with a line break would let the name of a file add headers.
  const contentType = part.contentType.replace(/[^\x20-\x7e]/g, '');
  return `${disposition}; filename="${escapeName(part.fileName)}"\r\nContent-Type: ${contentType}`;
}

/** Escapes as browsers do (HTML Standard, multipart/form-data encoding algorithm). */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
