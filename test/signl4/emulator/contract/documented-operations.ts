import { appendixRows } from './appendix';

interface DocumentedResponse {
  status: number;
  /** As in appendix B, such as `AlertInfo[]`; `undefined` for an empty body. */
  type: string | undefined;
}

export interface DocumentedOperation {
  method: string;
  /** Below `/api`, with its parameters in braces. */
  path: string;
  /** Names of the parameters of the query. */
  query: string[];
  /** Type of the body of the request, or an empty text. */
  body: string;
  responses: DocumentedResponse[];
}

/** Every operation of version 2. signl4.md appendix A */
export const documentedOperations: DocumentedOperation[] = appendixRows('A')
  .filter(([method]) => /^(GET|POST|PUT|DELETE)$/.test(method!))
  .map(([method, path, query, body, responses]) => ({
    method: method!,
    path: path!.replace(' †', ''),
    query: query ? query.split(', ').map((parameter) => parameter.split(' ')[0]!) : [],
    body: body!,
    responses: responses!.split('; ').map(readResponse),
  }));

function readResponse(text: string): DocumentedResponse {
  const [, status, isError, type] = /^(\d{3})(ᴱ?)(?: (.+))?$/.exec(text) ?? [];
  if (status === undefined) throw new Error(`"${text}" in appendix A is no response.`);
  return { status: Number(status), type: isError ? 'ErrorResponseContent' : type };
}
