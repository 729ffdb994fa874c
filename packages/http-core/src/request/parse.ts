import * as z from 'zod/v4-mini';

import { RequestError } from '../errors/request-error';
import { lazy } from '../platform/lazy';
import { fileOf } from './downloaded-file';
import type { RequestSpec } from './request-spec';
import type { Response } from './response';

/**
 * The content of a successful response, checked. Fields that the schema does not name are kept; one that it promises and the response
 * lacks is an error, since a workflow that goes on without it does something wrong in silence.
 *
 * @throws RequestError `unreadable`
 */
export function parseResponse<T>(
  response: Response,
  schema: z.ZodMiniType<T>,
  spec: Pick<RequestSpec, 'whenEmpty' | 'text' | 'file' | 'contentOf'> = {},
): T {
  const content = specialContent(response, spec) ?? usualContent(response, spec);
  const checked = z.safeParse(schema, content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue?.path.length ? `"${issue.path.map(String).join('.')}"` : 'the content';
  throw unreadable(
    response.body.length === 0
      ? 'answered with nothing, where content was expected'
      : `answered in an unexpected form: ${place} is missing or of another type`,
  );
}

/** Content that the request itself assigns to a response, by its status. */
export function specialContent(response: Response, { contentOf }: Pick<RequestSpec, 'contentOf'>): unknown {
  return contentOf?.(response.status, response.body.length === 0 ? '' : jsonOrUndefined(response));
}

export function jsonOrUndefined(response: Response): unknown {
  try {
    return JSON.parse(textOf(response)) as unknown;
  } catch {
    return undefined;
  }
}

/** For all responses, since it takes longer to make than to use. It drops a byte order mark, which JSON.parse does not take. */
const utf8 = lazy(() => new TextDecoder());

/** The text of a response, by the charset that it names (RFC 9110 §8.3.2), or else in UTF-8. */
function textOf({ headers, body }: Response): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(String(headers['content-type'] ?? ''))?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    try {
      return new TextDecoder(charset).decode(body);
    } catch {
      // There is no such charset, or this Node.js was built without it.
    }
  }
  return utf8().decode(body);
}

function usualContent(
  response: Response,
  { whenEmpty, text = false, file }: Pick<RequestSpec, 'whenEmpty' | 'text' | 'file'>,
): unknown {
  if (file) return fileOf(response);
  return response.body.length === 0 ? whenEmpty : parseContent(response, text);
}

function parseContent(response: Response, mayBeText: boolean): unknown {
  const text = textOf(response);
  const contentType = String(response.headers['content-type'] ?? '').toLowerCase();
  if (contentType.includes('html') || /^\s*<(!doctype|html)/i.test(text)) {
    throw unreadable('answered with a web page instead of data, such as the login page of a proxy');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (mayBeText) return text;
    throw unreadable('answered with something that is not valid JSON');
  }
}

function unreadable(summary: string): RequestError {
  return new RequestError({ kind: 'unreadable', applied: 'maybe', summary });
}
