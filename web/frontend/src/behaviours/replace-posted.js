// A page that answered a refused form takes the place of its own address: reload and back open the form with
// its draft, instead of asking whether to send it once more.
export function replacePosted() {
  const { posted } = document.documentElement.dataset;
  if (posted) history.replaceState(history.state, '', posted);
}
