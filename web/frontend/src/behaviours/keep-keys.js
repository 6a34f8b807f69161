// Single keys at the desk: through lists, to search, to help. Off on touch, in fields, and where somebody chose so.
const ROW = '[data-row], .tasks > .task';
const KEPT = 'row';
const PLACES = { i: '[data-door=inbox]', s: '[data-door=search]', d: 'a[href="/drafts"]' };
const WAIT = 1200;
let went = 0;
let silence = 0;

export function keepKeys() {
  document.addEventListener('keydown', complete);
  const { keys } = document.documentElement.dataset;
  if (!keys || !window.matchMedia('(hover: hover) and (pointer: fine)').matches) return;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const act = went && event.timeStamp - went < WAIT ? go : ACTS[event.key];
    went = 0;
    if (act?.(event) !== false && act) event.preventDefault();
  });
  comeBack();
}

// Ctrl+Enter does what the form's main button would.
function complete(event) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const { form } = event.target;
  const button = form?.querySelector('button[data-main]') ?? form?.querySelector('.form-acts button[type=submit]');
  if (!button || event.target.closest('dialog')) return;
  event.preventDefault();
  button.click();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => here()?.querySelector('a')?.click() ?? false,
  Enter: (event) => (event.target.matches(ROW) ? ACTS.o() : false),
  c: () => press('form[action$="/claim"] button, button[formaction$="/claim"]') || tell(here()),
  x: () => press('input[type=checkbox]'),
  '/': search,
  g: (event) => { went = event.timeStamp; },
  '?': help,
};

const isTyping = (target) => target.isContentEditable || target.matches?.('input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select');
const rows = () => [...document.querySelectorAll(ROW)].filter((row) => row.querySelector('a') && row.offsetParent);
const here = () => document.activeElement?.closest(ROW) ?? document.querySelector('[data-stood]');

// Focus itself walks: from the link of one row to that of the next, so that whoever listens hears where they are.
function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const row = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  row.querySelector('a').focus();
  row.scrollIntoView({ block: 'nearest' });
  keep(all.indexOf(row));
  return true;
}

function press(selector) {
  const found = here()?.querySelector(selector);
  found?.click();
  return Boolean(found);
}

// A key that does nothing here says why, to the eye and to whoever listens.
function tell(row) {
  const words = row?.closest('[data-not-to-claim]')?.dataset.notToClaim;
  if (!words) return false;
  const told = document.querySelector('.key-told') ?? document.createElement('p');
  if (!told.isConnected) {
    told.className = 'key-told';
    told.setAttribute('role', 'status');
    told.setAttribute('aria-live', 'polite');
    document.body.append(told);
  }
  told.textContent = '';
  setTimeout(() => { told.textContent = words; }, 50);
  clearTimeout(silence);
  silence = setTimeout(() => { told.textContent = ''; }, 5000);
  return true;
}

function go(event) {
  const door = PLACES[event.key] && document.querySelector(PLACES[event.key]);
  door?.click();
  return Boolean(door);
}

function search() {
  const field = document.querySelector('main input[type=search], main input[name=words]');
  if (field?.offsetParent) {
    field.focus();
    field.select?.();
  } else document.querySelector(PLACES.s)?.click();
}

async function help() {
  const answer = await fetch('/keys', { headers: { 'X-Requested-With': 'fetch' } });
  if (!answer.ok) return location.assign('/keys');
  const holder = document.createElement('div');
  holder.innerHTML = await answer.text();
  const dialog = holder.querySelector('dialog');
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    before?.focus();
  });
  dialog.showModal();
}

// Back in the list, the walk goes on from the row where it was left; a page loaded anew begins at its first.
function keep(at) {
  sessionStorage.setItem(KEPT, JSON.stringify([location.pathname + location.search, at]));
}

function comeBack() {
  if (performance.getEntriesByType('navigation')[0]?.type === 'reload') return sessionStorage.removeItem(KEPT);
  const [address, at] = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
  const all = rows();
  if (address === location.pathname + location.search && all.length) all[Math.min(at, all.length - 1)].dataset.stood = '';
}
