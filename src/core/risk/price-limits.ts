// An entry, its stop and the price limits of the day in; why it cannot be opened and protected inside of them out.

import { type Side, signOf } from '../market/side.ts';
import type { MarketPrices } from './price-collar.ts';

/**
 * Undefined where nothing is known against it. `ticks` is the limit of a limit order, or where a market order is expected to fill.
 * At the limit itself an entry has nowhere to go; beyond it no order is taken, nor is a stop.
 */
export function limitFault(
  side: Side,
  ticks: number,
  stopTicks: number,
  { lowLimitTicks, highLimitTicks }: MarketPrices,
): string | undefined {
  const [lostAt, wonAt] = side === 'buy' ? [lowLimitTicks, highLimitTicks] : [highLimitTicks, lowLimitTicks];
  const sign = signOf(side);
  if (wonAt !== undefined && (wonAt - ticks) * sign <= 0)
    return `the ${side} at tick ${ticks} is not inside the price limit of the day, tick ${wonAt}`;
  if (lostAt !== undefined && (stopTicks - lostAt) * sign < 0)
    return `its stop at tick ${stopTicks} lies beyond the price limit of the day, tick ${lostAt}`;
  return undefined;
}
