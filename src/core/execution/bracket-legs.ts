// The legs of one bracket and what the account knows of them in; stops and targets sent, changed and cancelled until they fit.

import type { Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt, tickAt } from '../market/price-grid.ts';
import { opposite, signOf } from '../market/side.ts';
import { type Bracket, isTaken, openQuantity, whyOf } from './bracket.ts';
import type { BracketSettings } from './bracket-settings.ts';
import type { MarketView } from './market-view.ts';
import { ANSWER_DEADLINE_US, type ExecutionAccount, type ExecutionOutput, type OrderDesk } from './order-desk.ts';

/** A stop that the phase does not allow is tried again after this long. */
export const STOP_RETRY_US = 1_000_000;

/** What the legs of a strategy's brackets have in common. */
export interface LegParts {
  readonly account: ExecutionAccount;
  readonly out: ExecutionOutput;
  readonly desk: OrderDesk;
  readonly settings: BracketSettings;
  readonly stopLimitOffsetTicks: number;
}

export class BracketLegs {
  nowUs = 0;
  market: MarketView;
  instrument: Instrument | undefined;
  private readonly parts: LegParts;

  constructor(parts: LegParts, market: MarketView) {
    this.parts = parts;
    this.market = market;
  }

  order(orderId: string): Order | undefined {
    return this.parts.account.order(orderId);
  }

  /** Contracts that the orders may still trade. */
  open(orderIds: readonly string[]): number {
    let open = 0;
    for (const orderId of orderIds) open += openQuantity(this.order(orderId));
    return open;
  }

  /** Contracts that others have closed at the venue, of the `covered` ones (signed): what is held beyond those goes first. */
  closedOf(covered: number): number {
    const { desk } = this.parts;
    return Math.max(0, desk.closedByOthers - Math.abs(desk.held - covered));
  }

  /** The nearest tick inside the day's price limits, where they are known: beyond them the venue takes no order. */
  clipped(ticks: number): number {
    const { lowLimitTicks = -Infinity, highLimitTicks = Infinity } = this.market;
    return Math.min(Math.max(ticks, lowLimitTicks), highLimitTicks);
  }

  /** Limit of a stop with this trigger, in ticks: the offset beyond it, inside the day's price limits. */
  stopLimitTicks(side: Bracket['side'], stopTicks: number): number {
    return this.clipped(stopTicks - signOf(side) * this.parts.stopLimitOffsetTicks);
  }

  /** The stop would not wait: the price is at its trigger or beyond. By the last trade, else by the price we would get. */
  isCrossed({ side, stopTicks }: Bracket): boolean {
    const { isOpen, lastTicks, bidTicks, askTicks } = this.market;
    const ticks = lastTicks ?? (side === 'buy' ? bidTicks : askTicks);
    return isOpen && ticks !== undefined && (ticks - this.clipped(stopTicks)) * signOf(side) <= 0;
  }

  placeStop(bracket: Bracket, quantity: number): void {
    const { stopTicks, side, entryId } = bracket;
    const { price, stopPrice } = this.stopPrices(bracket);
    assert(signOf(side) * (bracket.targetTicks - stopTicks) > 0, `stop of ${entryId} on the wrong side of its target`);
    const leg = { side: opposite(side), quantity, bracketId: entryId };
    const orderId = this.parts.desk.submit({ ...leg, role: 'stop', price, stopPrice });
    bracket.stops.push(orderId);
    bracket.legs.push(orderId);
  }

  placeTarget(bracket: Bracket, quantity: number): void {
    const { side, entryId, targetTicks } = bracket;
    const leg = { side: opposite(side), quantity, bracketId: entryId };
    const price = priceAt(this.instrument!, this.clipped(targetTicks));
    const orderId = this.parts.desk.submit({ ...leg, role: 'target', price });
    bracket.targets.push(orderId);
    bracket.legs.push(orderId);
  }

  /** Asks the venue to give the stop the size that is protected, at the bracket's trigger. */
  changeStop(bracket: Bracket, stop: Order): void {
    const quantity = stop.filledQuantity + bracket.remaining;
    this.parts.desk.change(stop.clientOrderId, { quantity, ...this.stopPrices(bracket) });
  }

