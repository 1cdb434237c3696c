// Shared parts and a window in; the brokers that traded most in it, largest first, out.

import type { SharedParts } from '../shared-parts.ts';
import { type AgentWindow, agentWindow } from './agent-window.ts';

/** The largest rank that can be asked for. */
export const MOST_RANKS = 10;

/** By contracts bought and sold; of equal ones the lower code is first. */
export class LargestAgents {
  /** How many there are, at most `MOST_RANKS`. */
  count = 0;
  /** Their places in the window. */
  readonly places = new Int32Array(MOST_RANKS);

  rank(window: AgentWindow): void {
    this.count = 0;
    if (!window.ready) return;
    const { agents, present } = window;
    for (let place = 0; place < agents; place++) {
      if (present[place]! > 0) this.insert(window, place);
    }
  }

  private insert(window: AgentWindow, place: number): void {
    const { places } = this;
    let at = this.count;
    while (at > 0 && isLarger(window, place, places[at - 1]!)) at -= 1;
    if (at === MOST_RANKS) return;
    if (this.count < MOST_RANKS) this.count += 1;
    for (let k = this.count - 1; k > at; k--) places[k] = places[k - 1]!;
    places[at] = place;
  }
}

function isLarger({ bought, sold, codes }: AgentWindow, a: number, b: number): boolean {
  const difference = bought[a]! + sold[a]! - bought[b]! - sold[b]!;
  return difference > 0 || (difference === 0 && codes[a]! < codes[b]!);
}

export function largestAgents(shared: SharedParts, candles: number): LargestAgents {
  const window = agentWindow(shared, candles);
  return shared.part(`largest brokers of ${candles} candles`, () => new LargestAgents(), {
    candle: (part) => part.rank(window),
  });
}
