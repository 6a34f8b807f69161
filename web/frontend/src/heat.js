// Colours a process by one number of each step, with the number on it; lines are as thick as they were busy.
import { above, along, below, filled, roomFor } from './diagrams/room';
import { START, come, isFrame, link, look, open } from './diagrams/sheet';

// Numbers never get smaller than this, however far away the drawing is.
const NUMBERS = { scale: { min: 1 }, show: {} };
// What stands beside them is left out where it would cover the drawing.
const BESIDE = { scale: { min: 1 }, show: { minZoom: 0.45 } };

async function draw(place) {
  const viewer = await open(place);
  if (!viewer) return;
  const drawing = JSON.parse(place.querySelector('[data-drawing]').textContent);
  const known = viewer.get('elementRegistry');
  const written = [];
  for (const [id, step] of Object.entries(drawing.elements)) {
    if (known.get(id)) written.push(...colour(viewer, known.get(id), step));
  }
  for (const [id, way] of Object.entries(drawing.flows)) {
    if (known.get(id)) written.push(...trace(viewer, known.get(id), way));
  }
  link(viewer, drawing.links);
  keepClear(viewer, written);
  look(viewer, place, () => START);
  lead(viewer, place);
  place.classList.add('is-drawn');
}

// Without the drawing these lead to the step's line in the table.
function lead(viewer, place) {
  for (const way of document.querySelectorAll('[data-in-drawing]')) {
    way.addEventListener('click', (event) => {
      event.preventDefault();
      come(viewer, way.dataset.inDrawing);
      place.scrollIntoView({ block: 'nearest' });
    });
  }
}

function colour(viewer, element, step) {
  if (step.shade && !isFrame(element)) viewer.get('canvas').addMarker(element.id, `heat-${step.shade}`);
  const high = (size) => [...above(element, size), ...below(element, size)];
  const low = (size) => [...below(element, size), ...above(element, size)];
  return [
    ...(step.badge ? [put(viewer, element, 'heat-badge', step.badge, step.title, high, NUMBERS)] : []),
    ...(step.late ? [put(viewer, element, 'heat-late', `⚠ ${step.late}`, step.title, low)] : []),
  ];
}

// The band lies under the line: a thicker line would swell its arrow too.
function trace(viewer, flow, way) {
  const line = viewer.get('elementRegistry').getGraphics(flow).querySelector('.djs-visual > path');
  if (way.times) {
    const band = line.cloneNode();
    band.removeAttribute('style');
    band.setAttribute('class', 'heat-band');
    band.setAttribute('stroke-width', way.width);
    line.before(band);
  } else {
    viewer.get('canvas').addMarker(flow.id, 'heat-untaken');
  }
  const near = (size) => along(viewer, flow, size);
  return way.share ? [put(viewer, flow, 'heat-share', way.share, way.share, near)] : [];
}

function put(viewer, element, name, words, title, places, kept = BESIDE) {
  const box = document.createElement('div');
  box.className = name;
  box.textContent = words;
  box.title = title;
  viewer.get('overlays').add(element.id, { position: { left: 0, top: 0 }, html: box, ...kept });
  const corners = element.waypoints ?? [element];
  return { box, places, left: Math.min(...corners.map(({ x }) => x)), top: Math.min(...corners.map(({ y }) => y)) };
}

// Moves what is written to where it covers no words, anew at every distance: it keeps its size, the drawing does not.
function keepClear(viewer, written) {
  const drawn = filled(viewer);
  let last;
  viewer.on('canvas.viewbox.changed', 500, ({ viewbox: { scale } }) => {
    if (scale === last) return;
    last = scale;
    const shrunk = Math.min(scale, 1);
    const taken = [...drawn];
    for (const { box, places, left, top } of written) {
      const size = { width: box.offsetWidth / shrunk, height: box.offsetHeight / shrunk };
      if (!size.width) continue;
      const room = roomFor(size, places(size), taken);
      box.style.transform = `translate(${(room.x - left) * shrunk}px, ${(room.y - top) * shrunk}px)`;
      taken.push(room);
    }
  });
}

for (const place of document.querySelectorAll('[data-heat]')) draw(place);
