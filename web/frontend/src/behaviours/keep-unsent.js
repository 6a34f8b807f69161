// Keeps a form on this phone when there is no signal, and gives it back to be mended when it was refused.
import { entryOf, fill, freshToken, sketchOf } from '../offline/entries.js';
import { get, put, sketch, swap } from '../offline/store.js';
import { person, say } from './signal.js';
import { sendOnce } from './send-once.js';

const MENDED = /^#unsent=([\w-]+)$/;

export function keepUnsent() {
  if (!('indexedDB' in window)) return;
  document.addEventListener('submit', beforeSending, true);
  for (const form of document.querySelectorAll('form[data-fresh]')) renew(form);
  mend().catch(() => null);
}

function beforeSending(event) {
  const form = event.target;
  if (!form.matches('form[data-once]') || form.querySelector('[data-busy]') || isAside(event.submitter)) return;
  const canWait = form.matches('[data-keep]') && form.elements.submission && person();
  if (navigator.onLine && !form.dataset.replaces) {
    if (canWait) sketch(sketchOf(form, person())).catch(() => null);
    return;
  }
  event.preventDefault();
  if (!canWait) {
    event.stopImmediatePropagation();
    say('notKept');
  } else if (form.reportValidity()) {
    keep(form);
  } else event.stopImmediatePropagation();
}

// A button that asks the page for something (a further row, a draft) does not send the form.
const isAside = (button) => Boolean(button?.name || button?.hasAttribute('formaction'));

async function keep(form) {
  const { replaces } = form.dataset;
  try {
    if (replaces) renew(form);
    const entry = entryOf(form, person());
    await (replaces ? swap(replaces, entry) : put(entry));
  } catch {
    sendOnce.release(document);
    say('notKept');
    return;
  }
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register('send-unsent').catch(() => null);
  form.dispatchEvent(new Event('kept'));
  form.reset();
  if (navigator.serviceWorker?.controller || navigator.onLine) {
    location.assign('/unsent');
    return;
  }
  sendOnce.release(document);
  renew(form);
  say('kept');
}

// A page out of the worker's store would carry the same token every time; each new entry needs its own.
function renew(form) {
  if (form.elements.submission) form.elements.submission.value = freshToken();
}

async function mend() {
  const id = MENDED.exec(location.hash)?.[1];
  const entry = id && (await get(id));
  if (!entry || entry.person !== person()) return;
  const form = [...document.querySelectorAll('form[data-keep]')].find((each) => new URL(each.action).pathname === entry.url);
  if (!form) return;
  fill(form, entry);
  form.dataset.replaces = id;
  form.querySelector('input:not([type=hidden]), textarea, select')?.focus();
}
