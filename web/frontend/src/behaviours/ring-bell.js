// A page that lies open learns of new notices: once a minute at the most, and only while it is looked at.
const EVERY = 60000;

export function ringBell(root) {
  let last = Date.now();
  const ring = () => {
    const bell = root.querySelector('[data-bell]');
    if (!bell || root.hidden || Date.now() - last < EVERY) return;
    last = Date.now();
    window.htmx.trigger(bell, 'ring');
  };
  setInterval(ring, EVERY);
  root.addEventListener('visibilitychange', ring);
}
