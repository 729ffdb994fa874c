/** An inbound payload, whatever it travelled in. */
export interface Payload {
  /** Values as JSON knows them, nested or not, in the order of the payload. */
  fields: readonly (readonly [name: string, value: unknown])[];
  attachments: readonly PayloadFile[];
}

export interface PayloadFile {
  name: string;
  contentType: string;
  content: Buffer;
}
