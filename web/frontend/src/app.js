// What every page loads: htmx for swapping parts, and small behaviours. Pages work without any of it.
import htmx from 'htmx.org';
import { focusErrors } from './behaviours/focus-errors.js';
import { hideUnasked } from './behaviours/hide-unasked.js';
import { sendOnce } from './behaviours/send-once.js';
import { growRows } from './behaviours/grow-rows.js';
import { lineRows } from './behaviours/line-rows.js';
import { closeMenus } from './behaviours/close-menus.js';

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
window.htmx = htmx;

function wake(root) {
  hideUnasked(root);
  sendOnce(root);
  growRows(root);
  lineRows(root);
}

document.addEventListener('DOMContentLoaded', () => {
  wake(document);
  focusErrors(document);
  closeMenus(document);
});
document.addEventListener('htmx:afterSettle', (event) => wake(event.target));
window.addEventListener('pageshow', (event) => {
  if (event.persisted) sendOnce.release(document);
});
