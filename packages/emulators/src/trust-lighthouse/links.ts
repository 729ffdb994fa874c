import { randomUUID } from 'node:crypto';
import type { Context } from './context';
import type { DownloadLink, FileRegister } from './model';

export type LinkTerms = Pick<DownloadLink, 'password' | 'maxDownloads' | 'caducity' | 'expiresAtMs'>;

/** Links with which anybody can download a file. */
export class Links {
  constructor(private readonly context: Context) {}

  create(file: FileRegister, terms: LinkTerms): DownloadLink {
    const { clock, state } = this.context;
    const link: DownloadLink = {
      uuid: randomUUID(),
      fileUuid: file.uuid,
      ...terms,
      createdAtMs: clock.now(),
      downloads: 0,
    };
    state.links.set(link.uuid, link);
    return link;
  }

  find(uuid: string): DownloadLink | undefined {
    return this.context.state.links.get(uuid);
  }

  /** The valid links, oldest first. */
  active(file: FileRegister): DownloadLink[] {
    return [...this.context.state.links.values()].filter(
      (link) => link.fileUuid === file.uuid && this.isActive(link),
    );
  }

  /** True if a link is neither used up nor expired. */
  isActive({ maxDownloads, downloads, expiresAtMs }: DownloadLink): boolean {
    return (
      (maxDownloads === null || downloads < maxDownloads) &&
      (expiresAtMs === null || this.context.clock.now() < expiresAtMs)
    );
  }
}
