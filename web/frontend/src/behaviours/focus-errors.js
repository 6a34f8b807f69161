// A page that came back with errors says so first: focus goes to the summary.
export function focusErrors(root) {
  root.querySelector('[data-error-summary]')?.focus();
}
