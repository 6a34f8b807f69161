// Focus is never lost: a part that was swapped gives it to what came instead. Parts that come by themselves
// (data-quiet) take it from nobody.
export function keepFocus() {
  document.addEventListener('htmx:afterSettle', (event) => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const came = event.detail.elt;
    if (!came?.isConnected || !came.matches || came.closest('[data-quiet]')) return;
    if (!came.matches('a, button, input, select, textarea, [tabindex]')) came.tabIndex = -1;
    came.focus({ preventScroll: true });
  });
}
