import type { DownloadLink } from '../model';

/** Target of a link: a URL without a token. Made up, like the whole response (assumption T55). */
export const DOWNLOAD_PATH = '/chronos/v1/download';

export function linkView(link: DownloadLink, origin: string): Record<string, unknown> {
  return {
    uuid: link.uuid,
    url: `${origin}${DOWNLOAD_PATH}/${link.uuid}`,
    file_uuid: link.fileUuid,
    max_download: link.maxDownloads,
    downloads: link.downloads,
    caducity: link.caducity,
    created_at: new Date(link.createdAtMs).toISOString(),
  };
}
