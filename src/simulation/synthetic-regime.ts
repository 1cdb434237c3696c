// Takes a seed; gives the hidden state of a synthetic market over time: its trend or range, and how far informed traders lean.

import { US_PER_MINUTE } from '../core/market/civil-time.ts';
import type { Random } from './random.ts';

export type SyntheticRegimeKind = 'up' | 'down' | 'range';

/** A regime lasts at least and at most this long. */
const SHORTEST_MINUTES = 20;
const LONGEST_MINUTES = 90;
/** A trend turns into a range this often, else into the opposite trend. */
const RANGE_AFTER_TREND = 0.6;
/** The lean returns to its regime's mean with this half-life, and wanders around it with this deviation. */
const LEAN_HALF_LIFE_US = 8 * US_PER_MINUTE;
const LEAN_DEVIATION = 0.7;
const MEAN_LEAN: Readonly<Record<SyntheticRegimeKind, number>> = { up: 1, down: -1, range: 0 };

export class SyntheticRegime {
  kind: SyntheticRegimeKind;
  /** Above 0: informed traders buy. A mean-reverting process around the regime's mean (1, −1 or 0). */
  lean: number;
  private untilUs: number;
  private readonly random: Random;

  constructor(random: Random, startUs: number) {
    this.random = random;
    this.kind = random.choice(['up', 'down', 'range'] as const);
    this.lean = MEAN_LEAN[this.kind] + LEAN_DEVIATION * random.normal();
    this.untilUs = startUs + this.duration();
  }

  /** Moves on by `elapsedUs` to `timeUs`; true when a new regime begins. */
  advance(timeUs: number, elapsedUs: number): boolean {
    const mean = MEAN_LEAN[this.kind];
    const kept = 2 ** (-elapsedUs / LEAN_HALF_LIFE_US);
    const noise = LEAN_DEVIATION * Math.sqrt(1 - kept * kept) * this.random.normal();
    this.lean = mean + (this.lean - mean) * kept + noise;
    if (timeUs < this.untilUs) return false;
    this.kind = this.next();
    this.untilUs = timeUs + this.duration();
    return true;
  }

  private next(): SyntheticRegimeKind {
    if (this.kind === 'range') return this.random.choice(['up', 'down'] as const);
    if (this.random.chance(RANGE_AFTER_TREND)) return 'range';
    return this.kind === 'up' ? 'down' : 'up';
  }

  private duration(): number {
    const minutes = SHORTEST_MINUTES + (LONGEST_MINUTES - SHORTEST_MINUTES) * this.random.float();
    return minutes * US_PER_MINUTE;
  }
}
