import * as z from 'zod/v4-mini';

import { RequestFailure } from '../errors/request-failure';
import type { RequestSpec } from './request-spec';
import type { Response } from './send-once';

/**
 * The content of a successful answer, checked. Fields that the schema does not name are kept; one that it promises and the answer
 * lacks is an error, since a workflow that goes on without it does something wrong in silence.
 *
 * @throws RequestFailure `unreadable`
 */
export function parseResponse<T>(
  response: Response,
  schema: z.ZodMiniType<T>,
  { whenEmpty, text = false }: Pick<RequestSpec, 'whenEmpty' | 'text'> = {},
): T {
  const content = response.body.length === 0 ? whenEmpty : parseContent(response, text);
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

function parseContent(response: Response, mayBeText: boolean): unknown {
  // TextDecoder drops a byte order mark, which JSON.parse does not take.
  const text = new TextDecoder().decode(response.body);
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

function unreadable(what: string): RequestFailure {
  return new RequestFailure({ kind: 'unreadable', delivery: 'unknown', what });
}
