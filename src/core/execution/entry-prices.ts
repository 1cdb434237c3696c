// A signal, its plan and the market as it is in; the tick at which an entry rests or takes now, or why there is none that is allowed, out.

import { signOf } from '../market/side.ts';
import { collarFault } from '../risk/price-collar.ts';
import { limitFault } from '../risk/price-limits.ts';
import type { Signal } from '../signal/signal.ts';
import type { EntryPlan } from './entry-plan.ts';
import type { MarketView } from './market-view.ts';

/** How an order of an entry is sent: at market, resting at its own touch, or taking with a limit or at market what rested in vain. */
export type EntryStep = 'market' | 'rest' | 'takeLimit' | 'takeMarket';

export type EntryPrice =
  | { readonly kind: 'price'; readonly ticks: number }
  | { readonly kind: 'none'; readonly reason: string };

export interface PricedEntry {
  readonly signal: Signal;
  readonly plan: EntryPlan;
  readonly collarTicks: number;
}

/** The limit of a limit order; of one at market where it is expected to fill. */
export function entryPrice(step: EntryStep, entry: PricedEntry, market: MarketView): EntryPrice {
  const ticks = step === 'rest' ? restingTicks(entry, market) : takingTicks(step, entry, market);
  const reason = ticks === undefined ? 'there is no price' : faultOf(ticks, entry, market);
  return reason === undefined ? { kind: 'price', ticks: ticks! } : { kind: 'none', reason };
}

/** The own touch and the offset of the plan; the last price where no book is known. */
export function restingTicks(
  { signal: { side }, plan }: PricedEntry,
  { bidTicks, askTicks, lastTicks }: MarketView,
): number | undefined {
  const touch = (side === 'buy' ? bidTicks : askTicks) ?? lastTicks;
  return touch === undefined ? undefined : touch + signOf(side) * plan.offsetTicks;
}

/** A limit takes up to the end of its plan, inside the price limits of the day, if there is something there; at market it is the other side's touch. */
function takingTicks(
  step: EntryStep,
  { signal: { side, entryTicks }, plan }: PricedEntry,
  { bidTicks, askTicks, lastTicks, lowLimitTicks = -Infinity, highLimitTicks = Infinity }: MarketView,
): number | undefined {
  const touch = (side === 'buy' ? askTicks : bidTicks) ?? lastTicks;
  if (step !== 'takeLimit' || touch === undefined) return touch;
  const planned = entryTicks + signOf(side) * (plan.maxTicks ?? 0);
  const most = Math.max(Math.min(planned, highLimitTicks - 1), lowLimitTicks + 1);
  // out of reach: the touch itself, which is beyond the plan and refused as such
  return (most - touch) * signOf(side) < 0 ? touch : most;
}

function faultOf(ticks: number, { signal, plan, collarTicks }: PricedEntry, market: MarketView): string | undefined {
  const { side, entryTicks, stopTicks, targetTicks } = signal;
  const beyond = (ticks - entryTicks) * signOf(side);
  if (plan.maxTicks !== undefined && beyond > plan.maxTicks)
    return `the price is ${beyond} ticks beyond the decided one, ${plan.maxTicks} are allowed`;
  if ((ticks - stopTicks) * signOf(side) <= 0 || (targetTicks - ticks) * signOf(side) <= 0)
    return 'the price is no longer between stop and target';
  return limitFault(side, ticks, stopTicks, market) ?? collarFault(side, ticks, market, collarTicks);
}
