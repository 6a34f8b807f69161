// What this phone keeps until it can be sent: entries by their form's token, each with who entered it.
// Shared by pages and the service worker; whoever changes something tells the others.
const NAME = 'mediation';
const UNSENT = 'unsent';
const SKETCHES = 'sketches';
const ABOUT = 'about';
const news = 'BroadcastChannel' in self ? new BroadcastChannel('unsent') : null;
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of [[UNSENT, 'id'], [SKETCHES, 'id'], [ABOUT, 'key']]) asked.result.createObjectStore(name, { keyPath });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function run(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const asked = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function change(act) {
  await run(UNSENT, 'readwrite', act);
  news?.postMessage('changed');
  tell();
}

const hearers = [];
const tell = () => hearers.forEach((hear) => hear());
if (news) news.onmessage = tell;
export const onChange = (hear) => hearers.push(hear);

export const put = (entry) => change((store) => store.put(entry));
export const drop = (id) => change((store) => store.delete(id));
export const get = (id) => run(UNSENT, 'readonly', (store) => store.get(id));

// The old entry goes in the same moment as the mended one comes.
export function swap(oldId, entry) {
  return change((store) => {
    store.delete(oldId);
    return store.put(entry);
  });
}

export async function entriesOf(person) {
  if (!person) return [];
  const all = (await run(UNSENT, 'readonly', (store) => store.getAll())) ?? [];
  return all.filter((entry) => entry.person === person).sort((one, other) => one.at.localeCompare(other.at));
}

// What a form was about, noted as it is sent, should the worker have to keep it.
export const sketch = (about) => run(SKETCHES, 'readwrite', (store) => store.put(about));
export const sketched = (id) => run(SKETCHES, 'readonly', (store) => store.get(id));

// Sketches tell what was in a form, so they do not stay: not beyond ``before``, none without it.
export async function forgetSketches(before) {
  const all = (await run(SKETCHES, 'readonly', (store) => store.getAll())) ?? [];
  for (const each of all) if (!before || Date.parse(each.at) < before) await run(SKETCHES, 'readwrite', (store) => store.delete(each.id));
}

export const remember = (key, value) => run(ABOUT, 'readwrite', (store) => store.put({ key, value }));
export const recall = async (key) => (await run(ABOUT, 'readonly', (store) => store.get(key)))?.value;
