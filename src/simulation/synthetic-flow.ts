// Takes time, activity and lean; gives when the next aggressive order or change of the book comes, and on which side.

import { US_PER_SECOND } from '../core/market/civil-time.ts';
import type { Random } from './random.ts';

/** Orders a second that nothing has set off, and changes of the book a second, on average over a session. */
const BASE_ORDERS = 0.085;
const BOOK_CHANGES = 0.17;
/** Each order sets off this many others on average, spread over about this long (a Hawkes process). */
const OFFSPRING = 0.55;
const EXCITED_SECONDS = 4;
/** Orders that news sets off directly. */
const NEWS_ORDERS = 12;
/** An order that was set off takes the side of the last one this often beyond chance. */
const HERDING = 0.5;
/** How much a lean of 1 adds to the probability of a buy. */
const LEAN_IN_SIDES = 0.12;
const MOST_CERTAIN = 0.9;

export type FlowEvent = 'order' | 'book';

/** Source: A. Hawkes, "Spectra of some self-exciting and mutually exciting point processes", 1971; thinning after Ogata, 1981. */
export class SyntheticFlow {
  /** Side that is to be expected of the next order, −1 to 1. */
  expectedSide = 0;
  /** What the last call of `next` moved on by, microseconds. */
  elapsedUs = 0;
  private excited = 0;
  private lastSide = 1;
  private readonly random: Random;
  private readonly pace: number;

  /** `pace` multiplies the number of events. */
  constructor(random: Random, pace: number) {
    this.random = random;
    this.pace = pace;
  }

  /** Time of the next event after `timeUs`, in a session as busy as `activity`. */
  next(activity: number): FlowEvent {
    const base = BASE_ORDERS * this.pace * activity;
    const book = BOOK_CHANGES * this.pace * activity;
    let seconds = 0;
    for (;;) {
      const bound = base + book + this.excited;
      const step = this.random.exponential(1 / bound);
      seconds += step;
      this.excited *= Math.exp(-step / EXCITED_SECONDS);
      const drawn = this.random.float() * bound;
      if (drawn >= base + book + this.excited) continue;
      // two events are never at the same microsecond
      this.elapsedUs = Math.max(1, Math.round(seconds * US_PER_SECOND));
      return drawn < base + this.excited ? 'order' : 'book';
    }
  }

  /** Side of an order that has come, 1 buys and −1 sells; sets `expectedSide` to what was to be expected of it. */
  side(activity: number, lean: number): 1 | -1 {
    const herding = (HERDING * this.excited) / (this.excited + BASE_ORDERS * this.pace * activity);
    const informed = Math.max(-MOST_CERTAIN, Math.min(MOST_CERTAIN, 2 * LEAN_IN_SIDES * lean));
    this.expectedSide = herding * this.lastSide + (1 - herding) * informed;
    const side = this.random.float() * 2 - 1 < this.expectedSide ? 1 : -1;
    this.lastSide = side;
    this.excited += OFFSPRING / EXCITED_SECONDS;
    return side;
  }

  news(): void {
    this.excited += (NEWS_ORDERS * this.pace) / EXCITED_SECONDS;
  }
}
