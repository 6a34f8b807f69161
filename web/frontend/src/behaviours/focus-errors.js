// A page that came back with errors says so first; one that follows an act, what was done: focus goes there.
export function focusErrors(root) {
  const told = root.querySelector('[data-error-summary]') ?? root.querySelector('[data-told]');
  if (!location.hash) told?.focus({ preventScroll: !told.hasAttribute('data-error-summary') });
}
