// What the user gives to others. Every change is made at once and kept; what the agent's settings forbid is shown as forbidden.
import { bytes, json, rate, show } from './text.js';

const MBIT_BYTES = 125_000;
const GIB = 1024 ** 3;
const byId = (id) => document.getElementById(id);
const token = document.querySelector('meta[name=p2pd-page-token]').content;
const form = byId('sharing');

let settings = null;

export function sharing() {
  ask().catch((error) => problem(error.message));
  form.addEventListener('change', (event) => changed(event.target));
  form.addEventListener('submit', (event) => event.preventDefault());
}

/** What the agent's events say of sharing: it may rest though it is on. */
export function showSharing(status) {
  if (settings === null || !status) return;
  settings.status = status;
  showNotes();
}

async function ask(change) {
  const options = change === undefined ? {} : {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'P2pd-Page-Token': token },
    body: JSON.stringify(change),
  };
  settings = await json('/api/settings', options);
  fill();
  form.hidden = false;
}

async function changed(input) {
  const change = changeOf(input.name);
  if (change === null) return;
  byId('settings-problem').hidden = true;
  try {
    await ask(change);
    show('saved-settings', 'Saved.');
    setTimeout(() => show('saved-settings', ''), 3000);
  } catch (error) {
    problem(error.message);
    if (settings) fill();
  }
}

/** The change that a changed field means; null while it is not complete. */
function changeOf(name) {
  switch (name) {
    case 'share': return { share: byId('share').checked };
    case 'upload': return byId('upload').reportValidity() ? { uploadBytesPerSecond: scaled('upload', MBIT_BYTES) } : null;
    case 'monthly': return byId('monthly').reportValidity() ? { monthlyBytes: scaled('monthly', GIB) } : null;
    case 'battery': return { onBattery: byId('battery').checked };
    case 'metered': return { onMetered: byId('metered').checked };
    default: return hours(byId('from').value, byId('to').value);
  }
}

const scaled = (id, unit) => (byId(id).value === '' ? null : Math.round(byId(id).valueAsNumber * unit));

function hours(from, to) {
  if (from === '' && to === '') return { hours: null };
  return from === '' || to === '' ? null : { hours: `${from}-${to}` };
}

function fill() {
  const { wishes, ceiling } = settings;
  byId('share').checked = wishes.share;
  byId('share').disabled = !ceiling.share;
  byId('limits').disabled = !wishes.share;
  fillNumber('upload', wishes.uploadBytesPerSecond, MBIT_BYTES);
  fillNumber('monthly', wishes.monthlyBytes, GIB);
  const [from, to] = wishes.hours?.split('-') ?? ['', ''];
  byId('from').value = from;
  byId('to').value = to;
  fillCheck('battery', wishes.onBattery, ceiling.onBattery);
  fillCheck('metered', wishes.onMetered, ceiling.onMetered);
  showNotes();
}

function fillNumber(id, value, unit) {
  if (document.activeElement !== byId(id) || value === null) byId(id).value = value === null ? '' : +(value / unit).toFixed(2);
}

function fillCheck(id, value, allowed) {
  byId(id).checked = value;
  byId(id).disabled = !allowed;
  show(`${id}-note`, allowed ? '' : `Not unless the agent’s settings allow it (P2PD_AGENT_UPLOAD_ON_${id.toUpperCase()}).`);
}

function showNotes() {
  const { wishes, ceiling, status } = settings;
  show('share-note', !ceiling.share ? 'Switched off where the agent is started (P2PD_AGENT_SHARE=false).'
    : !wishes.share ? 'Off: this agent only downloads.'
    : status.sharing ? 'On. Goes on after the player is closed, as long as the agent runs.'
    : `Resting: ${status.paused}.`);
  const allowed = ceiling.uploadBytesPerSecond === null ? '' : ` The agent’s settings allow ${rate(ceiling.uploadBytesPerSecond)}.`;
  const line = status.limitBytesPerSecond > 0 ? `, now ${rate(status.limitBytesPerSecond)}` : ', not measured yet';
  show('upload-note', (wishes.uploadBytesPerSecond === null ? `Four fifths of what the line is found to take${line}.` : 'Empty: four fifths of what the line is found to take.') + allowed);
  show('monthly-note', `${bytes(status.sharedThisMonth)} shared this month.${ceiling.monthlyBytes === null ? '' : ` The agent’s settings allow ${bytes(ceiling.monthlyBytes)}.`}`);
}

function problem(what) {
  byId('settings-problem').hidden = false;
  show('settings-problem', what);
}
