import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Payload, PayloadFile } from './payload';

/** Says what is wrong with a body that does not fit its content type. */
export class UnreadablePayload extends Error {}

/**
 * Reads the body of an inbound webhook call in one of the formats of signl4.md §1.2.
 * Anything that is not JSON, a form, or XML by its content type is plain text. Without a content type, a JSON object is
 * JSON: scripts of the vendor post so (signl4.md appendix C).
 * @throws UnreadablePayload
 */
export async function readPayload(contentType: string | undefined, body: Buffer): Promise<Payload> {
  const type = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/json' || type === 'text/json' || type.endsWith('+json')) return readJson(body);
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: [...new URLSearchParams(body.toString())], attachments: [] };
  }
  if (type === 'multipart/form-data') return readMultipart(contentType!, body);
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml'))
    return readXml(body.toString());
  if (type === '' && isJsonObject(body)) return readJson(body);
  return readText(body.toString());
}

function isJsonObject(body: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function readJson(body: Buffer): Payload {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new UnreadablePayload('The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null)
    throw new UnreadablePayload('The body is not a JSON object.');
  return { fields: Object.entries(value), attachments: [] };
}

async function readMultipart(contentType: string, body: Buffer): Promise<Payload> {
  let form: FormData;
  try {
    // The platform's own parser; it decodes parts with Content-Transfer-Encoding: base64 too.
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new UnreadablePayload('The body is not valid multipart/form-data.');
  }
  const fields: [string, unknown][] = [];
  const attachments: PayloadFile[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.push([name, value]);
    else {
      const content = Buffer.from(await value.arrayBuffer());
      attachments.push({ name: value.name, contentType: value.type, content });
    }
  }
  return { fields, attachments };
}

function readXml(text: string): Payload {
  if (XMLValidator.validate(text) !== true) throw new UnreadablePayload('The body is not valid XML.');
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: true,
  });
  const document = parser.parse(text) as Record<string, unknown>;
  const [root] = Object.values(document);
  if (typeof root !== 'object' || root === null) {
    return { fields: typeof root === 'string' ? [['Text', root]] : [], attachments: [] };
  }
  return { fields: Object.entries(root), attachments: [] };
}

/** A line is taken for a parameter if it begins with a name of up to 60 letters, digits, blanks, `-`, `_` or `.`. */
const NAMED_LINE = /^([\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}?)\s*:\s+(.*)$/u;

function readText(text: string): Payload {
  const lines = text.split(/\r?\n/);
  const fields: [string, unknown][] = [];
  const free: string[] = [];
  for (const line of lines) {
    const match = NAMED_LINE.exec(line.trim());
    if (match) fields.push([match[1]!, match[2]!]);
    else if (line.trim() !== '') free.push(line.trim());
  }
  if (fields.length === 0) {
    const [title, ...rest] = free;
    if (title !== undefined)
      fields.push(
        ['Title', title],
        ...(rest.length > 0 ? [['Text', rest.join('\n')] as [string, unknown]] : []),
      );
  } else if (free.length > 0 && !fields.some(([name]) => name.toLowerCase() === 'text')) {
    fields.push(['Text', free.join('\n')]);
  }
  return { fields, attachments: [] };
}
