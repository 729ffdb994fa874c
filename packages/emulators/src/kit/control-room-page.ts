import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatedService } from './emulator-plugin';
import type { FaultSwitchboard } from './fault-switchboard';
import { Html, html } from './html';
import type { DeliveryAttempt, Journal, ReceivedRequest } from './journal';
import { maskUrl } from './mask-url';

export interface ControlRoomParts {
  title: string;
  service: EmulatedService<unknown>;
  faults: FaultSwitchboard;
  journal: Journal;
}

const SHOWN_ENTRIES = 25;

/** Text of a file beside this one. The page holds it inline, so that its nonce covers it. */
const inline = (file: string) => new Html(readFileSync(join(__dirname, file), 'utf8'));
const style = inline('control-room.css');
const script = inline('control-room.client.js');

/** Faults that the page can arm, for the next request or for all. */
const OFFERED_FAULTS: readonly (readonly [label: string, fault: Record<string, unknown>])[] = [
  ['500 error', { kind: 'status', code: 500, body: { message: 'Emulated failure.' } }],
  [
    '429 throttled',
    { kind: 'status', code: 429, headers: { 'retry-after': '2' }, body: { message: 'Emulated throttling.' } },
  ],
  ['No response', { kind: 'hang' }],
  ['Connection reset', { kind: 'resetBefore' }],
  ['Reset after processing', { kind: 'resetAfter' }],
  ['Truncated response', { kind: 'truncate' }],
  ['Login page', { kind: 'html' }],
  ['Slow (3 s)', { kind: 'delay', ms: 3000 }],
];

/** The whole page, with what `controlRoomView` shows. `nonce` is the one of its content security policy. */
export function controlRoomPage(parts: ControlRoomParts, nonce: string): Html {
  const actors = parts.service.controlRoom.actors();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${parts.title} control room</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${style}
        </style>
      </head>
      <body>
        <header class="bar">
          <div>
            <h1>${parts.title} <span>control room</span></h1>
            <p>A local double of the service. Nothing here reaches the real one.</p>
          </div>
          <div class="tools">
            <label
              >You are
              <select id="actor">
                ${actors.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
              </select></label
            >
            <label
              >Break the next request
              <select id="fault">
                <option value="">choose</option>
                ${OFFERED_FAULTS.map(
                  ([label, fault]) => html`<option value="${JSON.stringify(fault)}">${label}</option>`,
                )}
              </select></label
            >
            <button id="calm">Clear faults</button>
            <button id="reset">Reset</button>
          </div>
        </header>
        <p id="message" role="status"></p>
        <main id="view">${controlRoomView(parts)}</main>
        <dialog id="ask">
          <form method="dialog">
            <label><span id="question"></span><textarea id="dialog-input" rows="3"></textarea></label>
            <div class="buttons">
              <button value="cancel" formnovalidate>Cancel</button
              ><button class="primary" value="ok">OK</button>
            </div>
          </form>
        </dialog>
        <script nonce="${nonce}">
          ${script};
        </script>
      </body>
    </html>`;
}

/** The part of the page that is refreshed: the service's sections, the last requests and deliveries. */
export function controlRoomView({ service, journal, faults }: ControlRoomParts): Html {
  const armed = faults.armed.map(
    ({ fault, left }) => `${fault.kind} (${left === Infinity ? 'always' : `${left} left`})`,
  );
  return html`${armed.length > 0 && html`<p class="armed">Armed: ${armed.join(', ')}</p>`}
    ${service.controlRoom.view()}
    <section>
      <header><h2>Last deliveries</h2></header>
      ${table(
        'No event was sent yet.',
        journal.deliveries
          .slice(-SHOWN_ENTRIES)
          .reverse()
          .map((entry) => deliveryRow(entry, service.controlRoom.eventLabel(entry.event))),
      )}
    </section>
    <section>
      <header><h2>Last requests</h2></header>
      ${table(
        'No request came in yet.',
        journal.requests
          .slice(-SHOWN_ENTRIES)
          .reverse()
          .map((entry) => requestRow(entry, service.maskPath(entry.path))),
      )}
    </section>`;
}

function table(empty: string, rows: Html[]): Html {
  return rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<div class="scroll">
        <table>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>`;
}

function deliveryRow(delivery: DeliveryAttempt, label: string): Html {
  const good = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
  return html`<tr>
    <td>${delivery.at.slice(11, 19)}</td>
    <td><span class="chip ${good ? 'good' : 'bad'}">${delivery.status ?? delivery.error}</span></td>
    <td>${label}${delivery.attempt > 1 && html`, attempt ${delivery.attempt}`}</td>
    <td><code>${maskUrl(delivery.url)}</code></td>
  </tr>`;
}

function requestRow(request: ReceivedRequest, path: string): Html {
  const good = request.status !== null && request.status < 400;
  return html`<tr>
    <td>${request.at.slice(11, 19)}</td>
    <td><span class="chip ${good ? 'good' : 'bad'}">${request.status ?? 'none'}</span></td>
    <td>${request.method} <code>${path}</code></td>
    <td>${request.fault && html`<span class="chip warn">${request.fault}</span>`}</td>
  </tr>`;
}
