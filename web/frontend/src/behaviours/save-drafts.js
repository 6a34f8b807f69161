// Saves what somebody types into a form marked data-draft, as they type, so that any device offers it again.
import { guard } from '../offline/send.js';
import { freshGuards, signInAgain } from './sign-in-again.js';

const PAUSE = 1500;
const FIRST_RETRY = 5000;
const LAST_RETRY = 60000;
const TOKENS = /^(csrf_token|submission|list|draft-.*)$/;
const forms = new Map();

export function saveDrafts(root) {
  for (const form of root.querySelectorAll('form[data-draft]')) {
    if (forms.has(form)) continue;
    const refused = new URL(form.action).pathname === document.documentElement.dataset.posted;
    forms.set(form, { saved: refused ? '' : typed(form), touched: refused, over: false, busy: false, timer: 0, retry: FIRST_RETRY });
    watch(form);
    if (refused) save(form);
  }
}

// Whether something typed on this page is neither sent nor saved.
export const isUnsaved = (form) => {
  const state = forms.get(form);
  return Boolean(state?.touched && !state.over && typed(form) !== state.saved);
};

// Whether something typed on this page was not sent, saved or not.
export const isBegun = (form) => Boolean(forms.get(form)?.touched && !forms.get(form).over);

export async function save(form, { leaving = false } = {}) {
  const state = forms.get(form);
  if (state.over || (state.busy && !leaving)) return;
  const now = typed(form);
  if (now === state.saved) return;
  clearTimeout(state.timer);
  state.busy = true;
  carry(form, 'kept', 'yes');
  try {
    const answer = await fetch(form.dataset.draftUrl ?? '/drafts', {
      method: 'POST', body: body(form), headers: { 'X-Requested-With': 'fetch' }, keepalive: leaving,
    });
    await heard(form, state, now, answer);
  } catch {
    again(form, state);
  } finally {
    state.busy = false;
  }
}

function watch(form) {
  const state = forms.get(form);
  const changed = () => {
    state.touched = true;
    later(form, PAUSE);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    state.over = true;
    clearTimeout(state.timer);
  });
  form.querySelector('[data-draft-button]')?.setAttribute('hidden', '');
  window.addEventListener('online', () => save(form));
  window.addEventListener('pageshow', () => { state.over = false; });
  window.addEventListener('pagehide', () => save(form, { leaving: true }));
  document.addEventListener('visibilitychange', () => document.hidden && save(form, { leaving: true }));
}

function later(form, wait) {
  const state = forms.get(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), wait);
}

async function heard(form, state, now, answer) {
  if (answer.status === 401) return door(form, state);
  if (answer.status === 400) return guarded(form, state);
  if (answer.status >= 500) return again(form, state);
  const { said, version, newer } = await answer.json();
  if (answer.ok) {
    Object.assign(state, { saved: now, retry: FIRST_RETRY });
    if (version !== undefined) carry(form, 'seen', version);
    tell(form, said);
    if (typed(form) !== now) later(form, PAUSE);
  } else if (answer.status === 409 && newer) choose(form, state, said, newer);
  else tell(form, said, true);
}

function again(form, state) {
  tell(form, place(form)?.dataset.failed, true);
  later(form, state.retry);
  state.retry = Math.min(state.retry * 2, LAST_RETRY);
}

async function door(form, state) {
  tell(form, place(form)?.dataset.expired, true);
  if (state.declined) return;
  if (await signInAgain(form.dataset.againUrl)) await sooner(form, state);
  else state.declined = true;
}

// The visit was begun anew in another window: the page gets its guard, if the same person is in.
async function guarded(form, state) {
  const who = await guard();
  if (who?.person && who.person === document.documentElement.dataset.person) {
    freshGuards(who.token);
    await sooner(form, state);
  } else await door(form, state);
}

async function sooner(form, state) {
  state.busy = false;
  await save(form);
}

function choose(form, state, said, newer) {
  const dialog = form.querySelector('dialog[data-newer]');
  tell(form, said, true);
  if (!dialog || dialog.open) return;
  dialog.querySelector('[data-newer-said]').textContent = said;
  dialog.querySelector('[data-keep]').onclick = () => {
    dialog.close();
    carry(form, 'seen', newer);
    sooner(form, state);
  };
  dialog.querySelector('[data-take]').onclick = () => {
    state.over = true;
    location.reload();
  };
  dialog.showModal();
}

function typed(form) {
  return new URLSearchParams(texts(form).filter(([name]) => !TOKENS.test(name))).toString();
}

function body(form) {
  const fields = new URLSearchParams(texts(form));
  const known = { key: form.dataset.draft, title: form.dataset.title ?? document.title, path: location.pathname + location.search, seen: '0', for: stamp() };
  for (const [name, value] of Object.entries(known)) if (!fields.has(`draft-${name}`)) fields.set(`draft-${name}`, value);
  return fields;
}

const texts = (form) => [...new FormData(form)].filter(([, value]) => typeof value === 'string');
const stamp = () => document.querySelector('meta[name=drawn-for]')?.content ?? '';
const place = (form) => form.querySelector('[data-draft-said]');

function carry(form, name, value) {
  const field = form.elements[`draft-${name}`] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: `draft-${name}` }));
  field.value = value;
}

function tell(form, said, isBad = false) {
  const line = place(form);
  if (!line || !said) return;
  line.textContent = said;
  line.classList.toggle('is-lost', isBad);
}
