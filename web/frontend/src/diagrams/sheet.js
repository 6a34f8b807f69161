// Opens a published diagram in its place on a page, with buttons to come nearer, go further and see it whole.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

// Close enough to read the small words beside arrows, which the drawings leave room for at 11 px.
const NEAR = 1.2;
const READABLE = 0.7;
// Small enough to see several steps at once, large enough to read their names.
const BEGINNING = 0.85;
const MARGIN = 24;
// What is come to has this much of the drawing round it.
const ROUND = 80;
// The buttons stand above where a drawing begins, not on it.
const BUTTONS = 60;
export const START = Symbol('the beginning of the drawing');
const LETTERS = {
  defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: '14px' },
  externalStyle: { fontSize: '11px' },
};

// Returns the viewer, or null where the drawing could not be fetched or read; the page then says so.
export async function open(place) {
  const viewer = new NavigatedViewer({ container: place.querySelector('[data-canvas]'), textRenderer: LETTERS });
  try {
    const answer = await fetch(place.dataset.xml, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    await viewer.importXML(await answer.text());
  } catch {
    place.classList.add('has-failed');
    return null;
  }
  wireButtons(place, viewer);
  return viewer;
}

// An expanded subprocess is a frame around others: colouring it would colour them all.
export function isFrame(element) {
  return element.type === 'bpmn:SubProcess' && !element.collapsed;
}

// Elements with an address of their own are links.
export function link(viewer, links) {
  const known = viewer.get('elementRegistry');
  for (const id of Object.keys(links)) {
    if (known.get(id)) viewer.get('canvas').addMarker(id, 'leads-on');
  }
  viewer.on('element.click', ({ element }) => {
    const to = links[element.id] ?? links[element.labelTarget?.id];
    if (to) window.location.assign(to);
  });
}

// Shows the whole drawing where it stays readable or there is no place to begin at, else begins there.
export function look(viewer, place, findBegin) {
  const canvas = viewer.get('canvas');
  const sheet = place.querySelector('[data-canvas]');
  canvas.zoom('fit-viewport');
  const readable = canvas.zoom() >= READABLE;
  const { inner } = canvas.viewbox();
  const wanted = inner.height * (readable ? canvas.zoom() : NEAR) + 80;
  sheet.style.height = `${Math.round(Math.min(Math.max(wanted, 220), sheet.clientHeight))}px`;
  canvas.resized();
  canvas.zoom('fit-viewport');
  if (readable) return;
  const here = findBegin();
  if (here === START) {
    begin(canvas);
    return;
  }
  if (here) come(viewer, here);
}

// Comes so near to an element that the words about it can be read.
export function come(viewer, element) {
  const canvas = viewer.get('canvas');
  canvas.zoom(NEAR);
  canvas.scrollToElement(element, ROUND);
}

// Shows the upper left corner of the drawing, where it begins.
function begin(canvas) {
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({
    x: inner.x - MARGIN / BEGINNING,
    y: inner.y - BUTTONS / BEGINNING,
    width: outer.width / BEGINNING,
    height: outer.height / BEGINNING,
  });
}

function wireButtons(place, viewer) {
  const canvas = viewer.get('canvas');
  const acts = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() * 0.8),
    fit: () => canvas.zoom('fit-viewport', 'auto'),
  };
  for (const button of place.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', acts[button.dataset.zoom]);
  }
}
