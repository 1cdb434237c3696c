// An order's traded quantity and average price, before and after, in; the executions that lie between out, exact in their sum.

import type { PriceGrid } from '../../../core/market/instrument.ts';

/** Contracts at a price of whole ticks. */
export interface ImpliedFill {
  readonly quantity: number;
  readonly ticks: number;
}

/** Quantity traded so far, and the sum of price in ticks times contracts over it. */
export interface TradedSum {
  readonly quantity: number;
  readonly tickContracts: number;
  /** By how much the average missed a whole sum, from -0.5 to 0.5 ticks times contracts. */
  readonly residual: number;
}

/** The sum that an average price stands for: each execution was on the grid, so it is whole; averages are told rounded. */
export function tradedSum(grid: PriceGrid, quantity: number, averagePrice: number): TradedSum | undefined {
  if (quantity === 0) return { quantity, tickContracts: 0, residual: 0 };
  if (!(averagePrice > 0 && averagePrice < Number.POSITIVE_INFINITY)) return undefined;
  const ticks = grid.ticksPerUnit === undefined ? averagePrice / grid.tick : averagePrice * grid.ticksPerUnit;
  const tickContracts = Math.round(ticks * quantity);
  return { quantity, tickContracts, residual: ticks * quantity - tickContracts };
}

/**
 * The vendor tells no executions, only what they come to. Contracts traded in between are put at the one price that their sum implies,
 * or at the two ticks around it: money and quantity are exact, the prices of single executions within a message are not known.
 * Undefined where the sum makes no sense.
 */
export function impliedFills(
  before: Omit<TradedSum, 'residual'>,
  after: Omit<TradedSum, 'residual'>,
): readonly ImpliedFill[] | undefined {
  const quantity = after.quantity - before.quantity;
  if (quantity === 0) return [];
  const sum = after.tickContracts - before.tickContracts;
  const lower = Math.floor(sum / quantity);
  if (!(quantity > 0) || lower <= 0) return undefined;
  const atUpper = sum - lower * quantity;
  const fills: ImpliedFill[] = [];
  if (quantity > atUpper) fills.push({ quantity: quantity - atUpper, ticks: lower });
  if (atUpper > 0) fills.push({ quantity: atUpper, ticks: lower + 1 });
  return fills;
}
