// Takes one trade or quote and the orders that rest in its instrument; fills those it reaches, pessimistic about the queue.

import { AGGRESSOR_BUYER, AGGRESSOR_MASK, AGGRESSOR_SELLER } from '../core/market/event-record.ts';
import type { InstrumentMarket } from './instrument-market.ts';
import type { RestingOrder } from './resting-order.ts';
import type { SimulationSettings } from './settings.ts';
import { take, worse } from './taking.ts';

/**
 * After its trigger a stop takes, microseconds, also where the tape is silent: long enough for the tape to tell what the sweep
 * left, far shorter than anybody waits for a stop.
 */
const TRIGGERED_TAKES_US = 10_000;

/** Reports one execution of a resting order, in integer ticks and contracts. */
export type FillOrder = (order: RestingOrder, priceTicks: number, quantity: number, aggressor: boolean) => void;

/** What a trade says, in the terms that matching needs. */
export interface Print {
  /** When it happened, microseconds UTC. */
  readonly timeUs: number;
  readonly priceTicks: number;
  readonly quantity: number;
  /** It may have taken from the bids, from the asks; both where the aggressor is not known. */
  readonly hitsBids: boolean;
  readonly hitsAsks: boolean;
}

export function printOf(timeUs: number, priceTicks: number, quantity: number, flags: number): Print {
  const aggressor = flags & AGGRESSOR_MASK;
  const [hitsBids, hitsAsks] = [aggressor !== AGGRESSOR_BUYER, aggressor !== AGGRESSOR_SELLER];
  return { timeUs, priceTicks, quantity, hitsBids, hitsAsks };
}

/** The order takes what it can, no better than its floor; what is left of a limit order rests in the queue of its price. */
export function takeThenRest(
  order: RestingOrder,
  market: InstrumentMarket,
  settings: SimulationSettings,
  fill: FillOrder,
): void {
  order.dueUs = Infinity;
  take(market, settings, order.isBuy, order.limitTicks, order.floorTicks, order.remaining, (ticks, quantity) =>
    fill(order, ticks, quantity, true),
  );
  if (order.remaining === 0 || order.request.type === 'market') return;
  order.mode = 'passive';
  order.queueAhead = market.queueAt(order.isBuy, order.limitTicks, settings.unknownQueueContracts);
}

/**
 * A trade beyond the price of a resting order fills it; one at its price first works off the contracts ahead. No more fills
 * than was printed. A stop is only triggered: one large order may have swept several prices in prints of one exchange time, and
 * all of them happened without the stop. It takes at the next record of a later time, or when it is due, no better than the worst
 * of those prints.
 */
export function matchTrade(
  orders: readonly RestingOrder[],
  market: InstrumentMarket,
  settings: SimulationSettings,
  print: Print,
  fill: FillOrder,
): void {
  let available = print.quantity;
  for (const order of orders) {
    if (order.mode === 'stop') {
      const triggered = order.isBuy ? print.priceTicks >= order.stopTicks : print.priceTicks <= order.stopTicks;
      if (!triggered) continue;
      order.mode = 'taking';
      order.floorTicks = print.priceTicks;
      order.takesAfterUs = print.timeUs;
      order.dueUs = print.timeUs + TRIGGERED_TAKES_US;
    } else if (order.mode === 'taking') {
      order.floorTicks = worse(order.isBuy, order.floorTicks, print.priceTicks);
      if (print.timeUs > order.takesAfterUs) takeThenRest(order, market, settings, fill);
    } else {
      const quantity = Math.min(order.remaining, available, reached(order, print));
      if (quantity === 0) continue;
      available -= quantity;
      fill(order, order.limitTicks, quantity, false);
    }
  }
}

/** Contracts of a print that come past the queue ahead of a passive order; moves the order up in its queue. */
function reached(order: RestingOrder, print: Print): number {
  const { limitTicks, isBuy } = order;
  if (isBuy ? print.priceTicks < limitTicks : print.priceTicks > limitTicks) {
    order.queueAhead = 0;
    return print.quantity;
  }
  if (print.priceTicks !== limitTicks || !(isBuy ? print.hitsBids : print.hitsAsks)) return 0;
  const ahead = Math.min(order.queueAhead, print.quantity);
  order.queueAhead -= ahead;
  return print.quantity - ahead;
}

/** A new quote, of exchange time `timeUs`, is the chance of the orders that take; passive ones wait for trades. */
export function matchQuote(
  orders: readonly RestingOrder[],
  market: InstrumentMarket,
  settings: SimulationSettings,
  timeUs: number,
  fill: FillOrder,
): void {
  for (const order of orders) {
    if (order.mode === 'taking' && timeUs > order.takesAfterUs) takeThenRest(order, market, settings, fill);
  }
}
