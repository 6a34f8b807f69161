// A voice note: speak, see the seconds, listen, drop. Without a microphone a sound file is chosen instead.
import { giveFiles } from '../offline/entries.js';

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export function recordVoice(root) {
  for (const box of root.querySelectorAll('[data-voice]:not([data-awake])')) {
    box.dataset.awake = 'yes';
    const part = (name) => box.querySelector(`[data-${name}]`);
    const input = box.querySelector('input[type=file]');
    input.addEventListener('change', () => offer(box, part, input.files[0]));
    box.closest('form').addEventListener('reset', () => offer(box, part, null));
    part('forget').addEventListener('click', () => {
      giveFiles(input, []);
      offer(box, part, null);
      (part('start').hidden ? input : part('start')).focus();
    });
    if (!window.MediaRecorder || !navigator.mediaDevices) continue;
    part('start').hidden = false;
    part('start').addEventListener('click', () => record(box, part, input));
  }
}

async function record(box, part, input) {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  if (!sound) {
    part('seconds').textContent = box.dataset.denied;
    return;
  }
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(sound, { mimeType, audioBitsPerSecond: 32_000 });
  const pieces = [];
  let seconds = 0;
  const count = () => {
    part('seconds').textContent = box.dataset.running.replace('__n__', String(seconds));
    if (seconds++ >= Number(box.dataset.longest)) recorder.stop();
  };
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const ticking = setInterval(count, 1000);
  recorder.onstop = () => {
    clearInterval(ticking);
    for (const track of sound.getTracks()) track.stop();
    const type = recorder.mimeType.split(';')[0];
    const file = new File(pieces, `voice.${type.endsWith('mp4') ? 'm4a' : 'webm'}`, { type });
    giveFiles(input, [file]);
    offer(box, part, file);
    part('seconds').textContent = box.dataset.recorded.replace('__n__', String(Math.max(1, seconds - 1)));
  };
  part('stop').onclick = () => recorder.state !== 'inactive' && recorder.stop();
  recorder.start();
  count();
  part('start').hidden = true;
  part('stop').hidden = false;
  part('stop').focus();
}

function offer(box, part, file) {
  const listen = part('listen');
  if (listen.src) URL.revokeObjectURL(listen.src);
  listen.hidden = part('forget').hidden = !file;
  file ? (listen.src = URL.createObjectURL(file)) : listen.removeAttribute('src');
  part('seconds').textContent = '';
  part('stop').hidden = true;
  part('start').hidden = Boolean(file) || !window.MediaRecorder || !navigator.mediaDevices;
}
