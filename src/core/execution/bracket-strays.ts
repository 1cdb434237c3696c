// Brackets of legs that came without the contracts they stand for in; which wait for a fill, stand for an exit, or are to go.

import { isFinal } from '../account/order-transitions.ts';
import { signOf } from '../market/side.ts';
import type { Bracket } from './bracket.ts';
import type { BracketLegs } from './bracket-legs.ts';

/** A leg that came before its fill waits this long for it, microseconds. */
const STRAY_US = 1_000_000;

/** The guardian of the host may see a fill before we do, and may protect what an exit of ours was to close. */
export class BracketStrays {
  private readonly legs: BracketLegs;
  /** Until when they may wait. */
  private readonly waiting = new Map<Bracket, number>();

  constructor(legs: BracketLegs) {
    this.legs = legs;
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  add(bracket: Bracket): void {
    this.waiting.set(bracket, this.legs.nowUs + STRAY_US);
  }

  has(bracket: Bracket): boolean {
    return this.waiting.has(bracket);
  }

  /** True where it was one. */
  delete(bracket: Bracket): boolean {
    return this.waiting.delete(bracket);
  }

  clear(): void {
    this.waiting.clear();
  }

  /** It stood beside brackets that are being closed: what it has closed is no longer theirs to close. */
  settleFill(stray: Bracket, list: readonly Bracket[]): void {
    for (const other of list) {
      const taken = Math.min(-stray.remaining, other.remaining);
      if (other === stray || !other.closing || other.side !== stray.side || taken <= 0) continue;
      other.remaining -= taken;
      stray.remaining += taken;
    }
  }

  /**
   * A stop that came for contracts which an exit was to close, and did not yet, stands for them until the exit can be sent: then it goes
   * first. While legs or exits are on their way out it waits: they may leave something to stand for. Else it goes, when its entry has
   * ended or did not fill in time. `uncovered`: signed contracts without bracket and exit.
   */
  shelter(uncovered: number, isClosing: boolean): void {
    let left = uncovered;
    for (const [bracket, untilUs] of this.waiting) {
      const sign = signOf(bracket.side);
      const contracts = Math.min(left * sign, this.legs.open(bracket.stops));
      if (contracts > 0) {
        bracket.remaining = contracts;
        bracket.isShelter = true;
        // what is to be closed is not aimed
        bracket.targetLost = true;
        this.waiting.delete(bracket);
        left -= contracts * sign;
      } else if (!isClosing && (this.isEnded(bracket.entryId) || this.legs.nowUs >= untilUs)) bracket.closing = true;
    }
  }

  private isEnded(orderId: string): boolean {
    const order = this.legs.order(orderId);
    return order !== undefined && isFinal(order.status);
  }
}
