// Says which files were chosen: the button that hides the browser's own box would not.
export function pickFiles(root) {
  for (const box of root.querySelectorAll('[data-files]:not([data-awake])')) {
    box.dataset.awake = 'yes';
    const said = box.querySelector('[data-chosen]');
    const show = () => { said.textContent = [...box.querySelector('input').files].map((file) => file.name).join('、'); };
    box.addEventListener('change', show);
    box.closest('form').addEventListener('reset', () => { said.textContent = ''; });
  }
}
