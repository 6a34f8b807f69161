// Hides a field while its condition says it is not asked; the server decides the same way.
export function hideUnasked(root) {
  for (const form of root.querySelectorAll('form')) {
    const fields = [...form.querySelectorAll('[data-hidden-when]')];
    if (!fields.length || form.dataset.awake) continue;
    form.dataset.awake = 'yes';
    const refresh = () => show(form, fields);
    form.addEventListener('change', refresh);
    form.addEventListener('input', refresh);
    refresh();
  }
}

function show(form, fields) {
  const answers = answersOf(form);
  for (const field of fields) {
    const hidden = holds(JSON.parse(field.dataset.hiddenWhen), answers);
    field.hidden = hidden;
    if (hidden) delete answers[field.dataset.key];
  }
}

function answersOf(form) {
  const answers = {};
  for (const [key, value] of new FormData(form)) answers[key] = value;
  return answers;
}

function holds(tree, answers) {
  if (tree.all) return tree.all.every((part) => holds(part, answers));
  if (tree.any) return tree.any.some((part) => holds(part, answers));
  if (tree.not) return !holds(tree.not, answers);
  return plain(answers[tree.is]) === plain(tree.value);
}

function plain(value) {
  if (value === undefined || value === null || value === false) return '';
  return String(value);
}
