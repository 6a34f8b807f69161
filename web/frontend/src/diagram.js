// Draws a process with where it stands: done, open, cancelled; elements with a page of their own are links.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

const MARKS = { done: 'is-done', open: 'is-open', cancelled: 'is-cancelled' };

// Close enough to read the small words beside arrows, which the drawings leave room for at 11 px.
const NEAR = 1.2;
const LETTERS = {
  defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: '14px' },
  externalStyle: { fontSize: '11px' },
};

async function draw(place) {
  const sheet = place.querySelector('[data-canvas]');
  const viewer = new NavigatedViewer({ container: sheet, textRenderer: LETTERS });
  try {
    const answer = await fetch(place.dataset.xml, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    await viewer.importXML(await answer.text());
  } catch {
    place.classList.add('has-failed');
    return;
  }
  mark(viewer, JSON.parse(place.dataset.states));
  link(viewer, JSON.parse(place.dataset.links));
  look(viewer, sheet, JSON.parse(place.dataset.states));
  wireButtons(place, viewer);
  place.classList.add('is-drawn');
}

function mark(viewer, states) {
  const canvas = viewer.get('canvas');
  const known = viewer.get('elementRegistry');
  for (const [id, state] of Object.entries(states)) {
    if (known.get(id)) canvas.addMarker(id, isFrame(known.get(id)) ? 'is-frame' : MARKS[state]);
  }
}

// An expanded subprocess is a frame around others: colouring it would colour them all.
function isFrame(element) {
  return element.type === 'bpmn:SubProcess' && !element.collapsed;
}

function link(viewer, links) {
  const known = viewer.get('elementRegistry');
  for (const id of Object.keys(links)) {
    if (known.get(id)) viewer.get('canvas').addMarker(id, 'leads-on');
  }
  viewer.on('element.click', ({ element }) => {
    const to = links[element.id] ?? links[element.labelTarget?.id];
    if (to) window.location.assign(to);
  });
}

// Shows the whole drawing where it stays readable or nothing is open, else starts where the case stands now.
function look(viewer, sheet, states) {
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport');
  const readable = canvas.zoom() >= 0.7;
  const { inner } = canvas.viewbox();
  const wanted = inner.height * (readable ? canvas.zoom() : NEAR) + 80;
  sheet.style.height = `${Math.round(Math.min(Math.max(wanted, 220), sheet.clientHeight))}px`;
  canvas.resized();
  canvas.zoom('fit-viewport');
  if (readable) return;
  const known = viewer.get('elementRegistry');
  const ids = Object.keys(states);
  const open = ids.filter((id) => states[id] === 'open' && known.get(id) && !isFrame(known.get(id)));
  const here = open.find((id) => !known.get(id).type.endsWith('Gateway')) ?? open[0];
  if (!here) return;
  canvas.zoom(NEAR);
  canvas.scrollToElement(here, 80);
}

function wireButtons(place, viewer) {
  const canvas = viewer.get('canvas');
  const acts = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() * 0.8),
    fit: () => canvas.zoom('fit-viewport'),
  };
  for (const button of place.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', acts[button.dataset.zoom]);
  }
}

for (const place of document.querySelectorAll('[data-diagram]')) draw(place);
