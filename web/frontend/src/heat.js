// Colours a process by one number of each step, with the number on it; lines are as thick as they were busy.
import { START, centre, isFrame, link, look, open } from './diagrams/sheet';

// Numbers never get smaller than this, however far away the drawing is.
const NUMBERS = { scale: { min: 1 }, show: {} };
// What stands beside them is left out where it would cover the drawing.
const BESIDE = { scale: { min: 1 }, show: { minZoom: 0.45 } };

async function draw(place) {
  const viewer = await open(place);
  if (!viewer) return;
  const drawing = JSON.parse(place.querySelector('[data-drawing]').textContent);
  const known = viewer.get('elementRegistry');
  for (const [id, step] of Object.entries(drawing.elements)) {
    if (known.get(id)) colour(viewer, known.get(id), step);
  }
  for (const [id, way] of Object.entries(drawing.flows)) {
    if (known.get(id)) trace(viewer, known.get(id), way);
  }
  link(viewer, drawing.links);
  const hottest = drawing.hottest && known.get(drawing.hottest);
  look(viewer, place, () => {
    if (!hottest) return START;
    centre(viewer, hottest);
    return null;
  });
  place.classList.add('is-drawn');
}

function colour(viewer, element, step) {
  if (step.shade && !isFrame(element)) viewer.get('canvas').addMarker(element.id, `heat-${step.shade}`);
  if (step.badge) put(viewer, element, { top: -21, right: 18 }, 'heat-badge', step.badge, step.title, NUMBERS);
  if (step.late) put(viewer, element, { bottom: -2, left: 0 }, 'heat-late', `⚠ ${step.late}`, step.title);
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
  if (way.share) put(viewer, flow, middle(flow), 'heat-share', way.share, way.share);
}

function put(viewer, element, position, name, words, title, kept = BESIDE) {
  const box = document.createElement('div');
  box.className = name;
  box.textContent = words;
  box.title = title;
  viewer.get('overlays').add(element.id, { position, html: box, ...kept });
}

// The middle of the longest stretch of a line, measured from the corner of the box around it.
function middle({ waypoints }) {
  const stretches = waypoints.slice(1).map((to, turn) => {
    const from = waypoints[turn];
    return { length: Math.hypot(to.x - from.x, to.y - from.y), x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  });
  const longest = stretches.reduce((best, each) => (each.length > best.length ? each : best));
  const left = Math.min(...waypoints.map(({ x }) => x));
  const top = Math.min(...waypoints.map(({ y }) => y));
  return { left: longest.x - left - 16, top: longest.y - top - 9 };
}

for (const place of document.querySelectorAll('[data-heat]')) draw(place);
