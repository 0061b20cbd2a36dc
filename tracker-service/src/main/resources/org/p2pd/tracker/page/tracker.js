// Draws what the tracker's event stream says. Plain text only ever goes in as text: names come from strangers.
'use strict';

const SUMS_MAX = 3000; // a day of minutes and an hour and a half of events
const ASKED_AT_ONCE_MAX = 4;
const byId = (id) => document.getElementById(id);
const count = new Intl.NumberFormat();
let sums = [];
let films = new Map();
let next = null;

function state(name, text) {
  const element = byId('state');
  if (element.textContent !== text) {
    element.dataset.state = name;
    element.textContent = text;
  }
}

function show(event) {
  for (const role of ['origin', 'cache', 'agent']) {
    byId(`hosts-${role}`).textContent = count.format(event.hosts[role]);
    byId(`bytes-${role}`).textContent = bytes(event.bytesServed[role]);
    byId('bar').querySelector(`.${role}`).style.flexGrow = event.bytesServed[role];
  }
  byId('contents').textContent = count.format(event.contents);
  byId('publications').textContent = count.format(event.publications);
  byId('delivered').textContent = bytes(event.delivered);
  byId('offload').textContent = event.delivered === 0 ? '–' : `${Math.round(100 * event.offload)} %`;
  showOffload({ at: event.at, origin: event.bytesServed.origin, delivered: event.delivered });
  showCrowd(event.crowds);
  event.swarms.forEach((swarm) => films.set(swarm.contentId, swarm));
  const before = byId('films').dataset.publications;
  byId('films').dataset.publications = event.publications;
  if (before !== String(event.publications)) {
    quietly(list(false));
  } else {
    showFilms();
  }
}

function showOffload(now) {
  sums.push(now);
  sums.splice(0, Math.max(0, sums.length - SUMS_MAX));
  const pieces = offloadOverTime(byId('history'), sums);
  const from = new Date(sums[0].at);
  byId('history-from').textContent = from.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const busy = pieces.filter((piece) => piece.delivered > 0);
  const worst = busy.reduce((low, piece) => Math.min(low, Math.max(0, 1 - piece.origin / piece.delivered)), 1);
  byId('history').setAttribute('aria-label', busy.length === 0
    ? `Nothing was delivered since ${from.toLocaleString()}`
    : `Offload since ${from.toLocaleString()}: now ${byId('offload').textContent} over all, at worst ${Math.round(100 * worst)} %`);
}

function showCrowd(crowds) {
  const perDot = crowd(byId('crowd'), crowds);
  const sampled = crowds.some((each) => each.sampled < each.count) ? ', states sampled' : '';
  byId('crowd-note').textContent = (perDot === 1 ? 'each dot is a host' : `each dot is ${count.format(perDot)} hosts`) + sampled;
}

function textElement(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Without percent signs, except where they stand for no text in UTF-8. */
const readable = (url) => url.split('/').map((segment) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}).join('/');

function film(publication) {
  const item = document.createElement('li');
  item.dataset.content = publication.contentId;
  const link = textElement('a', 'name', readable(publication.url.slice('http://'.length)));
  link.href = publication.url;
  link.rel = 'noreferrer';
  item.append(link, textElement('span', 'size', bytes(publication.length)), textElement('span', 'picture', ''), textElement('span', 'words note', ''));
  byId('films').append(item);
}

function showFilms() {
  for (const item of byId('films').children) {
    const known = films.get(item.dataset.content);
    if (known && item.dataset.shown !== JSON.stringify(known)) {
      item.dataset.shown = JSON.stringify(known);
      item.querySelector('.picture').replaceChildren(availability(known));
      item.querySelector('.words').textContent = told(known);
    }
  }
}

/** Films of which the events do not tell are asked for one by one, a few at a time. */
async function askForOthers() {
  const wanted = [...byId('films').children].map((item) => item.dataset.content).filter((content) => !films.has(content));
  const ask = async () => {
    for (let content = wanted.pop(); content; content = wanted.pop()) {
      const answer = await fetch(`/v1/contents/${content}/availability`);
      if (answer.ok) films.set(content, await answer.json());
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE_MAX }, ask));
  showFilms();
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
  byId('films-none').hidden = byId('films').children.length > 0;
  byId('films-none').textContent = words === ''
    ? 'Nothing published yet. An origin that starts with this tracker’s address appears here.'
    : 'Nothing found. All the words must be in the film’s path.';
  byId('more').parentElement.hidden = !next;
  showFilms();
  await askForOthers();
}

async function readHistory() {
  const answer = await fetch('/v1/history');
  if (answer.ok) sums = [...(await answer.json()).samples, ...sums];
}

const quietly = (promise) => promise.catch(() => state('lost', 'tracker does not answer'));
byId('search').addEventListener('input', () => quietly(list(false)));
byId('more').addEventListener('click', () => quietly(list(true)));

quietly(readHistory());
const events = new EventSource('/v1/events');
events.addEventListener('network', (message) => {
  state('live', 'live');
  show(JSON.parse(message.data));
});
events.addEventListener('unavailable', () => state('lost', 'its Redis does not answer'));
events.addEventListener('error', () => state('lost', 'connection lost, trying again'));
