/** Bytes. A token answer has some hundred, a page of a proxy some ten thousand. */
const MAX_BYTES = 256 * 1024;

/** Ends the reading of an answer that is too large. */
export class AnswerTooLarge extends Error {}

/** The text of an answer that n8n gives as a stream. @throws AnswerTooLarge, or the error of the stream */
export async function readAnswer(body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return '';
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
