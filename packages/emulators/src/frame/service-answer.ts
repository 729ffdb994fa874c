/** What a service answers, before the wire gets hold of it. */
export interface ServiceAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}
