// What every page loads: htmx for swapping parts, and small behaviours. Pages work without any of it.
import htmx from 'htmx.org';
import { focusErrors } from './behaviours/focus-errors.js';
import { hideUnasked } from './behaviours/hide-unasked.js';
import { sendOnce } from './behaviours/send-once.js';
import { growRows } from './behaviours/grow-rows.js';
import { lineRows } from './behaviours/line-rows.js';
import { ringBell } from './behaviours/ring-bell.js';
import { chooseMany } from './behaviours/choose-many.js';
import { closeMenus } from './behaviours/close-menus.js';
import { lateDiagram } from './behaviours/late-diagram.js';
import { keepUnsent } from './behaviours/keep-unsent.js';
import { findPlace } from './behaviours/find-place.js';
import { pickFiles } from './behaviours/pick-files.js';
import { pickPhotos } from './behaviours/pick-photos.js';
import { recordVoice } from './behaviours/record-voice.js';
import { startWorker } from './behaviours/install.js';
import { unsentList } from './behaviours/unsent-list.js';
import { watchSignal } from './behaviours/signal.js';
import { saveDrafts } from './behaviours/save-drafts.js';
import { watchParts } from './behaviours/sign-in-again.js';
import { askLeaving } from './behaviours/ask-leaving.js';
import { replacePosted } from './behaviours/replace-posted.js';
import { copyText } from './behaviours/copy-text.js';
import { keepFocus } from './behaviours/keep-focus.js';
import { keepKeys } from './behaviours/keep-keys.js';
import { printPage } from './behaviours/print-page.js';

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
  pickPhotos(root);
  pickFiles(root);
  recordVoice(root);
  findPlace(root);
  copyText(root);
  printPage(root);
  saveDrafts(root);
}

document.addEventListener('DOMContentLoaded', () => {
  replacePosted();
  wake(document);
  focusErrors(document);
  closeMenus(document);
  chooseMany(document);
  lateDiagram(document);
  ringBell(document);
  keepUnsent();
  watchSignal();
  unsentList();
  watchParts();
  askLeaving();
  keepFocus();
  keepKeys();
});
document.addEventListener('htmx:afterSettle', (event) => wake(event.target));
window.addEventListener('pageshow', (event) => {
  if (event.persisted) sendOnce.release(document);
});
startWorker();
