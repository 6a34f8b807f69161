// A form that is on its way cannot be sent again; the server would count it once anyway.
export function sendOnce(root) {
  for (const form of root.querySelectorAll('form[data-once]')) {
    if (form.dataset.guarded) continue;
    form.dataset.guarded = 'yes';
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = 'yes';
      for (const button of form.querySelectorAll('button[type=submit]')) {
        button.setAttribute('aria-disabled', 'true');
        if (form.dataset.sending) button.dataset.was = button.textContent;
        if (form.dataset.sending && button.hasAttribute('data-main')) button.textContent = form.dataset.sending;
      }
    });
  }
}

// The browser's back button brings a sent form back to life.
sendOnce.release = (root) => {
  for (const form of root.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button[type=submit]')) {
      button.removeAttribute('aria-disabled');
      if (button.dataset.was && button.hasAttribute('data-main')) button.textContent = button.dataset.was;
    }
  }
};
