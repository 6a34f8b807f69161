// Prints the page with all that is folded opened; the button is there only where scripts are.
export function printPage(root) {
  for (const button of root.querySelectorAll('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      for (const folded of document.querySelectorAll('main details')) folded.open = true;
      window.print();
    });
  }
}
