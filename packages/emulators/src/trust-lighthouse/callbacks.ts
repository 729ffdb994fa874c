import { randomUUID } from 'node:crypto';
import type { Outbox } from '../kit/outbox';
import type { Context } from './context';
import type { Events } from './events';
import type { FileRegister, LighthouseEvent, Tags } from './model';
import { containsTags, pickTags } from './tags';

/** Body that Lighthouse POSTs, in the documented order of its fields. trust-lighthouse.md §3.4. */
export type Callback = Readonly<{
  event_id: string;
  room_id: string;
  callback_url: string;
  callback_type: 'webhook';
  data: Readonly<Record<string, unknown>>;
}>;

/** File in a callback. */
type NamedFile = Pick<FileRegister, 'uuid' | 'name' | 'tags'>;

/** Finds the events that a file fires, and tells their URLs. */
export class Callbacks {
  constructor(
    private readonly context: Context,
    private readonly events: Events,
    private readonly outbox: Outbox,
  ) {}

  /** A new file: every event of its company whose tags it has is fired. */
  uploaded(file: FileRegister): void {
    for (const event of this.#matching(file)) this.fire(event, file);
  }

  /** @param before its tags until now */
  retagged(file: FileRegister, before: Tags): void {
    const { fireOnRetag } = this.context.settings;
    if (fireOnRetag === 'never') return;
    for (const event of this.#matching(file)) {
      if (fireOnRetag === 'newly' && containsTags(before, watchedTags(event))) continue;
      this.fire(event, file);
    }
  }

  newVersion(file: FileRegister): void {
    if (this.context.settings.fireOnNewVersion) this.uploaded(file);
  }

  /** The callback of an event about a file; of an `app_location` event about its place. */
  of(event: LighthouseEvent, file?: NamedFile): Callback {
    const { callbackTags, roomId } = this.context.settings;
    const { listener } = event;
    return {
      event_id: event.id,
      room_id: roomId === 'empty' ? '' : randomUUID(),
      callback_url: event.callbackUrl ?? '',
      callback_type: 'webhook',
      data:
        listener.type === 'app_location'
          ? { app_id: listener.appId, location: listener.location }
          : {
              file_register_uuid: file?.uuid ?? '',
              filename: file?.name ?? '',
              tags:
                callbackTags === 'full'
                  ? (file?.tags ?? {})
                  : pickTags(file?.tags ?? {}, Object.keys(listener.tags)),
            },
    };
  }

  /**
   * Sends the callback of an event, whether it is live or not, and ends an event that fires once only. An event
   * without a URL sends nothing.
   */
  fire(event: LighthouseEvent, file?: NamedFile): void {
    const { callbackTries, removeAfterAction } = this.context.settings;
    const url = event.callbackUrl;
    if (url === undefined) return;
    if (event.deleteAfterAction && removeAfterAction === 'fired') this.events.remove(event);
    let attempts = 0;
    const attempted = ({ accepted }: { accepted: boolean }) => {
      attempts += 1;
      const over = accepted || (removeAfterAction === 'responded' && attempts >= callbackTries);
      if (event.deleteAfterAction && over) this.events.remove(event);
    };
    const deliveryId = file ? `${event.id}/${file.uuid}` : event.id;
    this.outbox.send({ id: event.id, url, attempted }, this.of(event, file), deliveryId);
  }

  #matching(file: FileRegister): LighthouseEvent[] {
    return this.events
      .live(file.companyId)
      .filter(({ listener }) => listener.type === 'tagged_file' && containsTags(file.tags, listener.tags));
  }
}

/** Tags that a file needs to fire an event; undefined for an event that does not wait for files. */
export function watchedTags({ listener }: LighthouseEvent): Tags {
  return listener.type === 'tagged_file' ? listener.tags : {};
}
