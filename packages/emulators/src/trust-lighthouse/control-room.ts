import { z } from 'zod/v4';
import type { ControlRoom } from '../kit/control-room';
import { html, type Html } from '../kit/html';
import { maskUrl } from '../kit/mask-url';
import { watchedTags } from './callbacks';
import type { TrustControl } from './control';
import type { Company, FileRegister, LighthouseEvent, Tags } from './model';
import { sizeText } from './size-text';
import type { TrustService } from './service';

const SHOWN_FILES = 50;
const TAGS_QUESTION = 'One tag a line, as key=value';

const OnEvent = z.object({ eventId: z.string() });
const OnFile = z.object({ fileUuid: z.string() });
const Text = z.object({ text: z.string().min(1) });

/** The page on which one person works at a company that uploads files, and at Trust. */
export function trustControlRoom(service: TrustService, control: TrustControl): ControlRoom {
  const { context } = service;
  const eventOf = (input: Record<string, unknown>): LighthouseEvent => {
    const { eventId } = OnEvent.parse(input);
    const event = control.events().find(({ id }) => id === eventId);
    if (!event) throw new Error('There is no such event.');
    return event;
  };
  return {
    actors: () =>
      [...context.state.companies.values()].map(({ id, name }) => ({ id, name: `company ${id}, ${name}` })),
    view: () =>
      html`${fileSection(newestFirst(control.files()), context.state.companies)}
      ${eventSection(control.events())} ${tokenSection(control.tokensIssued())}`,
    eventLabel: ({ data }) => {
      const filename =
        typeof data === 'object' && data !== null && 'filename' in data ? data.filename : undefined;
      return typeof filename === 'string' ? `callback about ${filename}` : 'callback';
    },
    state: () => ({
      events: control.events().map(({ id, companyId, listener, callbackUrl, deleteAfterAction }) => ({
        id,
        companyId,
        listenerType: listener.type,
        tags: listener.type === 'tagged_file' ? listener.tags : undefined,
        callbackUrl: callbackUrl === undefined ? undefined : maskUrl(callbackUrl),
        deleteAfterAction,
      })),
      files: newestFirst(control.files()).map(({ uuid, companyId, name, content, tags, deletedAtMs }) => ({
        uuid,
        companyId,
        name,
        bytes: content.length,
        tags,
        deleted: deletedAtMs !== null,
      })),
      tokensIssued: control.tokensIssued(),
    }),
    actions: {
      upload: (input) => {
        const { text, actorId } = Text.extend({ actorId: z.string() }).parse(input);
        const [name = '', ...lines] = linesOf(text);
        control.upload({ name, tags: tagsOf(lines), companyId: actorId });
      },
      uploadMatching: (input) => {
        const event = eventOf(input);
        control.upload({ companyId: event.companyId, tags: watchedTags(event) });
      },
      fire: (input) => void control.fire(eventOf(input).id),
      forge: (input) =>
        void control.forge(eventOf(input).id, { event_id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }),
      removeEvent: (input) => control.removeEvent(eventOf(input).id),
      tag: (input) => {
        const { fileUuid, text } = OnFile.extend(Text.shape).parse(input);
        control.tag(fileUuid, tagsOf(linesOf(text)));
      },
      deleteFile: (input) => control.deleteFile(OnFile.parse(input).fileUuid),
      revokeTokens: () => control.revokeTokens(),
    },
  };
}

function newestFirst(files: FileRegister[]): FileRegister[] {
  return files.slice(-SHOWN_FILES).reverse();
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** @throws Error for a line without `=` */
function tagsOf(lines: readonly string[]): Tags {
  return Object.fromEntries(
    lines.map((line) => {
      const mark = line.indexOf('=');
      if (mark < 1) throw new Error(`"${line}" is not a tag. Write it as key=value.`);
      return [line.slice(0, mark).trim(), line.slice(mark + 1).trim()];
    }),
  );
}

function fileSection(files: FileRegister[], companies: ReadonlyMap<string, Company>): Html {
  return html`<section class="wide">
    <header>
      <h2>Files in Chronos</h2>
      <div class="buttons">
        <button
          class="primary"
          data-action="upload"
          data-ask="Name of the file; then its tags, one a line, as key=value"
        >
          Upload a file
        </button>
      </div>
    </header>
    ${
      files.length === 0
        ? html`<p class="empty">None. Upload one, here or by API.</p>`
        : files.map((file) => fileRow(file, companies.get(file.companyId)))
    }
  </section>`;
}

function fileRow(
  { uuid, name, content, tags, folder, deletedAtMs, companyId }: FileRegister,
  company?: Company,
): Html {
  const input = JSON.stringify({ fileUuid: uuid });
  const facts = [
    company?.name ?? `company ${companyId}`,
    sizeText(content.length, 'scaled'),
    ...(folder === '' ? [] : [`folder ${folder}`]),
  ];
  return html`<div class="row">
    <span>
      ${name} ${tagChips(tags)}<br /><span class="facts">${facts.join(' · ')} · <code>${uuid}</code></span>
    </span>
    ${
      deletedAtMs === null
        ? html`<div class="buttons">
            <button data-action="tag" data-ask="${TAGS_QUESTION}" data-input="${input}">Add tags</button>
            <button data-action="deleteFile" data-input="${input}">Delete</button>
          </div>`
        : html`<span class="chip bad">deleted</span>`
    }
  </div>`;
}

function eventSection(events: LighthouseEvent[]): Html {
  return html`<section class="wide">
    <header><h2>Events in Lighthouse</h2></header>
    ${
      events.length === 0
        ? html`<p class="empty">None. Activate a workflow with a trigger, or create one by API.</p>`
        : events.map(eventRow)
    }
  </section>`;
}

function eventRow(event: LighthouseEvent): Html {
  const { id, companyId, listener, callbackUrl, deleteAfterAction } = event;
  const input = JSON.stringify({ eventId: id });
  const isForFiles = listener.type === 'tagged_file';
  return html`<div class="row">
    <span>
      <span class="chip">${listener.type}</span>
      ${isForFiles ? tagChips(listener.tags) : listener.appId}<br />
      <code>${callbackUrl === undefined ? 'no callback URL' : maskUrl(callbackUrl)}</code><br />
      <span class="facts"
        >company ${companyId} · ${deleteAfterAction ? 'fires once' : 'fires until removed'} ·
        <code>${id}</code></span
      >
    </span>
    <div class="buttons">
      ${
        isForFiles &&
        html`<button class="primary" data-action="uploadMatching" data-input="${input}">
          Upload a matching file
        </button>`
      }
      <button data-action="fire" data-input="${input}">Fire</button>
      ${callbackUrl !== undefined && html`<button data-action="forge" data-input="${input}">Forge a callback</button>`}
      <button data-action="removeEvent" data-input="${input}">Remove</button>
    </div>
  </div>`;
}

function tagChips(tags: Tags): Html[] {
  return Object.entries(tags).map(([key, value]) => html`<span class="chip">${key}=${value}</span> `);
}

function tokenSection(issued: number): Html {
  return html`<section class="wide">
    <header>
      <h2>Access tokens of Atenea</h2>
      <div class="buttons"><button data-action="revokeTokens">Revoke all</button></div>
    </header>
    <p class="facts">${issued} given out</p>
  </section>`;
}
