// Shared parts in; how many of the newest one-candle moves in points are equal, moves between sessions left out, out.

import { EqualMoves } from '../indicators/equal-moves.ts';
import type { SharedParts } from '../shared-parts.ts';
import { gapFreePrices } from './gap-free-prices.ts';

/** A window of n moves is flat where n or more are equal: its spread is 0 but for rounding, that of its returns comes from c[1] alone. */
export function equalMoves(shared: SharedParts): EqualMoves {
  const prices = gapFreePrices(shared, 1);
  return shared.part('equal moves', () => new EqualMoves(), { candle: (part) => part.push(prices) });
}
