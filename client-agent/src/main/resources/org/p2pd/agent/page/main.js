// Puts the page together: which film the address names, the event stream, links and playlists of other programs.
import { showAgent, state, tick as tickAgent } from './agent.js';
import { begin, showPicture, tick as tickFilm } from './film.js';
import { library, mark, refresh } from './library.js';
import { closeFilm, openFilm } from './player.js';
import { sharing, showSharing } from './sharing.js';
import { show } from './text.js';

const AGAIN_MILLIS = 3000;
const PLAYLIST_BYTES_MAX = 65536;
const byId = (id) => document.getElementById(id);

let playing = null;
let events = null;
let again = 0;

/** One stream a page, and none while nobody looks: browsers open few connections to one host. */
function listen() {
  events?.close();
  clearTimeout(again);
  events = null;
  if (document.hidden) return;
  events = new EventSource(`/api/events${playing ? `?url=${encodeURIComponent(playing)}` : ''}`);
  events.addEventListener('status', (message) => {
    const status = JSON.parse(message.data);
    showAgent(status);
    showSharing(status.sharing);
  });
  events.addEventListener('blocks', (message) => {
    const { film, picture } = JSON.parse(message.data);
    showPicture(film, picture);
    refresh(film);
  });
  events.addEventListener('error', () => {
    state('lost', 'the agent does not answer');
    if (events?.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN_MILLIS);
  });
}

async function play(address, playAtOnce = true) {
  begin();
  const film = await openFilm(address, playAtOnce);
  playing = film?.url ?? null;
  mark(playing);
  listen();
}

/** Opens a film because the user said so: the page's address changes with it. */
function open(address) {
  history.pushState(null, '', `/?open=${encodeURIComponent(address)}`);
  play(address);
}

function close() {
  closeFilm();
  playing = null;
  mark(null);
  listen();
}

/** What the page's own address asks for. It came from anywhere, so nothing plays before the user says so. */
function follow() {
  const address = new URLSearchParams(location.search).get('open');
  if (address) {
    play(address, false);
  } else {
    close();
  }
}

/** A playlist names one film twice, for programs that know p2pd and for others: either will do. */
async function openPlaylist(file) {
  const text = await file.slice(0, PLAYLIST_BYTES_MAX).text();
  const address = text.split(/\r?\n/).map((line) => line.trim()).find((line) => /^(spp|https?):\/\//i.test(line));
  if (address) {
    open(address);
  } else {
    show('found', `${file.name} is no playlist of p2pd: no line begins with spp:// or http://`);
  }
}

byId('close').addEventListener('click', () => {
  history.pushState(null, '', '/');
  close();
  byId('films-title').focus();
});
document.querySelector('.home').addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', '/');
  close();
});
addEventListener('popstate', follow);
document.addEventListener('visibilitychange', listen);
byId('playlist').addEventListener('change', (event) => {
  const [file] = event.target.files;
  if (file) openPlaylist(file);
  event.target.value = '';
});
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) openPlaylist(file);
});
if ('registerProtocolHandler' in navigator) {
  byId('protocol').hidden = false;
  byId('protocol').addEventListener('click', () => navigator.registerProtocolHandler('web+spp', `${location.origin}/?open=%s`));
}
window.launchQueue?.setConsumer(async ({ files }) => {
  if (files.length > 0) openPlaylist(await files[0].getFile());
});

setInterval(() => {
  tickFilm();
  tickAgent();
}, 1000);
library(open);
sharing();
follow();
