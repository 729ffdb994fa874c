// Runs in the browser: sends what the buttons say, and refreshes the view when the state has changed.
'use strict';
const byId = (id) => document.getElementById(id);
const say = (text) => {
  byId('message').textContent = text;
};
const actor = byId('actor');
try {
  actor.value = sessionStorage.getItem('actor') || actor.value;
} catch {
  // The browser may refuse storage; the choice then lasts until a reload.
}
actor.addEventListener('change', () => {
  try {
    sessionStorage.setItem('actor', actor.value);
  } catch {
    // See above.
  }
});

const call = async (method, path, body) => {
  const response = await fetch('/_signalbox/' + path, {
    method,
    headers: method === 'POST' ? { 'content-type': 'application/json' } : {},
    body: method === 'POST' ? JSON.stringify(body || {}) : undefined,
  });
  if (!response.ok) throw new Error((await response.json()).error || 'HTTP ' + response.status);
};
const act = async (work) => {
  try {
    await work();
    say('');
  } catch (error) {
    say(error.message);
  }
  await refresh(true);
};
const ask = (question) =>
  new Promise((resolve) => {
    const dialog = byId('ask');
    byId('question').textContent = question;
    byId('dialog-input').value = '';
    dialog.returnValue = '';
    dialog.onclose = () => resolve(dialog.returnValue === 'ok' ? byId('dialog-input').value.trim() : '');
    dialog.showModal();
  });

byId('view').addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-action]');
  if (!button) return;
  const input = { ...JSON.parse(button.dataset.input || '{}'), actorId: actor.value };
  if (button.dataset.ask) {
    input.text = await ask(button.dataset.ask);
    if (!input.text) return;
  }
  await act(() => call('POST', 'actions/' + button.dataset.action, input));
});
byId('fault').addEventListener('change', (event) => {
  const chosen = event.target.value;
  event.target.value = '';
  if (chosen) act(() => call('POST', 'faults', { fault: JSON.parse(chosen) }));
});
byId('calm').addEventListener('click', () => act(() => call('DELETE', 'faults')));
byId('reset').addEventListener('click', () => act(() => call('POST', 'reset')));

let shown = '';
let lost = false;
async function refresh(force) {
  try {
    const state = await (await fetch('/_signalbox/state')).text();
    if (lost) say('');
    lost = false;
    if (state === shown && !force) return;
    const view = await (await fetch('/_signalbox/view')).text();
    shown = state;
    byId('view').innerHTML = view;
  } catch {
    say('The emulator does not respond.');
    lost = true;
    shown = '';
  }
}
setInterval(() => {
  if (!document.hidden) refresh(false);
}, 1000);
