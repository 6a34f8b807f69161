// Sends what was kept, one at a time, each counted once by its token however often it is sent.
import { drop, entriesOf, get, put } from './store.js';

// Only one page or worker sends at a time. Whoever comes second waits, and then sees for itself how it
// stands: a page must say that a sign-in is needed, whether or not the worker was told so first.
export function sendUnsent() {
  return navigator.locks ? navigator.locks.request('unsent', sendAll) : sendAll();
}

// Returns {person, token} of who is signed in, null without signal.
export async function guard() {
  try {
    const answer = await fetch('/offline/token', { headers: { Accept: 'application/json' }, cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function sendAll() {
  const who = await guard();
  if (!who) return 'no-signal';
  if (!who.person) return 'signed_out';
  for (const entry of await entriesOf(who.person)) {
    if (entry.state !== 'waiting') continue;
    const answer = await sendOne(entry, who);
    if (!answer) return 'no-signal';
    if (['signed_out', 'other_person', 'later'].includes(answer.state)) return answer.state;
    await settle(entry, answer);
  }
  return 'sent';
}

async function sendOne(entry, who) {
  const form = new FormData();
  for (const [name, value] of entry.fields) value instanceof Blob ? form.append(name, value, value.name) : form.append(name, value);
  form.set('csrf_token', who.token);
  const headers = { Accept: 'application/json', 'X-Requested-With': 'fetch', 'X-Entered-By': entry.person };
  try {
    const answer = await fetch(entry.url, { method: 'POST', body: form, headers });
    if (answer.status === 401) return { state: 'signed_out' };
    if (answer.status >= 500) return { state: 'later' };
    return await answer.json();
  } catch {
    return null;
  }
}

// What was taken is dropped but for its link; what was refused waits for whoever entered it.
async function settle(entry, answer) {
  if (!(await get(entry.id))) return;
  const { id, person, title, at, url, page } = entry;
  if (answer.state === 'done') {
    await put({ id, person, title, at, url, page, state: 'done', link: answer.link, sentence: answer.sentence, fields: [], words: [] });
  } else {
    await put({ ...entry, state: 'conflict', sentence: answer.sentence, wrong: answer.fields ?? {} });
  }
}

// What was sent more than a day ago has been seen.
export async function tidy(person, now) {
  for (const entry of await entriesOf(person)) {
    if (entry.state === 'done' && now - Date.parse(entry.at) > 24 * 3600 * 1000) await drop(entry.id);
  }
}
