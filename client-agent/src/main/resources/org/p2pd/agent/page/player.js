// The film that plays: its address, its player, and what went wrong.
import { bytes, day, folder, json, show } from './text.js';

const byId = (id) => document.getElementById(id);
const video = byId('video');
const WHY = {
  1: 'Playing was stopped.',
  2: 'The film stopped arriving. The agent goes on trying; press play in a moment.',
  3: 'This browser cannot decode the film.',
  4: 'This browser does not play this kind of film.',
};

let asked = 0;
let current = null;

/** Opens the film of that address in the player; resolves to it, or to null where it cannot be had. */
export async function openFilm(address, playAtOnce) {
  const ticket = ++asked;
  leave();
  byId('film').hidden = false;
  show('film-title', address);
  show('film-facts', '');
  try {
    const { film } = await json(`/api/blocks?url=${encodeURIComponent(named(address))}`);
    if (ticket !== asked) return null;
    begin(film, playAtOnce);
    return film;
  } catch (error) {
    if (ticket === asked) {
      byId('film').dataset.kind = 'none';
      problem(error.status === 404 ? 'No film of this address is published. Is it written as its provider writes it?' : error.message);
      byId('film-title').focus();
    }
    return null;
  }
}

export function closeFilm() {
  asked++;
  leave();
  byId('film').hidden = true;
  document.title = 'p2pd';
}

/** Where in the film the viewer is, from 0 to 1; null where that is not known. */
export const position = () => (current && video.duration > 0 ? video.currentTime / video.duration : null);

/** `web+spp://…` is what pages can register for; `spp://…` is what it means. */
const named = (address) => address.trim().replace(/^web\+spp:/i, 'spp:');

function leave() {
  current = null;
  byId('film-problem').hidden = true;
  byId('film').dataset.kind = 'wait';
  video.removeAttribute('src');
  video.load();
}

function begin(film, playAtOnce) {
  current = film;
  byId('film').dataset.kind = film.kind;
  document.title = `${film.title} – p2pd`;
  show('film-title', film.title);
  show('film-facts', `${folder(film.url)} · ${bytes(film.length)} · ${day(film.lastModified)}`);
  show('elsewhere', `mpv ${location.origin}${film.play}`);
  video.src = film.play;
  video.focus(); // its keys work at once
  if (playAtOnce) video.play().catch(() => {}); // the browser wants a click first
}

function problem(what) {
  byId('film-problem').hidden = false;
  show('film-problem', what);
}

video.addEventListener('error', () => {
  if (current) problem(`${WHY[video.error?.code] ?? 'The film does not play.'} Another player may: see below.`);
});
video.addEventListener('playing', () => { byId('film-problem').hidden = true; });

byId('copy').addEventListener('click', async () => {
  if (!current) return;
  await navigator.clipboard.writeText(location.origin + current.play).then(
    () => show('copy', 'Copied'),
    () => show('copy', 'Not allowed to copy'));
  setTimeout(() => show('copy', 'Copy address'), 2000);
});
