// Says at once when there is no signal, how many entries wait on this phone, and sends them when it is back.
import { guard, sendUnsent, tidy } from '../offline/send.js';
import { entriesOf, forgetSketches, onChange } from '../offline/store.js';

const EVERY_MINUTE = 60_000;
const A_WHILE = 6_000;
const bar = () => document.querySelector('[data-signal]');
export const person = () => document.documentElement.dataset.person;

export function say(key) {
  const said = document.querySelector('[data-signal-said]');
  if (!said) return;
  said.textContent = key ? bar().dataset[key] : '';
  bar().classList.toggle('is-lost', ['lost', 'kept', 'notKept', 'door'].includes(key));
}

export function watchSignal() {
  if (!bar()) return;
  window.addEventListener('offline', () => say('lost'));
  window.addEventListener('online', comeBack);
  document.addEventListener('htmx:sendError', () => say('lost'));
  if (!navigator.onLine) say('lost');
  if (!('indexedDB' in window)) return;
  onChange(count);
  askBeforeLeaving();
  count().then(send);
  setInterval(send, EVERY_MINUTE);
  if (person()) tidy(person(), Date.now()).catch(() => null);
}

async function comeBack() {
  say('back');
  setTimeout(() => document.querySelector('[data-signal-said]').textContent === bar().dataset.back && say(''), A_WHILE);
  await freshGuards();
  await send();
}

// What waits for its turn to send is enough: a slow line must not gather one more every minute.
let sending = null;
export function send() {
  sending ??= sendWhatWaits().finally(() => (sending = null));
  return sending;
}

async function sendWhatWaits() {
  await forgetSketches(Date.now() - 2 * EVERY_MINUTE).catch(() => null);
  const waiting = (await unsent()).some((entry) => entry.state === 'waiting');
  if (!waiting || !navigator.onLine) return;
  const outcome = await sendUnsent();
  if (outcome === 'signed_out') say('door');
}

// A page that stood open while the signal was gone gets the guard of the visit that runs now.
async function freshGuards() {
  const who = await guard();
  if (!who?.person || who.person !== person()) return;
  for (const box of document.querySelectorAll('input[name=csrf_token]')) box.value = who.token;
}

async function unsent() {
  const entries = await entriesOf(person()).catch(() => []);
  return entries.filter((entry) => entry.state !== 'done');
}

async function count() {
  const entries = await unsent();
  const link = document.querySelector('[data-unsent-count]');
  if (!link) return;
  link.hidden = entries.length === 0;
  const number = link.querySelector('[data-number]');
  number.textContent = String(entries.length);
  number.classList.toggle('is-late', entries.some((entry) => entry.state === 'conflict'));
}

// Whoever signs out while something is unsent is asked first.
function askBeforeLeaving() {
  const form = document.querySelector('form[action="/sign-out"]');
  form?.addEventListener('submit', (event) => {
    const number = document.querySelector('[data-unsent-count]:not([hidden]) [data-number]')?.textContent;
    if (number && !window.confirm(bar().dataset.leaving.replace('__n__', number))) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}
