// Turns a text of lines "who|what|by when|amount" into fields, a row a line; the text goes on being what is sent.
// Without scripts, or where what stands in it does not read as lines, the text stays as it is.
const BAR = /[|｜]/;

export function lineRows(root) {
  for (const template of root.querySelectorAll('template[data-lines-for]')) {
    const text = document.querySelector(`textarea[name="${template.dataset.linesFor}"]`);
    if (!text || text.dataset.awake) continue;
    const size = template.content.querySelectorAll('[data-part]').length;
    const lines = text.value.split('\n').filter((line) => line.trim()).map((line) => line.split(BAR).map((part) => part.trim()));
    if (lines.some((parts) => parts.length > size || parts.length < size - 1)) continue;
    text.dataset.awake = 'yes';
    wake(template, text, lines.length ? lines : [[]]);
  }
}

function wake(template, text, lines) {
  const list = document.createElement('div');
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'btn btn-plain btn-small';
  more.textContent = template.dataset.more;
  more.addEventListener('click', () => add(template, text, list, []).querySelector('[data-part]').focus());
  takePlace(text, list, more);
  for (const parts of lines) add(template, text, list, parts);
  list.addEventListener('input', () => write(text, list));
  list.addEventListener('change', () => write(text, list));
}

// The rows stand where the text stood: links from the summary of errors lead to them.
function takePlace(text, list, more) {
  const { id } = text;
  text.id = `${id}-text`;
  list.id = id;
  list.tabIndex = -1;
  list.setAttribute('role', 'group');
  const label = text.closest('.field').querySelector(`label[for="${id}"]`);
  label.removeAttribute('for');
  label.id = `${id}-name`;
  list.setAttribute('aria-labelledby', label.id);
  document.getElementById(`${id}-hint`)?.setAttribute('hidden', '');
  text.hidden = true;
  text.after(list, more);
}

function add(template, text, list, parts) {
  const place = list.dataset.made = String(Number(list.dataset.made ?? 0) + 1);
  const holder = document.createElement('div');
  holder.innerHTML = template.innerHTML.replaceAll('__id__', `${list.id}-${place}`);
  const row = holder.firstElementChild;
  list.append(row);
  row.querySelectorAll('[data-part]').forEach((field, column) => { field.value = parts[column] ?? ''; });
  row.querySelector('[data-drop]').addEventListener('click', () => {
    row.remove();
    number(list);
    write(text, list);
  });
  number(list);
  return row;
}

function number(list) {
  [...list.children].forEach((row, place) => {
    row.querySelector('[data-number]').textContent = String(place + 1);
  });
}

function write(text, list) {
  text.value = [...list.children].map(lineOf).filter(Boolean).join('\n');
}

function lineOf(row) {
  const parts = [...row.querySelectorAll('[data-part]')].map((field) => field.value.replaceAll(/[|｜\n]/g, ' ').trim());
  if (!parts.some(Boolean)) return '';
  return (parts.at(-1) ? parts : parts.slice(0, -1)).join('|');
}
