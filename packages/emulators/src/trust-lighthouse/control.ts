import { randomUUID } from 'node:crypto';
import type { DeliverySwitches } from '../kit/outbox';
import { watchedTags, type Callback } from './callbacks';
import type { LinkTerms } from './links';
import type { DownloadLink, FileRegister, LighthouseEvent, Tags } from './model';
import { DOWNLOAD_PATH } from './routes/link-view';
import { seed } from './seed';
import type { TrustService } from './service';

/** A file as a test describes it. */
interface SampleFile {
  /** `test.txt` by default. */
  name?: string;
  content?: string | Buffer;
  contentType?: string;
  tags?: Tags;
  /** Company 1 by default. */
  companyId?: string;
  folder?: string;
}

/** Events at Trust, and state that only a test may see. Unknown ids throw an `Error`. */
export interface TrustControl {
  /** Events that have not ended, oldest first. */
  events(companyId?: string): LighthouseEvent[];
  /** Ends an event, as the people at Trust do by hand. */
  removeEvent(eventId: string): void;
  /** All files, deleted ones too, oldest first. */
  files(companyId?: string): FileRegister[];
  /** Uploads a file as somebody else: fires every live event of the company that is registered for its tags. */
  upload(file?: SampleFile): FileRegister;
  /** Adds tags, as PATCH does. */
  tag(fileUuid: string, tags: Tags): void;
  deleteFile(fileUuid: string): void;
  /**
   * Fires one event, even an ended one, for a new file that has its tags. Other events are not fired.
   * @returns the file; `undefined` for an `app_location` event
   */
  fire(eventId: string, file?: SampleFile): FileRegister | undefined;
  /** Fires one event for several new files at the same time. */
  burst(eventId: string, count: number): FileRegister[];
  /** Sends the callback of an event for a file again. */
  resend(eventId: string, fileUuid: string): void;
  /**
   * Sends a callback that Trust never sent to the URL of an event, for a file that does not exist.
   * @param changes fields that differ; `undefined` leaves one out
   * @returns what was sent
   */
  forge(eventId: string, changes?: Partial<Record<keyof Callback, unknown>>): Record<string, unknown>;
  /** @returns the URL of a new download link */
  createLink(fileUuid: string, terms?: Partial<LinkTerms>): string;
  /** The valid links to a file, oldest first. */
  links(fileUuid: string): DownloadLink[];
  /** Access tokens issued since the start or the last reset. */
  tokensIssued(): number;
  /** Revokes all access tokens. */
  revokeTokens(): void;
  /** Switches for failures of callbacks. */
  switchDeliveries(changes: Partial<DeliverySwitches>): void;
  /** Resolves once no callback is on its way; with a real clock, once none waits for a delay or a retry either. */
  idle(): Promise<void>;
}

/** The control of a running emulator. */
export function trustControl(service: TrustService): TrustControl {
  const { context, callbacks, events, files, links, outbox, tokens } = service;
  const event = (id: string): LighthouseEvent => {
    const found = events.find(id);
    if (!found) throw new Error('There is no such event.');
    return found;
  };
  const file = (uuid: string): FileRegister => {
    const found = files.find(uuid);
    if (!found) throw new Error('There is no such file.');
    return found;
  };
  const store = (of: LighthouseEvent, sample: SampleFile): FileRegister =>
    files.store({ ...filled(sample), companyId: of.companyId, tags: { ...watchedTags(of), ...sample.tags } });
  return {
    events: (companyId) => events.live(companyId),
    removeEvent: (eventId) => {
      events.remove(event(eventId));
      outbox.forget(eventId);
    },
    files: (companyId) => files.all(companyId),
    upload: (sample = {}) => files.upload(filled(sample)),
    tag: (fileUuid, tags) => void files.tag(file(fileUuid), tags),
    deleteFile: (fileUuid) => files.delete(file(fileUuid)),
    fire: (eventId, sample = {}) => {
      const fired = event(eventId);
      const about = fired.listener.type === 'tagged_file' ? store(fired, sample) : undefined;
      callbacks.fire(fired, about);
      return about;
    },
    burst: (eventId, count) => {
      const fired = event(eventId);
      const all = Array.from({ length: count }, (_unused, index) =>
        store(fired, { name: `test-${index + 1}.txt` }),
      );
      for (const about of all) callbacks.fire(fired, about);
      return all;
    },
    resend: (eventId, fileUuid) => callbacks.fire(event(eventId), file(fileUuid)),
    forge: (eventId, changes = {}) => {
      const forged = event(eventId);
      if (forged.callbackUrl === undefined) throw new Error('The event has no callback URL.');
      const body = {
        ...callbacks.of(forged, { uuid: randomUUID(), name: 'test.txt', tags: watchedTags(forged) }),
        ...changes,
      };
      // Not by the event itself, so that it does not end one that fires once only.
      outbox.send({ id: forged.id, url: forged.callbackUrl }, body, randomUUID());
      return body;
    },
    createLink: (fileUuid, terms = {}) => {
      const none = { password: null, maxDownloads: null, caducity: null, expiresAtMs: null };
      const { uuid } = links.create(file(fileUuid), { ...none, ...terms });
      return `${context.origin()}${DOWNLOAD_PATH}/${uuid}`;
    },
    links: (fileUuid) => links.active(file(fileUuid)),
    tokensIssued: () => tokens.issued,
    revokeTokens: () => tokens.revoke(),
    switchDeliveries: (changes) => outbox.switch(changes),
    idle: () => outbox.idle(),
  };
}

function filled(sample: SampleFile) {
  return {
    name: sample.name ?? 'test.txt',
    content: Buffer.from(sample.content ?? 'Made up in the emulator.\n'),
    contentType: sample.contentType ?? 'text/plain',
    companyId: sample.companyId ?? seed.companies.main.id,
    tags: sample.tags ?? {},
    folder: sample.folder ?? '',
    // Applies whatever the assumption about uploads without one.
    serviceName: seed.companies.main.services[0],
  };
}
