// A form as an entry that can wait, and an entry back in its form.
const UNSAID = new Set(['csrf_token', 'submission']);

export function freshToken() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// What a form is about, without its files: who, what, where to mend it.
export function sketchOf(form, person) {
  return {
    id: form.elements.submission.value,
    person,
    url: new URL(form.action).pathname,
    page: location.pathname + location.search,
    title: form.dataset.title || document.querySelector('h1')?.textContent.trim() || document.title,
    at: new Date().toISOString(),
    state: 'waiting',
    words: wordsOf(form),
  };
}

export function fieldsOf(data) {
  return [...data].filter(([name, value]) => name !== 'csrf_token' && (typeof value === 'string' || value.size > 0));
}

export function entryOf(form, person) {
  return { ...sketchOf(form, person), fields: fieldsOf(new FormData(form)) };
}

function wordsOf(form) {
  const words = [];
  for (const box of form.elements) {
    if (!box.name || UNSAID.has(box.name) || ['hidden', 'file', 'submit', 'button', 'fieldset'].includes(box.type)) continue;
    if (['radio', 'checkbox'].includes(box.type)) {
      if (box.checked) words.push([box.closest('fieldset')?.querySelector('legend')?.textContent.trim() ?? '', labelOf(box)]);
    } else if (box.tagName === 'SELECT') {
      if (box.value) words.push([labelOf(box), box.selectedOptions[0].textContent.trim()]);
    } else if (box.value) words.push([labelOf(box), box.value]);
  }
  return words;
}

function labelOf(box) {
  const label = box.labels?.[0];
  return (label?.querySelector('span:not(.field-optional)') ?? label?.firstChild)?.textContent.trim() ?? box.name;
}

// Puts what was entered back, opens what hides it, and tells the pickers what files there are.
export function fill(form, entry) {
  for (const box of form.elements) if (['radio', 'checkbox'].includes(box.type)) box.checked = false;
  const files = new Map();
  for (const [name, value] of entry.fields) {
    if (UNSAID.has(name) || name.startsWith('draft-')) continue;
    if (value instanceof Blob) files.set(name, [...(files.get(name) ?? []), value]);
    else setValue(form, name, value);
  }
  for (const [name, many] of files) {
    const box = form.querySelector(`input[type=file][name="${CSS.escape(name)}"]`);
    if (box) giveFiles(box, many);
    box?.dispatchEvent(new Event('change', { bubbles: true }));
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}

function setValue(form, name, value) {
  for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (['radio', 'checkbox'].includes(box.type)) {
      if (box.value !== value) continue;
      box.checked = true;
    } else box.value = value;
    const hiding = value && box.closest('details');
    if (hiding) hiding.open = true;
  }
}

export function giveFiles(box, files) {
  const given = new DataTransfer();
  for (const file of files) given.items.add(file instanceof File ? file : new File([file], file.name ?? 'file', { type: file.type }));
  box.files = given.files;
}
