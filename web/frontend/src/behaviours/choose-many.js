// Ticking tasks, or disputes: one box ticks the whole page, and the bar says how many are ticked.
export function chooseMany(root) {
  const bar = root.querySelector('[data-bulk]');
  if (!bar) return;
  const name = bar.dataset.bulk || 'item';
  const boxes = () => [...document.querySelectorAll(`input[name=${name}][form="${bar.id}"]`)];
  const all = bar.querySelector('[data-all]');
  const told = bar.querySelector('[data-chosen]');
  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    told.textContent = chosen;
    bar.classList.toggle('is-ready', chosen > 0);
    for (const button of bar.querySelectorAll('button')) button.disabled = !chosen;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all.closest('[hidden]').hidden = false;
  bar.querySelector('[data-bulk-words]').hidden = false;
  bar.classList.add('is-awake');
  all.addEventListener('change', () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  document.addEventListener('change', (event) => event.target.matches(`input[name=${name}]`) && tell());
  window.addEventListener('pageshow', tell);
  tell();
}
