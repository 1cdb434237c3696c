// Takes what is known of a market and a side; gives the prices and sizes at which an order that takes liquidity would fill.

import type { InstrumentMarket } from './instrument-market.ts';
import type { SimulationSettings } from './settings.ts';

/** Called for each price at which something fills, in integer ticks and contracts. */
export type TakeAt = (priceTicks: number, quantity: number) => void;

/** Moves a price against a side and back onto the grid, away from us. */
export function against(isBuy: boolean, priceTicks: number, byTicks: number): number {
  return isBuy ? Math.ceil(priceTicks + byTicks) : Math.floor(priceTicks - byTicks);
}

function isBeyond(isBuy: boolean, priceTicks: number, limitTicks: number): boolean {
  return isBuy ? priceTicks > limitTicks : priceTicks < limitTicks;
}

/** The price of two that is worse for a side. */
export function worse(isBuy: boolean, a: number, b: number): number {
  return isBuy ? Math.max(a, b) : Math.min(a, b);
}

/** Contracts that are assumed at a price whose size the source does not tell: whole lots. */
function assumedSize(market: InstrumentMarket, settings: SimulationSettings): number {
  const { lot } = market.instrument;
  return Math.ceil(settings.unknownSizeContracts / lot) * lot;
}

/** How much further each assumed level lies. */
function stepTicks(settings: SimulationSettings): number {
  return Math.max(1, settings.slippageTicks);
}

/**
 * Takes up to `quantity` contracts from what is displayed, each price moved by the slippage, never beyond the limit. Behind
 * the last known level others of its size are assumed, each one tick (or the slippage, if larger) further; a size that is not
 * known is `unknownSizeContracts`. Without a quote of the opposite side, or with one that an auction left crossed, the price is
 * the last trade's moved by half a spread. `floorTicks`: no better price than this, of trades that went before. Returns what is
 * left; all of it where no price is known.
 */
export function take(
  market: InstrumentMarket,
  settings: SimulationSettings,
  isBuy: boolean,
  limitTicks: number,
  floorTicks: number,
  quantity: number,
  takeAt: TakeAt,
): number {
  const levels = isBuy ? market.asks : market.bids;
  const fromBook = market.hasBook && levels.count > 0;
  const isShown = !market.crossed && (fromBook || (isBuy ? market.hasAsk : market.hasBid));
  if (!isShown && !market.hasLast) return quantity;
  const slippage = settings.slippageTicks;
  if (!isShown) {
    const nearTicks = worse(isBuy, market.lastTicks, floorTicks);
    return takeNear(market, settings, isBuy, nearTicks, limitTicks, quantity, takeAt);
  }
  const known = fromBook ? levels.count : 1;
  const step = stepTicks(settings);
  const assumed = assumedSize(market, settings);
  let left = quantity;
  for (let level = 0; left > 0; level++) {
    const at = Math.min(level, known - 1);
    const displayed = fromBook ? levels.ticksAt(at) : isBuy ? market.askTicks : market.bidTicks;
    const shown = fromBook ? levels.quantityAt(at) : isBuy ? market.askSize : market.bidSize;
    const size = shown > 0 ? shown : assumed;
    const price = against(isBuy, worse(isBuy, displayed, floorTicks), slippage + (level - at) * step);
    if (isBeyond(isBuy, price, limitTicks)) return left;
    const taken = Math.min(left, size);
    takeAt(price, taken);
    left -= taken;
  }
  return 0;
}

/** Takes from assumed sizes only, the first of them half a spread and the slippage beyond a known price; returns what is left. */
export function takeNear(
  market: InstrumentMarket,
  settings: SimulationSettings,
  isBuy: boolean,
  nearTicks: number,
  limitTicks: number,
  quantity: number,
  takeAt: TakeAt,
): number {
  const priceTicks = against(isBuy, nearTicks, settings.halfSpreadTicks + settings.slippageTicks);
  return takeAssumed(market, settings, isBuy, priceTicks, limitTicks, quantity, takeAt);
}

/** Takes from assumed sizes only, the first of them at `priceTicks`, none beyond the limit; returns what is left. */
export function takeAssumed(
  market: InstrumentMarket,
  settings: SimulationSettings,
  isBuy: boolean,
  priceTicks: number,
  limitTicks: number,
  quantity: number,
  takeAt: TakeAt,
): number {
  const size = assumedSize(market, settings);
  const step = stepTicks(settings);
  let left = quantity;
  for (let level = 0; left > 0; level++) {
    const price = against(isBuy, priceTicks, level * step);
    if (isBeyond(isBuy, price, limitTicks)) return left;
    const taken = Math.min(left, size);
    takeAt(price, taken);
    left -= taken;
  }
  return 0;
}
