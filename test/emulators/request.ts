export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are taken apart field by field
  json: any;
}

/** Calls an emulator, without following redirects. @param path or a whole URL that it has given */
export async function request(
  emulator: { url: string },
  method: string,
  path: string,
  body?: string | FormData | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = path.startsWith('http') ? path : emulator.url + path;
  const response = await fetch(url, { method, body, headers, redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, bytes, text, json };
}
