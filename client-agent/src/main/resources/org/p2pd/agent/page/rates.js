// Sums that grow become rates: one sample a second, a minute of them.
export const SECONDS = 60;
const SMOOTHED_SECONDS = 5;

/** Rates of several sums at once, such as the bytes of each source. */
export class Rates {
  #samples = [];

  /** Takes the sums of this second. */
  sample(sums) {
    this.#samples.push(sums);
    if (this.#samples.length > SECONDS + 1) this.#samples.shift();
  }

  /** Bytes a second over the last seconds. */
  now(of) {
    const seconds = Math.min(SMOOTHED_SECONDS, this.#samples.length - 1);
    if (seconds < 1) return 0;
    const [before, last] = [this.#samples.at(-1 - seconds), this.#samples.at(-1)];
    return Math.max(0, last[of] - before[of]) / seconds;
  }

  /** Bytes of each of the last seconds, oldest first; what is not known is 0. */
  history(of) {
    const grown = this.#samples.slice(1).map((sums, i) => Math.max(0, sums[of] - this.#samples[i][of]));
    return [...new Array(SECONDS - grown.length).fill(0), ...grown];
  }
}

/** Draws histories on top of each other into an SVG of 300 × 72; returns the highest rate drawn. */
export function stack(svg, rates, keys) {
  const histories = keys.map((key) => smoothed(rates.history(key)));
  const sums = histories[0].map((_, second) => histories.reduce((sum, history) => sum + history[second], 0));
  const top = Math.max(...sums);
  const floor = new Array(SECONDS).fill(0);
  const shapes = histories.map((history, i) => {
    const below = floor.map((value, second) => point(second, value, top));
    history.forEach((value, second) => { floor[second] += value; });
    const above = floor.map((value, second) => point(second, value, top));
    const shape = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
    shape.setAttribute('points', [...above, ...below.reverse()].join(' '));
    shape.setAttribute('class', keys[i]);
    return shape;
  });
  svg.replaceChildren(...shapes);
  return top;
}

const point = (second, value, top) => `${(300 * second / (SECONDS - 1)).toFixed(1)},${(72 - 70 * (top > 0 ? value / top : 0)).toFixed(1)}`;

/** Blocks arrive whole: a second without one is no pause. */
function smoothed(history) {
  return history.map((_, second) => {
    const from = Math.max(0, second - 2);
    const around = history.slice(from, second + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}
