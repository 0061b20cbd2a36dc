// The blocks of a film as cells of a canvas, each in the colour of where it came from.
import { count, members } from './text.js';

export const SOURCES = ['origin', 'cache', 'agent', 'disk'];
const KINDS = ['missing', ...SOURCES, 'fetching'];
const WORDS = ['is not here yet', 'came from the origin', 'came from a cache', 'came from another viewer', 'was on this machine’s disk', 'is being fetched'];
const FETCHING = KINDS.indexOf('fetching');
const SIZES = [18, 16, 14, 12, 10, 8, 7, 6, 5, 4];
const HEIGHT_MAX = 176;
const FADE_MILLIS = 700;

const canvas = document.getElementById('blocks');
const still = matchMedia('(prefers-reduced-motion: reduce)');
let kinds = new Uint8Array(0);
let changed = new Float64Array(0);
let cells = { columns: 1, rows: 1, width: 1, height: 1, blocksEach: 1, number: 0 };
let where = null;
let frame = 0;
let described = 0;

/** Draws the sets of a picture; `position` from 0 to 1, or null. */
export function draw(film, picture, position) {
  const now = performance.now();
  const before = kinds;
  kinds = new Uint8Array(film.blocks);
  for (const kind of [...SOURCES, 'fetching']) {
    for (const block of members(picture[kind])) kinds[block] = KINDS.indexOf(kind);
  }
  if (before.length !== kinds.length) changed = new Float64Array(kinds.length).fill(-FADE_MILLIS);
  else kinds.forEach((kind, block) => { if (kind !== before[block] && kind !== FETCHING) changed[block] = now; });
  move(position);
  describe(now);
}

/** Moves the mark of where the viewer is. */
export function move(position) {
  where = position === null || kinds.length === 0 ? null : Math.min(kinds.length - 1, Math.floor(position * kinds.length));
  if (!frame) frame = requestAnimationFrame(paint);
}

/** How many blocks are of which kind; they sum to the film. */
export function tally() {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  for (const kind of kinds) counts[KINDS[kind]]++;
  return counts;
}

function describe(now) {
  if (now - described < 2000 && described > 0) return; // read out on request only; need not be of this instant
  described = now;
  const counts = tally();
  const parts = KINDS.slice(1).concat('missing').filter((kind) => counts[kind] > 0)
    .map((kind) => `${count.format(counts[kind])} ${{ origin: 'from the origin', cache: 'from caches', agent: 'from other viewers', disk: 'from own disk', fetching: 'being fetched', missing: 'not here yet' }[kind]}`);
  canvas.setAttribute('aria-label', `The ${count.format(kinds.length)} blocks of the film: ${parts.join(', ')}`);
}

/** The largest cells that fit; where even the smallest do not, a cell is several blocks. */
function layOut(width) {
  const number = kinds.length;
  for (const size of SIZES) {
    const columns = Math.max(1, Math.min(number, Math.floor(width / size)));
    const rows = Math.ceil(number / columns);
    if (rows * size <= HEIGHT_MAX) return { columns, rows, width: width / columns, height: rows === 1 ? 28 : size, blocksEach: 1, number };
  }
  const size = SIZES.at(-1);
  const columns = Math.floor(width / size);
  const room = columns * Math.floor(HEIGHT_MAX / size);
  const blocksEach = Math.ceil(number / room);
  const merged = Math.ceil(number / blocksEach);
  return { columns, rows: Math.ceil(merged / columns), width: width / columns, height: size, blocksEach, number: merged };
}

function paint(now) {
  frame = 0;
  const width = canvas.parentElement.clientWidth;
  if (width === 0 || kinds.length === 0) return;
  cells = layOut(width);
  const scale = devicePixelRatio || 1;
  const height = cells.rows * cells.height;
  const [pixelsAcross, pixelsDown] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixelsAcross || canvas.height !== pixelsDown) {
    canvas.width = pixelsAcross;
    canvas.height = pixelsDown;
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext('2d');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const colours = KINDS.map((kind) => style.getPropertyValue(`--${kind}`));
  let fading = false;
  for (let cell = 0; cell < cells.number; cell++) fading = paintCell(pen, cell, colours, now) || fading;
  if (where !== null) paintMark(pen, Math.floor(where / cells.blocksEach), style.getPropertyValue('--ink'));
  if (fading) frame = requestAnimationFrame(paint);
}

function box(cell) {
  const gap = cells.width >= 6 ? 1 : 0; // rows stay apart, however small the cells
  const left = Math.round((cell % cells.columns) * cells.width);
  const right = Math.round((cell % cells.columns + 1) * cells.width);
  return [left, Math.floor(cell / cells.columns) * cells.height, right - left - gap, cells.height - 1];
}

/** Paints a cell; whether it is still fading in. */
function paintCell(pen, cell, colours, now) {
  const kind = kindOf(cell);
  const [left, top, width, height] = box(cell);
  pen.fillStyle = colours[0];
  pen.fillRect(left, top, width, height);
  if (kind === FETCHING) {
    pen.strokeStyle = colours[FETCHING];
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
    return false;
  }
  if (kind === 0) return false;
  const age = still.matches ? FADE_MILLIS : now - changed[cell * cells.blocksEach];
  pen.globalAlpha = Math.min(1, 0.25 + 0.75 * Math.max(0, age) / FADE_MILLIS);
  pen.fillStyle = colours[kind];
  pen.fillRect(left, top, width, height);
  pen.globalAlpha = 1;
  return age < FADE_MILLIS;
}

function paintMark(pen, cell, ink) {
  const [left, top, width, height] = box(cell);
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  pen.strokeRect(left, top + 1, Math.max(2, width), height - 2);
}

/** What most of a cell's blocks are. */
function kindOf(cell) {
  if (cells.blocksEach === 1) return kinds[cell];
  const counts = new Uint16Array(KINDS.length);
  const end = Math.min(kinds.length, (cell + 1) * cells.blocksEach);
  for (let block = cell * cells.blocksEach; block < end; block++) counts[kinds[block]]++;
  return counts.indexOf(Math.max(...counts));
}

/** What the cell under a point is, in words; empty where there is none. */
function told(x, y) {
  const cell = Math.floor(y / cells.height) * cells.columns + Math.min(cells.columns - 1, Math.floor(x / cells.width));
  if (x < 0 || y < 0 || cell >= cells.number) return '';
  const first = cell * cells.blocksEach;
  const last = Math.min(kinds.length, first + cells.blocksEach) - 1;
  const which = first === last ? `block ${count.format(first)}` : `most of blocks ${count.format(first)} to ${count.format(last)}`;
  return `${which} ${WORDS[kindOf(cell)]}`;
}

const under = document.getElementById('blocks-under');
canvas.addEventListener('pointermove', (event) => { under.textContent = told(event.offsetX, event.offsetY); });
canvas.addEventListener('pointerleave', () => { under.textContent = ''; });
new ResizeObserver(() => move(kinds.length ? (where === null ? null : (where + 0.5) / kinds.length) : null)).observe(canvas.parentElement);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (!frame) frame = requestAnimationFrame(paint); });
