// Pictures as SVG, each with its text for those who do not see it. Pure: values in, elements out.
'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const DOTS_MAX = 240;
const BUCKETS_MAX = 60;
const LEVELS = [1, 2, 5, 20]; // holders from which on a part counts as level 1, 2, 3, 4
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function bytes(count) {
  const power = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const level = (holders) => LEVELS.filter((from) => holders >= from).length;

/** One film: a bar for each part, as tall and as strong as its rarest block has holders. */
function availability(film) {
  const picture = shape('svg', { class: 'strip', role: 'img', preserveAspectRatio: 'none', viewBox: `0 0 ${Math.max(1, film.holders.length)} 10` });
  const top = Math.log2(2 + Math.max(20, ...film.holders));
  film.holders.forEach((holders, part) => {
    const height = holders === 0 ? 1 : 1.5 + 8.5 * Math.log2(1 + holders) / top;
    picture.append(shape('rect', { x: part, y: 10 - height, width: 1, height, class: `l${level(holders)}` }));
  });
  picture.setAttribute('aria-label', told(film));
  return picture;
}

/** What the picture of a film shows, in words. */
function told(film) {
  const whole = `${film.complete} ${film.complete === 1 ? 'host holds' : 'hosts hold'} all of it, ${film.partial} some`;
  if (film.blocks === 0) return `${whole}; it has no blocks`;
  const holders = film.rarestHolders === 0 ? 'nobody holds' : `about ${film.rarestHolders} ${film.rarestHolders === 1 ? 'holds' : 'hold'}`;
  const sample = film.sampled < film.partial ? `; ${film.sampled} of them sampled` : '';
  return `${whole}${sample}; ${holders} ${toldOfRarest(film)}`;
}

function toldOfRarest(film) {
  if (film.blocks === 1) return 'its only block';
  const all = film.holders.every((holders) => holders === film.rarestHolders);
  if (all) return `${film.rarestHolders === 0 ? 'any' : 'each'} of its ${film.blocks} blocks`;
  return `the rarest of its ${film.blocks} blocks, number ${film.rarestBlock}`;
}

/** Sums at moments become what happened between them, in at most 60 pieces of equal length. */
function intervals(sums) {
  if (sums.length < 2) return [];
  const first = sums[0].at;
  const length = Math.max(1, (sums[sums.length - 1].at - first) / BUCKETS_MAX);
  const pieces = [];
  for (let i = 1; i < sums.length; i++) {
    const index = Math.min(BUCKETS_MAX - 1, Math.floor((sums[i].at - first - 1) / length));
    const piece = pieces[index] ??= { origin: 0, delivered: 0 };
    // After Redis came back empty sums begin at zero again.
    piece.origin += Math.max(0, sums[i].origin - sums[i - 1].origin);
    piece.delivered += Math.max(0, sums[i].delivered - sums[i - 1].delivered);
  }
  return Array.from({ length: pieces.length }, (_, i) => pieces[i] ?? { origin: 0, delivered: 0 });
}

/** Offload of each piece of time as a line, what was delivered as bars below it. */
function offloadOverTime(picture, sums) {
  const pieces = intervals(sums);
  const most = Math.max(1, ...pieces.map((piece) => piece.delivered));
  const width = 600 / Math.max(1, pieces.length);
  const height = (offload) => (118 - 116 * offload).toFixed(1);
  const shapes = [0.25, 0.5, 0.75, 1].map((at) => shape('line', { x1: 0, x2: 600, y1: height(at), y2: height(at), class: 'grid' }));
  const line = [];
  let drawing = false; // where nothing was delivered there is no offload to draw, nor a trend across it
  pieces.forEach((piece, i) => {
    const goesOn = drawing;
    drawing = piece.delivered > 0;
    if (!drawing) return;
    const volume = Math.max(2, 40 * piece.delivered / most);
    shapes.push(shape('rect', { x: i * width, y: 120 - volume, width: width * 0.8, height: volume, class: 'volume' }));
    const y = height(Math.max(0, 1 - piece.origin / piece.delivered));
    line.push(`${goesOn ? 'L' : 'M'}${(i * width).toFixed(1)},${y}`, `L${((i + 1) * width).toFixed(1)},${y}`);
  });
  if (line.length > 0) shapes.push(shape('path', { d: line.join(''), class: 'line' }));
  picture.replaceChildren(...shapes);
  return pieces;
}

/** Every host a dot, or every dot as many hosts as it takes to have 240 at most. */
function crowd(picture, crowds) {
  const total = crowds.reduce((sum, each) => sum + each.count, 0);
  const perDot = Math.max(1, Math.ceil(total / DOTS_MAX));
  const dots = crowds.flatMap((each) => dotsOf(each, perDot));
  const columns = Math.max(10, Math.floor(picture.parentElement.clientWidth / 18));
  const rows = Math.max(1, Math.ceil(dots.length / columns));
  picture.setAttribute('viewBox', `0 0 ${columns * 18} ${rows * 18}`);
  picture.replaceChildren(...dots.map((name, i) => shape('circle', {
    cx: 9 + 18 * (i % columns), cy: 9 + 18 * Math.floor(i / columns), r: 6, class: `dot ${name}`,
  })));
  picture.setAttribute('aria-label', crowds.map(toldOfCrowd).join('; '));
  return perDot;
}

function dotsOf(each, perDot) {
  if (each.count === 0) return [];
  const dots = Math.max(1, Math.round(each.count / perDot));
  const states = ['busy', 'working', 'idle', 'unreachable'];
  return Array.from({ length: dots }, (_, i) => {
    let place = (i + 0.5) / dots * Math.max(1, each.sampled);
    const state = states.find((name) => (place -= each[name]) < 0) ?? 'idle';
    return `${each.role} ${state}`;
  });
}

const toldOfCrowd = (each) => `${each.count} of role ${each.role}, of ${each.sampled} looked at `
  + `${each.busy} busy, ${each.working} sending, ${each.idle} idle, ${each.unreachable} only download`;
