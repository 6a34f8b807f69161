// The service worker: keeps the shell of the app, and a form whose signal was lost on the way.
// Never keeps cases or lists. SHELL is written above this by the server: version, assets, pages, notice.
import { fieldsOf } from './offline/entries.js';
import { sendUnsent } from './offline/send.js';
import { forgetSketches, put, recall, remember, sketched } from './offline/store.js';

const { version, assets, pages, report, notice } = self.SHELL;
const ASSETS = `shell-${version}`;
const PAGES = `pages-${version}`;
const A_DAY = 24 * 3600 * 1000;
const QUIETLY = { headers: { 'X-Shell': 'yes' }, credentials: 'same-origin', cache: 'no-store' };

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data?.person) event.waitUntil(keepPagesOf(event.data.person, event.data.reports));
});

self.addEventListener('sync', (event) => {
  if (event.tag === 'send-unsent') event.waitUntil(sendOrAskAgain());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(request.method === 'GET' ? page(request, url) : sent(request, url));
  else if (assets.includes(url.pathname)) event.respondWith(asset(request));
});

async function keepShell() {
  const cache = await caches.open(ASSETS);
  await cache.addAll([...assets, new Request(notice, QUIETLY)]);
}

async function dropOld() {
  const stale = (await caches.keys()).filter((name) => ![ASSETS, PAGES].includes(name));
  await Promise.all(stale.map((name) => caches.delete(name)));
}

// The pages of whoever uses this phone now, empty; another person's are dropped first.
async function keepPagesOf(person, reports) {
  const cache = await caches.open(PAGES);
  if ((await recall('person')) !== person) {
    await Promise.all((await cache.keys()).map((each) => cache.delete(each)));
    await remember('person', person);
  }
  for (const path of pages) {
    if (path === report && !reports) continue;
    const known = await cache.match(path, { ignoreVary: true });
    if (known && Date.now() - Date.parse(known.headers.get('Date')) < A_DAY) continue;
    const answer = await fetch(new Request(path, QUIETLY)).catch(() => null);
    if (answer?.ok && !answer.redirected) await cache.put(path, answer);
  }
}

async function forgetPages() {
  await caches.delete(PAGES);
  await remember('person', null);
  await forgetSketches();
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function page(request, url) {
  try {
    return await fetch(request);
  } catch {
    const kept = pages.includes(url.pathname) ? await caches.match(url.pathname, { ignoreVary: true }) : null;
    return kept ?? withoutSignal();
  }
}

async function withoutSignal() {
  return (await caches.match(notice, { ignoreVary: true })) ?? Response.error();
}

// A form on its way: where the signal is lost it is kept, and sent again later under the same token.
async function sent(request, url) {
  if (url.pathname === '/sign-out') await forgetPages();
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    return (await kept(copy, url)) ? Response.redirect('/unsent', 303) : withoutSignal();
  }
}

async function kept(request, url) {
  const data = await request.formData().catch(() => null);
  const about = data && (await sketched(String(data.get('submission') ?? '')));
  if (!about || about.url !== url.pathname) return false;
  await put({ ...about, fields: fieldsOf(data) });
  await forgetSketches();
  await self.registration.sync?.register('send-unsent').catch(() => null);
  return true;
}

async function sendOrAskAgain() {
  const outcome = await sendUnsent();
  if (['no-signal', 'later'].includes(outcome)) throw new Error(outcome);
}
