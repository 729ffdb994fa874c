import { randomUUID } from 'node:crypto';
import { ApiError, notFound, unprocessable } from './api-error';
import type { Callbacks } from './callbacks';
import type { Context } from './context';
import type { Period } from './date-time';
import type { FileRegister, Tags } from './model';
import { containsTags, sameTags, withoutTags } from './tags';

/** trust-lighthouse.md §4. */
const FOLDER = /^[A-Za-z0-9-]+$/;

export interface FileContent {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

interface NewFile extends FileContent {
  readonly companyId: string;
  /** The first service of the company unless given. */
  readonly serviceName?: string;
  readonly folder?: string;
  readonly tags?: Tags;
}

/** Which files a search is for; what is left out does not matter. */
interface FileFilter {
  /** Deleted files: none, nothing else, or them too. */
  readonly deleted?: 'no' | 'only' | 'include';
  /** Part of the name. */
  readonly search?: string;
  readonly from?: Period;
  readonly until?: Period;
  readonly folder?: string;
  readonly tags?: Tags;
}

/** The files in Chronos. */
export class Files {
  constructor(
    private readonly context: Context,
    private readonly callbacks: Callbacks,
  ) {}

  /** A file that is there and not deleted. */
  find(uuid: string): FileRegister | undefined {
    const file = this.context.state.files.get(uuid);
    return file && file.deletedAtMs === null ? file : undefined;
  }

  /** All of a company or of all companies, deleted ones too, oldest first. */
  all(companyId?: string): FileRegister[] {
    return [...this.context.state.files.values()].filter(
      (file) => companyId === undefined || file.companyId === companyId,
    );
  }

  /**
   * Takes a file and fires the events that wait for it.
   * @throws ApiError 404 for a storage service that the company does not have, 413, 422 for a folder
   */
  upload(input: NewFile): FileRegister {
    const file = this.store(input);
    this.callbacks.uploaded(file);
    return file;
  }

  /** Takes a file and fires nothing. @throws ApiError as `upload` does */
  store({ companyId, serviceName, folder = '', tags = {}, ...content }: NewFile): FileRegister {
    const { clock, settings, state } = this.context;
    const services = state.companies.get(companyId)?.services ?? [];
    const service = serviceName ?? (settings.missingServiceName === 'default' ? services[0] : undefined);
    if (service === undefined || !services.includes(service)) throw notFound('Service Config');
    this.#checkSize(content.content);
    if (settings.folderOnUpload === 'check') checkFolder(folder);
    const file: FileRegister = {
      uuid: randomUUID(),
      companyId,
      serviceName: service,
      folder,
      ...content,
      tags,
      createdAtMs: clock.now(),
      deletedAtMs: null,
    };
    state.files.set(file.uuid, file);
    this.#transferred(file, 'upload');
    return file;
  }

  /** @throws ApiError 413, 422 for a folder; nothing is changed then */
  replace(file: FileRegister, content: FileContent, changes: { folder?: string; tags?: Tags }): void {
    this.#checkSize(content.content);
    if (changes.folder !== undefined) checkFolder(changes.folder);
    Object.assign(file, content);
    if (changes.folder !== undefined) file.folder = changes.folder;
    if (changes.tags !== undefined) {
      file.tags =
        this.context.settings.newVersionTags === 'replace' ? changes.tags : { ...file.tags, ...changes.tags };
    }
    this.#transferred(file, 'upload');
    this.callbacks.newVersion(file);
  }

  /** The bytes of a file, which count as a download. */
  download(file: FileRegister): Buffer {
    this.#transferred(file, 'download');
    return file.content;
  }

  /** Adds tags and replaces values. @returns whether anything changed */
  tag(file: FileRegister, tags: Tags): boolean {
    const before = file.tags;
    const after = { ...before, ...tags };
    if (sameTags(before, after)) return false;
    file.tags = after;
    this.callbacks.retagged(file, before);
    return true;
  }

  /** @returns whether anything changed */
  untag(file: FileRegister, keys: readonly string[]): boolean {
    const before = file.tags;
    file.tags = withoutTags(before, keys);
    return !sameTags(before, file.tags);
  }

  delete(file: FileRegister): void {
    file.deletedAtMs = this.context.clock.now();
  }

  /** Results of a search by API, in the order of its response. */
  search(companyId: string, filter: FileFilter): FileRegister[] {
    const { clock, settings } = this.context;
    const found = this.all(companyId).filter(
      (file) => file.createdAtMs + settings.searchDelayMs <= clock.now() && this.#fits(file, filter),
    );
    return settings.searchOrder === 'oldest' ? found : found.reverse();
  }

  #fits(file: FileRegister, { deleted = 'no', search = '', from, until, folder, tags }: FileFilter): boolean {
    const { searchIgnoresCase, untilDate } = this.context.settings;
    if (deleted === 'no' && file.deletedAtMs !== null) return false;
    if (deleted === 'only' && file.deletedAtMs === null) return false;
    if (from && file.createdAtMs < from.startMs) return false;
    if (until && file.createdAtMs >= (untilDate === 'included' ? until.endMs : until.startMs)) return false;
    if (folder !== undefined && file.folder !== folder) return false;
    if (tags && !containsTags(file.tags, tags)) return false;
    return searchIgnoresCase
      ? file.name.toLowerCase().includes(search.toLowerCase())
      : file.name.includes(search);
  }

  #checkSize({ length }: Buffer): void {
    const { maxFileBytes } = this.context.settings;
    if (maxFileBytes > 0 && length > maxFileBytes)
      throw new ApiError(413, { code: 413, resource: 'File Register', message: 'Payload Too Large' });
  }

  #transferred(file: FileRegister, direction: 'upload' | 'download'): void {
    this.context.state.transfers.push({
      companyId: file.companyId,
      direction,
      bytes: file.content.length,
      atMs: this.context.clock.now(),
    });
  }
}

function checkFolder(folder: string): void {
  if (folder !== '' && !FOLDER.test(folder))
    throw unprocessable('Folder must contain only letters, digits and hyphens');
}
