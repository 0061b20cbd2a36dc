// Numbers and names as people read them. Pure, except that `element` makes elements. Text only ever goes in as text:
// names come from strangers.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const BIT_RATES = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];

export const count = new Intl.NumberFormat();

export function bytes(number) {
  const power = number < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(number) / 10));
  const value = number / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** A rate in bytes a second, said in bits as players and providers do. */
export function rate(bytesPerSecond) {
  const bits = 8 * bytesPerSecond;
  if (bits < 1) return '–';
  const power = Math.min(BIT_RATES.length - 1, Math.floor(Math.log10(bits) / 3));
  const value = bits / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${BIT_RATES[power]}`;
}

export const percent = (fraction) => `${Math.round(100 * fraction)} %`;

/** What is nearly all is not all. */
export const share = (fraction) => `${fraction > .99 ? Math.floor(100 * fraction) : Math.round(100 * fraction)} %`;

/** As the provider's page writes it: 30 Nov 2026. */
export const day = (millis) => new Date(millis).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The folder a film is in, readable; what cannot be read stays as it is. */
export function folder(url) {
  const name = url.slice('http://'.length);
  return name.slice(0, name.lastIndexOf('/')).split('/').map(readable).join(' / ');
}

function readable(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** How often each thing of `set`, such as "0-63,70", is there. */
export function* members(set) {
  for (const range of set === '' ? [] : set.split(',')) {
    const [first, last = first] = range.split('-').map(Number);
    for (let index = first; index <= last; index++) yield index;
  }
}

export function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Changes a text only where it differs, so that nothing is read out twice. */
export function show(id, text) {
  const shown = document.getElementById(id);
  if (shown.textContent !== text) shown.textContent = text;
}

/** What the agent answers as JSON; an error with its own words where it refuses. */
export async function json(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error('The agent does not answer. Is it still running?');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(body.detail ?? `The agent answered ${answer.status}.`), { status: answer.status });
  return body;
}
