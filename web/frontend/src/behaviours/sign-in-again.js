// A visit that ended while a page stood open is begun again in a small door over that page: nothing typed is lost.
let asked = null;

// Returns whether the page's own person is in again.
export function signInAgain(address = '/sign-in/again') {
  asked ??= ask(address).finally(() => { asked = null; });
  return asked;
}

export function freshGuards(token) {
  for (const field of document.querySelectorAll('input[name=csrf_token]')) field.value = token;
}

// A part of a page that could not be fetched because the visit had ended is fetched again.
export function watchParts() {
  document.addEventListener('htmx:responseError', async (event) => {
    const { xhr, elt } = event.detail;
    if (xhr.status === 401 && (await signInAgain())) elt.click();
  });
}

async function ask(address) {
  const answer = await fetch(address, { headers: { 'X-Requested-With': 'fetch' }, cache: 'no-store' });
  if (!answer.ok) return false;
  const holder = document.createElement('div');
  holder.innerHTML = await answer.text();
  const dialog = holder.querySelector('dialog');
  document.body.append(dialog);
  const isIn = new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'in')));
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    knock(dialog, event.target);
  });
  dialog.showModal();
  return isIn.finally(() => dialog.remove());
}

async function knock(dialog, form) {
  const refusal = form.querySelector('[data-refusal]');
  const fields = new URLSearchParams(new FormData(form));
  fields.set('draft-for', document.querySelector('meta[name=drawn-for]')?.content ?? '');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: fields, headers: { 'X-Requested-With': 'fetch' } });
    const { csrf, said } = await answer.json();
    if (answer.ok) {
      freshGuards(csrf);
      dialog.close('in');
      return;
    }
    refusal.textContent = said;
  } catch {
    refusal.textContent = dialog.dataset.failed;
  }
  refusal.hidden = false;
  form.elements.password.value = '';
  form.elements.password.focus();
}
