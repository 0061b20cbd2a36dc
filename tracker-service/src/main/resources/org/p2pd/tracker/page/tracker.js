// Draws what the tracker's event stream says. Plain text only ever goes in as text: names come from strangers.
'use strict';

const HISTORY_MAX = 150; // five minutes of events
const HISTORY_MIN = 15; // the drawing begins at the right and soon fills the width
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const byId = (id) => document.getElementById(id);
const history = [];
let sizes = new Map();
let next = null;

function bytes(count) {
  const power = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

function state(name, text) {
  const element = byId('state');
  if (element.textContent !== text) {
    element.dataset.state = name;
    element.textContent = text;
  }
}

function show(event) {
  const count = new Intl.NumberFormat();
  for (const role of ['origin', 'cache', 'agent']) {
    byId(`hosts-${role}`).textContent = count.format(event.hosts[role]);
    byId(`bytes-${role}`).textContent = bytes(event.bytesServed[role]);
    byId('bar').querySelector(`.${role}`).style.flexGrow = event.bytesServed[role];
  }
  byId('contents').textContent = count.format(event.contents);
  byId('publications').textContent = count.format(event.publications);
  byId('delivered').textContent = bytes(event.delivered);
  byId('offload').textContent = event.delivered === 0 ? '–' : `${Math.round(100 * event.offload)} %`;
  draw(event.offload);
  const before = byId('films').dataset.publications;
  byId('films').dataset.publications = event.publications;
  sizes = new Map(event.swarms.map((swarm) => [swarm.contentId, swarm]));
  if (before !== String(event.publications)) {
    list(false);
  } else {
    showSizes();
  }
}

function draw(offload) {
  history.push(offload);
  history.splice(0, Math.max(0, history.length - HISTORY_MAX));
  const step = 600 / Math.max(HISTORY_MIN, history.length - 1);
  const left = 600 - step * (history.length - 1);
  const points = history.map((value, i) => `${(left + step * i).toFixed(1)},${(118 - 116 * value).toFixed(1)}`);
  byId('history-line').setAttribute('d', `M${points.join('L')}`);
  byId('history-area').setAttribute('d', `M${points.join('L')}L600,120L${left.toFixed(1)},120Z`);
  byId('history').setAttribute('aria-label', `Offload since this page was opened, now ${Math.round(100 * offload)} %`);
}

function cell(row, text) {
  const td = row.insertCell();
  td.textContent = text;
  return td;
}

function film(publication) {
  const row = byId('films').insertRow();
  row.dataset.content = publication.contentId;
  const link = document.createElement('a');
  link.href = publication.url;
  link.rel = 'noreferrer';
  link.textContent = decodeURI(publication.url.slice('http://'.length));
  cell(row, '').append(link);
  cell(row, bytes(publication.length));
  cell(row, '');
  cell(row, '');
}

function showSizes() {
  for (const row of byId('films').rows) {
    const size = sizes.get(row.dataset.content);
    row.cells[2].textContent = size ? size.complete : '';
    row.cells[3].textContent = size ? size.partial : '';
  }
}

let asked = 0;
async function list(more) {
  const ticket = ++asked;
  const query = new URLSearchParams({ limit: 50 });
  const words = byId('search').value.trim();
  if (words) query.set('q', words);
  if (more && next) query.set('cursor', next);
  const answer = await fetch(`/v1/publications?${query}`);
  if (!answer.ok) return;
  const page = await answer.json();
  if (ticket !== asked) return; // a newer question is under way
  if (!more) byId('films').replaceChildren();
  page.publications.forEach(film);
  next = page.next ?? null;
  byId('more').hidden = !next;
  byId('films-none').hidden = byId('films').rows.length > 0 || words !== '';
  showSizes();
}

const quietly = (promise) => promise.catch(() => state('lost', 'tracker does not answer'));
byId('search').addEventListener('input', () => quietly(list(false)));
byId('more').addEventListener('click', () => quietly(list(true)));

const events = new EventSource('/v1/events');
events.addEventListener('network', (message) => {
  state('live', 'live');
  show(JSON.parse(message.data));
});
events.addEventListener('unavailable', () => state('lost', 'its Redis does not answer'));
events.addEventListener('error', () => state('lost', 'connection lost, trying again'));