  /** The one stop in force, where the venue has taken it and nothing is asked of it. */
  restingStop({ stops }: Bracket): Order | undefined {
    const stop = stops.length === 1 ? this.order(stops[0]!) : undefined;
    return stop !== undefined && isTaken(stop) && stop.status !== 'pendingReplace' ? stop : undefined;
  }

  /** Contracts under stops that the venue has taken; one that was and is unknown now is waited for. */
  takenStops(bracket: Bracket): number {
    let taken = 0;
    for (const orderId of bracket.stops) {
      const order = this.order(orderId);
      if (order === undefined || isFinal(order.status)) continue;
      if (isTaken(order) && !bracket.acknowledged.includes(orderId)) bracket.acknowledged.push(orderId);
      if (bracket.acknowledged.includes(orderId)) taken += openQuantity(order);
    }
    return taken;
  }

  /**
   * Cancels every leg that is not gone; true when none is left. Legs that the venue has never spoken of may not be there at all, which is
   * proven only a minute later: when only such are left after the deadline of an answer, an exit closes what they were to protect, and
   * what one of them fills after all is undone.
   */
  withdraw(bracket: Bracket, reason: string): boolean {
    const { desk, out } = this.parts;
    bracket.stops = [];
    bracket.targets = [];
    let [isGone, isSilent] = [true, true];
    for (const orderId of bracket.legs) {
      const order = this.order(orderId);
      if (order === undefined || openQuantity(order) === 0) continue;
      isGone = false;
      if (isTaken(order) && !bracket.acknowledged.includes(orderId)) bracket.acknowledged.push(orderId);
      isSilent &&= order.filledQuantity === 0 && !bracket.acknowledged.includes(orderId);
      desk.cancel(orderId, reason);
    }
    if (isGone) return true;
    if (bracket.closingSinceUs === undefined) {
      bracket.closingSinceUs = this.nowUs;
      out.wake(this.nowUs + ANSWER_DEADLINE_US);
    }
    const isOver = this.nowUs - bracket.closingSinceUs >= ANSWER_DEADLINE_US;
    if (isOver && isSilent) bracket.remaining = Math.min(0, bracket.remaining);
    return false;
  }

  /** Cancels whole orders beyond what is protected, the oldest first, where others that the venue has taken are enough. */
  trim(bracket: Bracket, which: 'stops' | 'targets'): void {
    let surplus = this.open(bracket[which]) - bracket.remaining;
    for (const orderId of bracket[which].slice(0, -1)) {
      const size = openQuantity(this.order(orderId));
      if (size > surplus) continue;
      const others = { ...bracket, stops: bracket.stops.filter((other) => other !== orderId) };
      if (which === 'stops' && this.takenStops(others) < bracket.remaining) continue;
      bracket[which] = bracket[which].filter((other) => other !== orderId);
      if (size > 0) this.parts.desk.cancel(orderId, 'replaced');
      surplus -= size;
    }
  }

  /** Cancels one leg that is no longer wanted. */
  drop(bracket: Bracket, orderId: string, reason: string): void {
    bracket.stops = bracket.stops.filter((other) => other !== orderId);
    bracket.targets = bracket.targets.filter((other) => other !== orderId);
    this.parts.desk.cancel(orderId, reason);
  }

  /** Trigger of the newest stop in force: where a new one was refused, the former stands. */
  triggerOf({ stops, stopTicks }: Bracket): number {
    const price = this.order(stops.at(-1) ?? '')?.stopPrice;
    return price === undefined ? stopTicks : tickAt(this.instrument!, price);
  }

  /** Takes out of force what has ended; gives the words of each that ended with something left. */
  sweep(bracket: Bracket, which: 'stops' | 'targets'): string | undefined {
    let lost: string | undefined;
    for (const orderId of bracket[which]) {
      const order = this.order(orderId);
      if (order === undefined || !isFinal(order.status)) continue;
      bracket[which] = bracket[which].filter((other) => other !== orderId);
      if (order.filledQuantity < order.quantity) lost = `${orderId} is ${order.status}: ${whyOf(order)}`;
    }
    return lost;
  }

  private stopPrices({ side, stopTicks }: Bracket): { readonly price: number; readonly stopPrice: number } {
    const instrument = this.instrument!;
    return {
      price: priceAt(instrument, this.stopLimitTicks(side, stopTicks)),
      stopPrice: priceAt(instrument, this.clipped(stopTicks)),
    };
  }
}
