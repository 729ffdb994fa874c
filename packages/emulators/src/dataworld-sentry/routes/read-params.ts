import type { FastifyRequest } from 'fastify';
import type { DataworldAssumptions } from '../assumptions';
import type { Encoding } from '../model';
import { noParams, parseJsonParams, parseNestedQuery, type Params } from '../params';

/**
 * All parameters of a request, with their encoding. Like Rails, it merges those of the body and those of the query;
 * the query wins. Bodies that are neither form nor JSON are ignored.
 * @throws ApiError 400
 */
export function readParams(
  request: FastifyRequest,
  { bodyEncodings }: DataworldAssumptions,
): { params: Params; encoding: Encoding } {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  const query = parseNestedQuery(mark < 0 ? '' : url.slice(mark + 1));
  const [kind, body] = bodyEncodings === 'accept' ? readBody(request) : (['none', noParams()] as const);
  const used: Encoding[] = [];
  if (Object.keys(query).length > 0) used.push('query');
  if (Object.keys(body).length > 0) used.push(kind);
  return {
    params: Object.assign(noParams(), body, query),
    encoding: used.length > 1 ? 'mixed' : (used[0] ?? 'none'),
  };
}

function readBody(request: FastifyRequest): [Encoding, Params] {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (!(request.body instanceof Buffer) || request.body.length === 0) return ['none', noParams()];
  const text = request.body.toString();
  if (type === 'application/x-www-form-urlencoded') return ['form', parseNestedQuery(text)];
  if (/^application\/([\w.-]+\+)?json$/.test(type)) return ['json', parseJsonParams(text)];
  return ['none', noParams()];
}
