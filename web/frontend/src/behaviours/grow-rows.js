// Adds a further row of fields (a party, say) without a round trip. Without scripts a button asks the server.
export function growRows(root) {
  for (const button of root.querySelectorAll('button[data-grow]')) {
    if (button.dataset.awake) continue;
    button.dataset.awake = 'yes';
    button.addEventListener('click', (event) => {
      const template = document.getElementById(button.dataset.grow);
      const list = template?.previousElementSibling;
      if (!template || !list) return;
      event.preventDefault();
      const place = list.children.length;
      const holder = document.createElement('div');
      holder.innerHTML = template.innerHTML.replaceAll('__place__', String(place)).replaceAll('__number__', String(place + 1));
      const row = holder.firstElementChild;
      list.append(row);
      row.querySelector('input, select, textarea')?.focus();
    });
  }
}
