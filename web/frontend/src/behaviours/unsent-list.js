// Fills the page of what is unsent: each entry with its state, the server's sentence, and what can be done.
import { drop, entriesOf, onChange } from '../offline/store.js';
import { person, send } from './signal.js';

export function unsentList() {
  const list = document.querySelector('[data-unsent]');
  if (!list || !('indexedDB' in window)) return;
  const draw = () => drawAll(list);
  onChange(draw);
  draw();
  const now = document.querySelector('[data-send-now]');
  now.addEventListener('click', send);
}

async function drawAll(list) {
  const entries = await entriesOf(person());
  list.replaceChildren(...entries.map((entry) => drawn(entry, list)));
  document.querySelector('[data-nothing]').hidden = entries.length > 0;
  document.querySelector('[data-send-now]').hidden = !entries.some((entry) => entry.state === 'waiting');
}

function drawn(entry, list) {
  const made = document.getElementById('unsent-entry').content.cloneNode(true);
  const part = (name) => made.querySelector(`[data-${name}]`);
  part('title').textContent = entry.title;
  part('state').append(document.getElementById(`unsent-${entry.state}`).content.cloneNode(true));
  part('when').textContent = list.dataset.saved.replace('__when__', new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' }));
  if (entry.sentence) {
    part('sentence').hidden = false;
    part('sentence').textContent = entry.sentence;
    part('sentence').classList.toggle('note-late', entry.state === 'conflict');
    part('sentence').classList.toggle('note-done', entry.state === 'done');
  }
  for (const [label, value] of entry.words ?? []) addWords(part('words'), label, value);
  const files = entry.fields.filter(([, value]) => value instanceof Blob).length;
  if (files) addWords(part('words'), '', list.dataset.filesWords.replace('__n__', String(files)));
  if (!part('words').children.length) part('words').remove();
  offer(entry, part, list);
  return made;
}

function offer(entry, part, list) {
  const done = entry.state === 'done';
  if (done && entry.link) {
    part('link').hidden = false;
    part('link').href = entry.link;
  }
  if (entry.state === 'conflict') {
    part('edit').hidden = false;
    part('edit').href = `${entry.page.split('#')[0]}#unsent=${entry.id}`;
  }
  const away = part(done ? 'clear' : 'delete');
  away.hidden = false;
  away.addEventListener('click', () => (done || window.confirm(list.dataset.ask)) && drop(entry.id));
}

function addWords(words, label, value) {
  const name = document.createElement('dt');
  const said = document.createElement('dd');
  name.textContent = label;
  said.textContent = value;
  words.append(name, said);
}
