// The films that the tracker publishes: searched, paged, opened.
import { bytes, count, day, element, folder, json, percent, show } from './text.js';

const TYPING_MILLIS = 200;
const ADDRESS = /^(https?|spp|web\+spp):\/\//i;
const byId = (id) => document.getElementById(id);

let next = null;
let asked = 0;
let typing = 0;
let marked = null;

export function library(open) {
  byId('search').addEventListener('input', () => {
    clearTimeout(typing);
    if (!ADDRESS.test(byId('search').value.trim())) typing = setTimeout(() => list(false), TYPING_MILLIS);
  });
  byId('find').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = byId('search').value.trim();
    if (ADDRESS.test(words)) {
      open(words);
    } else {
      list(false);
    }
  });
  byId('more').addEventListener('click', () => list(true));
  byId('films').addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.dataset.url);
  });
  list(false);
}

/** Marks the film that plays; `null` = none. */
export function mark(url) {
  marked = url;
  showMark();
}

function showMark() {
  for (const link of byId('films').querySelectorAll('a')) {
    if (link.dataset.url === marked) {
      link.setAttribute('aria-current', 'true');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

/** What is on this machine of a film changes while it plays. */
export function refresh(film) {
  for (const link of byId('films').querySelectorAll('a')) {
    const now = facts(film);
    const shown = link.querySelector('.facts');
    if (link.dataset.url === film.url && shown.textContent !== now) shown.textContent = now;
  }
}

async function list(more) {
  const ticket = ++asked;
  const words = byId('search').value.trim();
  const query = new URLSearchParams(words ? { q: words } : {});
  if (more && next) query.set('cursor', next);
  try {
    const page = await json(`/api/films?${query}`);
    if (ticket === asked) showPage(page, words, more); // else a newer question is under way
  } catch (error) {
    if (ticket === asked) none('The films cannot be listed: ' + error.message);
  }
}

function showPage(page, words, more) {
  const focused = more ? byId('films').children.length : -1;
  if (!more) byId('films').replaceChildren();
  byId('films').append(...page.films.map(item));
  showMark();
  next = page.next ?? null;
  byId('more').hidden = !next;
  const shown = byId('films').children.length;
  show('found', `${count.format(shown)}${next ? ' and more' : ''} ${shown === 1 ? 'film' : 'films'}${words ? ` with “${words}”` : ''}`);
  if (shown === 0 && !next) {
    none(words ? 'Nothing found. All the words must be in the film’s path.' : 'Nothing published yet. An origin that starts with this tracker’s address appears here.');
  } else {
    byId('films-none').hidden = true;
  }
  byId('films').children[focused]?.querySelector('a').focus();
}

function none(why) {
  byId('films').replaceChildren();
  byId('more').hidden = true;
  show('found', '');
  byId('films-none').hidden = false;
  show('films-none', why);
}

function item(film) {
  const link = document.createElement('a');
  link.href = `/?open=${encodeURIComponent(film.url)}`;
  link.dataset.url = film.url;
  const name = element('span', 'name');
  name.append(element('bdi', 'name-title', film.title), element('bdi', 'note', folder(film.url)));
  link.append(element('span', `glyph ${film.kind}`), name, element('span', 'facts note', facts(film)));
  const listed = document.createElement('li');
  listed.append(link);
  return listed;
}

function facts(film) {
  const held = film.blocks === 0 ? 0 : film.heldBlocks / film.blocks;
  const here = held === 0 ? '' : held === 1 ? ' · on this machine' : ` · ${percent(held)} on this machine`;
  return `${bytes(film.length)} · ${day(film.lastModified)}${here}`;
}
