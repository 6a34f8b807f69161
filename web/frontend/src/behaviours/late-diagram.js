// Fetches a case's diagram once it comes into sight at a desk; on the phone the link to its page stays.
const AT_A_DESK = '(min-width: 60em)';

export function lateDiagram(root) {
  const sheet = root.querySelector('[data-late-diagram]');
  if (!sheet || !window.matchMedia(AT_A_DESK).matches || !('IntersectionObserver' in window)) return;
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      bring(sheet);
    },
    { rootMargin: '200px' },
  );
  seen.observe(sheet);
}

async function bring(sheet) {
  const answer = await fetch(sheet.dataset.lateDiagram, {
    credentials: 'same-origin',
    headers: { 'HX-Request': 'true' },
  }).catch(() => null);
  if (!answer || !answer.ok) return;
  const link = sheet.querySelector('a').closest('p');
  sheet.querySelector('[data-place]').innerHTML = await answer.text();
  sheet.querySelector('[data-place]').append(link);
  const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheet.dataset.style });
  const script = Object.assign(document.createElement('script'), { src: sheet.dataset.script });
  style.addEventListener('load', () => document.body.append(script));
  document.head.append(style);
}
