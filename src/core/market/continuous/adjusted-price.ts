// Takes a traded price and the change of its contract and gives the adjusted price; and the traded price back, on its tick.
import type { PriceGrid } from '../instrument.ts';
import { priceAt } from '../price-grid.ts';
import type { PriceChange } from './adjustment.ts';

/** Points; off the tick grid for a ratio, and possibly negative for a difference. */
export function adjustedPrice(change: PriceChange, price: number): number {
  return change.kind === 'ratio' ? price * change.factor : price + change.offset;
}

/** The price on the grid nearest to what was adjusted: exactly the traded one, since errors of floats are far below a tick. */
export function tradedPrice(change: PriceChange, grid: PriceGrid, adjusted: number): number {
  const raw = change.kind === 'ratio' ? adjusted / change.factor : adjusted - change.offset;
  return nearestOnGrid(grid, raw);
}

/** The multiple of the tick nearest to a price. */
export function nearestOnGrid(grid: PriceGrid, price: number): number {
  const ticks = grid.ticksPerUnit === undefined ? price / grid.tick : price * grid.ticksPerUnit;
  // Adding zero turns -0 into 0.
  return priceAt(grid, Math.round(ticks) + 0);
}
