// The live picture beside the player: cells, numbers of each source, a minute of rates.
import { position } from './player.js';
import { draw, move, SOURCES, tally } from './picture.js';
import { Rates, stack } from './rates.js';
import { bytes, count, rate, share, show } from './text.js';

const byId = (id) => document.getElementById(id);
let rates = new Rates();
let shown = null;

/** Another film: its rates begin anew. */
export function begin() {
  rates = new Rates();
  shown = null;
}

/** A picture of the film, as the agent's events bring it. */
export function showPicture(film, picture) {
  if (shown === null) rates.sample(picture.bytes);
  shown = picture;
  draw(film, picture, position());
  const counts = tally();
  for (const kind of Object.keys(counts)) cell(kind, 'blocks', count.format(counts[kind]));
  for (const source of SOURCES) cell(source, 'bytes', bytes(picture.bytes[source]));
  const here = SOURCES.reduce((sum, source) => sum + counts[source], 0);
  show('blocks-note', `${count.format(here)} of ${count.format(film.blocks)} blocks of ${bytes(film.blockSize)} are here. Outlined: about where you are.`);
  showSaved(counts, here);
}

function showSaved(counts, here) {
  show('saved', here === 0 ? '–' : share(1 - counts.origin / here));
}

/** Once a second: rates, and where the viewer is. */
export function tick() {
  if (shown === null) return;
  rates.sample(shown.bytes);
  for (const source of SOURCES) cell(source, 'rate', rate(rates.now(source)));
  const top = stack(byId('rates'), rates, SOURCES);
  show('rates-top', top > 0 ? `at most ${rate(top)}` : 'nothing is being fetched');
  move(position());
}

function cell(row, column, text) {
  const target = byId('sources').querySelector(`.${row} .${column}`);
  if (target && target.textContent !== text) target.textContent = text;
}
