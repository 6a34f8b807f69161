// Finds room for what is written on a drawing so that its own words stay readable; all in the drawing's measure.
import { isFrame } from './sheet';

// Words are never to be covered, boxes and circles as little as can be; of places alike the first is taken.
const OVER = { words: 20, shape: 1 };
const LATER = 3;
const GAP = 3;
// A lane's name stands upright at its left.
const HEAD = 30;
const LANES = ['bpmn:Participant', 'bpmn:Lane'];
const POINT = { x: 0, y: 0, width: 0, height: 0 };
const PARTS = [0.5, 0.35, 0.65, 0.2, 0.8];

// Returns where the drawing's words, boxes and circles are.
export function filled(viewer) {
  const shapes = viewer.get('elementRegistry').filter((element) => element.parent && !element.waypoints);
  return shapes.flatMap((element) => {
    if (LANES.includes(element.type)) return [{ ...boxOf(element), width: HEAD, over: OVER.words }];
    const words = { ...wordsOf(viewer, element), over: OVER.words };
    return element.labelTarget || isFrame(element) ? [words] : [words, { ...boxOf(element), over: OVER.shape }];
  });
}

// Returns the first of the places where something of that size covers least.
export function roomFor(size, places, taken) {
  const cost = (place) => taken.reduce((sum, each) => sum + covered({ ...place, ...size }, each), 0);
  const costs = places.map((place, turn) => cost(place) + turn * LATER);
  return { ...places[costs.indexOf(Math.min(...costs))], ...size, over: OVER.words };
}

// Returns the places outside the corners of a box: above it from the right, below it from the left.
export function above({ x, y, width }, size) {
  return [x + width - size.width, x, x + width, x - size.width].map((left) => ({ x: left, y: y - size.height }));
}

export function below({ x, y, width, height }, size) {
  return [x, x + width - size.width, x - size.width, x + width].map((left) => ({ x: left, y: y + height }));
}

// Returns the places beside the words of a line, on its stretches, the longest first, and beside those.
export function along(viewer, { waypoints, label }, size) {
  const stretches = waypoints.slice(1).map((to, turn) => [waypoints[turn], to]);
  const long = ([from, to]) => Math.hypot(to.x - from.x, to.y - from.y);
  stretches.sort((one, other) => long(other) - long(one));
  const points = stretches.flatMap(([from, to]) =>
    PARTS.map((part) => ({ ...POINT, x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })),
  );
  return [
    ...(label ? around(wordsOf(viewer, label), size).slice(0, 2) : []),
    ...points.map(({ x, y }) => ({ x: x - size.width / 2, y: y - size.height / 2 })),
    ...points.flatMap((point) => around(point, size)),
  ];
}

// Returns the places to the right and the left of a box, under and over it.
function around({ x, y, width, height }, size) {
  const [middle, centre] = [y + (height - size.height) / 2, x + (width - size.width) / 2];
  return [
    { x: x + width + GAP, y: middle },
    { x: x - size.width - GAP, y: middle },
    { x: centre, y: y + height + GAP },
    { x: centre, y: y - size.height - GAP },
  ];
}

function wordsOf(viewer, element) {
  const words = viewer.get('elementRegistry').getGraphics(element).querySelector('.djs-label');
  const { x, y, width, height } = words?.getBBox() ?? POINT;
  return { x: element.x + x, y: element.y + y, width, height };
}

function boxOf({ x, y, width, height }) {
  return { x, y, width, height };
}

// Returns how much of one box another covers, times what lies under it counts.
function covered(one, other) {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return wide > 0 && high > 0 ? wide * high * other.over : 0;
}
