// Photographs are made small on the phone before they are sent: 300 KB instead of 8 MB, and without their place.
import { giveFiles } from '../offline/entries.js';

const SIDE = 1600;
const QUALITY = 0.82;

export function pickPhotos(root) {
  for (const box of root.querySelectorAll('[data-photos]:not([data-awake])')) {
    box.dataset.awake = 'yes';
    const chosen = new Map([...box.querySelectorAll('input[type=file]')].map((input) => [input, []]));
    for (const input of chosen.keys()) input.addEventListener('change', () => take(box, chosen, input));
    const form = box.closest('form');
    form.addEventListener('submit', (event) => waitFor(box, event), true);
    form.addEventListener('reset', () => {
      for (const many of chosen.values()) many.length = 0;
      show(box, chosen);
    });
  }
}

async function take(box, chosen, input) {
  const fresh = [...input.files];
  box.dataset.busy = 'yes';
  say(box, box.dataset.busyWords);
  try {
    const small = [];
    for (const file of fresh) small.push(await shrunk(file));
    chosen.get(input).push(...small);
  } finally {
    delete box.dataset.busy;
    giveFiles(input, chosen.get(input));
    show(box, chosen);
  }
}

// What cannot be drawn here is sent as it is; the server looks into it anyway.
async function shrunk(file) {
  try {
    const drawing = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE / Math.max(drawing.width, drawing.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(drawing.width * scale));
    canvas.height = Math.max(1, Math.round(drawing.height * scale));
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawing, 0, 0, canvas.width, canvas.height);
    drawing.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return blob ? new File([blob], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}

function show(box, chosen) {
  const list = box.querySelector('[data-picked]');
  for (const picture of list.querySelectorAll('img')) URL.revokeObjectURL(picture.src);
  const items = [...chosen].flatMap(([input, files]) => files.map((file) => item(box, chosen, input, file)));
  list.replaceChildren(...items);
  say(box, items.length ? box.dataset.readyWords.replace('__n__', String(items.length)) : '');
}

function item(box, chosen, input, file) {
  const line = document.createElement('li');
  const picture = document.createElement('img');
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  const away = document.createElement('button');
  away.type = 'button';
  away.className = 'btn btn-plain btn-small';
  away.textContent = box.dataset.dropWords;
  away.addEventListener('click', () => {
    const files = chosen.get(input);
    files.splice(files.indexOf(file), 1);
    giveFiles(input, files);
    show(box, chosen);
    input.focus();
  });
  line.append(picture, away);
  return line;
}

function waitFor(box, event) {
  if (!box.dataset.busy) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(box, box.dataset.busyWords);
}

function say(box, words) {
  box.querySelector('[data-picked-said]').textContent = words;
}
