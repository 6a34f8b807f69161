// Leaving a half-filled form asks. What is not saved yet, the browser asks about; of what is saved, the page says so.
import { isBegun, isUnsaved, save } from './save-drafts.js';

const begun = new WeakSet();

export function askLeaving() {
  if (!document.documentElement.dataset.person) return;
  document.addEventListener('input', (event) => event.isTrusted && event.target.form?.method === 'post' && begun.add(event.target.form));
  document.addEventListener('submit', (event) => !event.defaultPrevented && begun.delete(event.target));
  document.addEventListener('reset', (event) => begun.delete(event.target));
  window.addEventListener('beforeunload', (event) => {
    const lost = [...document.forms].filter(isLost);
    if (lost.length) event.preventDefault();
    // While the browser asks, what can be saved is on its way.
    for (const form of lost) if (form.dataset.draft) save(form, { leaving: true });
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (link && leads(link, event)) beforeLink(event, link.href);
  });
}

const isLost = (form) => (form.dataset.draft ? isUnsaved(form) : begun.has(form) && !form.closest('dialog'));

function leads(link, event) {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
  const here = link.origin === location.origin && link.pathname + link.search === location.pathname + location.search && link.hash;
  return plain && link.protocol.startsWith('http') && !here && (!link.target || link.target === '_self') && !link.hasAttribute('download');
}

function beforeLink(event, href) {
  const form = [...document.querySelectorAll('form[data-draft]')].find(isBegun);
  const dialog = form?.querySelector('dialog[data-leaving]');
  if (!dialog) return;
  event.preventDefault();
  save(form).then(() => {
    if (isUnsaved(form)) location.assign(href);
    else ask(dialog, href);
  });
}

function ask(dialog, href) {
  dialog.querySelector('[data-stay]').onclick = () => dialog.close();
  dialog.querySelector('[data-go]').onclick = () => location.assign(href);
  dialog.showModal();
}
