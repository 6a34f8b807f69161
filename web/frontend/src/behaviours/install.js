// Starts the service worker, which makes the app installable, and tells it whose phone this is now.
import { person } from './signal.js';

export function startWorker() {
  if (!('serviceWorker' in navigator)) return;
  window.addEventListener('load', async () => {
    await navigator.serviceWorker.register('/sw.js').catch(() => null);
    const { active } = await navigator.serviceWorker.ready;
    if (person()) active?.postMessage({ person: person(), reports: Boolean(document.querySelector('[data-door=report]')) });
  });
}
