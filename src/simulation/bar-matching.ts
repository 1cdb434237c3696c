// Takes one bar and the orders that rest in its instrument; fills those it surely reached, adverse ones before favourable ones.

import type { EventBatch } from '../core/market/event-batch.ts';
import { I32_A, I32_B, I32_C, I32_D, RECORD_I32 } from '../core/market/event-record.ts';
import { barStartUs } from './feed-shape.ts';
import type { InstrumentMarket } from './instrument-market.ts';
import type { RestingOrder } from './resting-order.ts';
import type { SimulationSettings } from './settings.ts';
import { against, takeAssumed } from './taking.ts';
import type { FillOrder } from './tick-matching.ts';

/** Prices in integer ticks. */
export interface MatchedBar {
  readonly startUs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
}

export function matchedBar(batch: EventBatch, index: number): MatchedBar {
  const i = index * RECORD_I32;
  const { i32 } = batch;
  return {
    startUs: barStartUs(batch, index),
    openTicks: i32[i + I32_A]!,
    highTicks: i32[i + I32_B]!,
    lowTicks: i32[i + I32_C]!,
    closeTicks: i32[i + I32_D]!,
  };
}

/**
 * Inside a bar the order of prices is unknown, so the worst one is taken: stops come first, a target whose stop was touched
 * does not fill in the same bar, and a limit order fills only where the bar traded through its price.
 */
export function matchBar(
  orders: readonly RestingOrder[],
  market: InstrumentMarket,
  settings: SimulationSettings,
  bar: MatchedBar,
  fill: FillOrder,
): void {
  const touched: string[] = [];
  for (const order of orders) {
    if (order.request.type !== 'stopLimit' || !matchStop(order, market, settings, bar, fill)) continue;
    if (order.request.bracketId !== undefined) touched.push(order.request.bracketId);
  }
  for (const order of orders) {
    const { type, role, bracketId } = order.request;
    if (type !== 'limit' || order.arrivalUs > bar.startUs + settings.barArrivalGraceUs) continue;
    if (role === 'target' && bracketId !== undefined && touched.includes(bracketId)) continue;
    if (isThrough(order, bar.lowTicks, bar.highTicks)) fill(order, order.limitTicks, order.remaining, false);
  }
}

function isThrough(order: RestingOrder, lowTicks: number, highTicks: number): boolean {
  return order.isBuy ? lowTicks < order.limitTicks : highTicks > order.limitTicks;
}

/** True when the bar triggered the stop, or filled one that was triggered before. */
function matchStop(
  order: RestingOrder,
  market: InstrumentMarket,
  settings: SimulationSettings,
  bar: MatchedBar,
  fill: FillOrder,
): boolean {
  if (order.mode !== 'stop') {
    if (!isThrough(order, bar.lowTicks, bar.highTicks)) return false;
    fill(order, order.limitTicks, order.remaining, false);
    return true;
  }
  const { isBuy, stopTicks, limitTicks } = order;
  if (isBuy ? bar.highTicks < stopTicks : bar.lowTicks > stopTicks) return false;
  order.mode = 'passive';
  const gapped = isBuy ? bar.openTicks >= stopTicks : bar.openTicks <= stopTicks;
  const price = against(isBuy, gapped ? bar.openTicks : stopTicks, settings.slippageTicks);
  const wanted = order.remaining;
  const left = takeAssumed(market, settings, isBuy, price, limitTicks, wanted, (ticks, quantity) =>
    fill(order, ticks, quantity, true),
  );
  if (left === 0) return true;
  // Only what is known to come after it was left counts: the whole bar when it opened beyond the limit, else its close.
  const cameBack =
    gapped && left === wanted
      ? isThrough(order, bar.lowTicks, bar.highTicks)
      : isThrough(order, bar.closeTicks, bar.closeTicks);
  if (cameBack) fill(order, limitTicks, order.remaining, false);
  return true;
}
