import type { FastifyReply } from 'fastify';
import type { FileRegister } from '../model';

/** Responds with the bytes of a file. Assumption T41. */
export function sendFile(
  reply: FastifyReply,
  { name, contentType }: FileRegister,
  content: Buffer,
  headers: 'full' | 'bare',
): FastifyReply {
  if (headers === 'bare') return reply.header('content-type', 'application/octet-stream').send(content);
  // RFC 6266: the plain name for old clients, the encoded one for all others.
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return reply
    .header('content-type', contentType === '' ? 'application/octet-stream' : contentType)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`)
    .send(content);
}
