// Answers about orders that nobody knows yet in, while calls are on their way; the same out when those are answered.

import type { FeedFact } from '../decode/feed-facts.ts';

/** Answers that wait at most; further ones are not held. */
const MAX_HELD = 10_000;

export interface HeldAnswer {
  readonly fact: FeedFact;
  readonly receivedUs: number;
}

/** The first words about an order may overtake the answer of the call that sent it, which alone tells its id. */
export class HeldAnswers {
  private waiting = 0;
  private answers: HeldAnswer[] = [];
  private isReleasing = false;

  /** Answers are held: what has come may be about an order that has no name yet. */
  get isHolding(): boolean {
    return this.waiting > 0;
  }

  /** A call was made whose answer will name an order. */
  expect(): void {
    this.waiting += 1;
  }

  /** False where no call is on its way: then the answer is about an order of somebody else. */
  hold(fact: FeedFact, receivedUs: number): boolean {
    const mustWait = this.waiting > (this.isReleasing ? 1 : 0);
    if (!mustWait || this.answers.length >= MAX_HELD) return false;
    this.answers.push({ fact, receivedUs });
    return true;
  }

  /** A call was answered: gives all that waits, to be looked at again, one by one; what is still unknown may be held again. */
  *answered(): Generator<HeldAnswer> {
    const { answers } = this;
    this.answers = [];
    this.isReleasing = true;
    try {
      yield* answers;
    } finally {
      this.isReleasing = false;
      this.waiting -= 1;
    }
  }

  clear(): void {
    this.answers = [];
  }
}
