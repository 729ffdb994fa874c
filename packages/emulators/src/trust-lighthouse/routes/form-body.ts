import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error';
import type { FileContent } from '../files';
import { mediaType } from './media-type';

/** A form with a file. */
interface FormBody {
  /** The first value of each name. */
  readonly fields: ReadonlyMap<string, string>;
  /** The part with the name `file`; it counts only if it has a file name. */
  readonly file?: FileContent;
}

/**
 * Reads multipart/form-data; anything else counts as an empty form.
 * @throws ApiError 400 for a body that does not fit its boundary
 */
export async function formBody(request: FastifyRequest): Promise<FormBody> {
  const fields = new Map<string, string>();
  if (mediaType(request) !== 'multipart/form-data' || !(request.body instanceof Buffer)) return { fields };
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(request.body), {
      headers: { 'content-type': request.headers['content-type']! },
    }).formData();
  } catch {
    throw new ApiError(400, {
      code: 400,
      resource: 'File Register',
      message: 'Malformed multipart/form-data',
    });
  }
  let file: FileContent | undefined;
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      if (!fields.has(name)) fields.set(name, value);
    } else if (name === 'file' && value.name !== '' && !file) {
      file = {
        name: value.name,
        contentType: value.type,
        content: Buffer.from(await value.arrayBuffer()),
      };
    }
  }
  return { fields, file };
}
