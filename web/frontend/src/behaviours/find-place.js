// Where the phone is, asked for by a press of the button and never otherwise; it can be dropped again.
export function findPlace(root) {
  if (!navigator.geolocation) return;
  for (const box of root.querySelectorAll('[data-where]:not([data-awake])')) {
    box.dataset.awake = 'yes';
    const part = (name) => box.querySelector(`[data-${name}]`);
    const [latitude, longitude] = ['latitude', 'longitude'].map((name) => box.querySelector(`[name=${name}]`));
    const set = (one, other, said) => {
      latitude.value = one;
      longitude.value = other;
      part('said').textContent = said;
      part('forget').hidden = !one;
      part('find').hidden = Boolean(one);
    };
    part('find').hidden = Boolean(latitude.value);
    part('forget').hidden = !latitude.value;
    part('forget').addEventListener('click', () => set('', '', ''));
    box.closest('form').addEventListener('reset', () => set('', '', ''));
    part('find').addEventListener('click', () => {
      part('said').textContent = box.dataset.asking;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => set(coords.latitude.toFixed(5), coords.longitude.toFixed(5), box.dataset.found.replace('__n__', String(Math.round(coords.accuracy)))),
        () => set('', '', box.dataset.failed),
        { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
      );
    });
  }
}
