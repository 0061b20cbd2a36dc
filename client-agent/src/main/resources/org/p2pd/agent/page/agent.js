// The agent itself: whether the tracker answers, whether others reach it, what it moved and holds.
import { Rates } from './rates.js';
import { bytes, count, percent, rate, show } from './text.js';

const byId = (id) => document.getElementById(id);
const rates = new Rates();
let shown = null;

export function state(name, text) {
  byId('state').dataset.state = name;
  show('state', text);
}

export function showAgent(status) {
  if (shown === null) rates.sample({ served: status.served });
  shown = status;
  state(status.connected ? 'live' : 'lost', status.connected ? 'connected' : 'tracker does not answer');
  show('delivered', bytes(status.delivered));
  for (const role of ['origin', 'cache', 'agent']) show(`received-${role}`, bytes(status.received[role]));
  show('served', bytes(status.served));
  showRate();
  showReach(reach(status));
  byId('stored').max = status.storedBytesMax;
  byId('stored').value = status.storedBytes;
  show('stored-note', `${bytes(status.storedBytes)} of ${bytes(status.storedBytesMax)} (${percent(status.storedBytes / status.storedBytesMax)}), ${count.format(status.contents)} ${status.contents === 1 ? 'film' : 'films'}`);
}

/** Once a second. */
export function tick() {
  if (shown === null) return;
  rates.sample({ served: shown.served });
  showRate();
}

function showRate() {
  const now = rates.now('served');
  show('served-rate', now > 0 ? rate(now) : '0 bit/s');
}

function showReach({ state: name, what, why }) {
  byId('reach').dataset.state = name;
  show('reach-what', what);
  show('reach-why', why);
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

function reach(status) {
  if (!status.connected) {
    return { state: 'lost', what: 'The tracker does not answer', why: `${status.trackerState}. What is on disk plays on; the agent keeps asking.` };
  }
  if (status.peerPort === 0 || !status.sharing.sharing) {
    return { state: 'off', what: 'Nothing is shared at the moment', why: `${sentence(status.sharing.paused ?? 'this agent only downloads')} Films play all the same.` };
  }
  if (status.reachable) {
    return { state: 'live', what: 'Others can reach this agent', why: `The tracker called back on port ${status.peerPort} and was answered: what is on disk is shared.` };
  }
  return {
    state: 'wait',
    what: 'Others cannot reach this agent',
    why: `The tracker calls back on port ${status.peerPort} and has had no answer so far; a router or a firewall may be in between. Films play all the same. To share, let TCP port ${status.peerPort} through to this machine.`,
  };
}
