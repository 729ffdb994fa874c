/** Picture of a user or a team. */
export interface Image {
  name: string;
  contentType: string;
  content: Buffer;
  lastModified: string;
}

/** UserImage and V2.TeamImageDetails. `contentDispostion` is spelled as in the schema. */
export function imageDetails({ name, contentType, content, lastModified }: Image): Record<string, unknown> {
  return {
    name,
    content: content.toString('base64'),
    contentType,
    contentEncoding: null,
    contentDispostion: null,
    lastModified,
  };
}
