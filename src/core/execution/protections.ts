// A signal, a plan, or nothing but a leg in; how the fills of an entry are protected out, in whole ticks.

import type { BracketPlan } from '../account/order.ts';
import type { PriceGrid } from '../market/instrument.ts';
import { tickAt } from '../market/price-grid.ts';
import { opposite, type Side } from '../market/side.ts';
import type { Signal } from '../signal/signal.ts';
import type { Protection } from './bracket.ts';

export function signalProtection(entryId: string, { side, stopTicks, targetTicks, trailTicks }: Signal): Protection {
  return { entryId, side, stopTicks, targetTicks, trailTicks };
}

/** By the plan that went with an entry. It knows of no trail: after a restart the stop stays where it is. */
export function plannedProtection(entryId: string, side: Side, plan: BracketPlan, grid: PriceGrid): Protection {
  const [stopTicks, targetTicks] = [tickAt(grid, plan.stopPrice), tickAt(grid, plan.targetPrice)];
  return { entryId, side, stopTicks, targetTicks, trailTicks: undefined };
}

/** Of a leg whose entry nobody knows: it protects nothing, and there are no prices to place another by. */
export function unknownProtection(entryId: string, legSide: Side): Protection {
  return { entryId, side: opposite(legSide), stopTicks: 0, targetTicks: 0, trailTicks: undefined };
}
