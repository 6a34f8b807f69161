// Draws a process with where it stands: done, open, cancelled; elements with a page of their own are links.
import { isFrame, link, look, open } from './diagrams/sheet';

const MARKS = { done: 'is-done', open: 'is-open', cancelled: 'is-cancelled' };

async function draw(place) {
  const viewer = await open(place);
  if (!viewer) return;
  const states = JSON.parse(place.dataset.states);
  mark(viewer, states);
  link(viewer, JSON.parse(place.dataset.links));
  look(viewer, place, () => whereItStands(viewer, states));
  place.classList.add('is-drawn');
}

function mark(viewer, states) {
  const canvas = viewer.get('canvas');
  const known = viewer.get('elementRegistry');
  for (const [id, state] of Object.entries(states)) {
    if (known.get(id)) canvas.addMarker(id, isFrame(known.get(id)) ? 'is-frame' : MARKS[state]);
  }
}

function whereItStands(viewer, states) {
  const known = viewer.get('elementRegistry');
  const ids = Object.keys(states);
  const here = ids.filter((id) => states[id] === 'open' && known.get(id) && !isFrame(known.get(id)));
  return here.find((id) => !known.get(id).type.endsWith('Gateway')) ?? here[0];
}

for (const place of document.querySelectorAll('[data-diagram]')) draw(place);
