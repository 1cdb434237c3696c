// Takes an instrument's grid and a price and gives whole ticks, or a price moved onto the tick grid; and back.
import { InvariantError } from '../assert.ts';
import type { PriceGrid } from './instrument.ts';
import type { Side } from './side.ts';

/** How far a price may lie from the grid and still be on it, in ticks: room for the error of floats, not for another price. */
export const GRID_TOLERANCE_TICKS = 1e-6;

function rawTicks(instrument: PriceGrid, price: number): number {
  return instrument.ticksPerUnit === undefined ? price / instrument.tick : price * instrument.ticksPerUnit;
}

export function isOnGrid(instrument: PriceGrid, price: number): boolean {
  const raw = rawTicks(instrument, price);
  // False for NaN and the infinities too.
  return Math.abs(raw - Math.round(raw)) <= GRID_TOLERANCE_TICKS;
}

/** Whole ticks of a price that is on the grid. Adapters check prices, so one off the grid is our own mistake: InvariantError. */
export function tickAt(instrument: PriceGrid, price: number): number {
  const raw = rawTicks(instrument, price);
  // Adding zero turns -0 into 0.
  const ticks = Math.round(raw) + 0;
  if (!(Math.abs(raw - ticks) <= GRID_TOLERANCE_TICKS)) {
    throw new InvariantError(`price ${price} is not a multiple of the tick ${instrument.tick} of ${instrument.symbol}`);
  }
  return ticks;
}

/** The price of whole ticks; exact, since one of tick and ticks per point is a whole number. */
export function priceAt(instrument: PriceGrid, ticks: number): number {
  return instrument.ticksPerUnit === undefined ? ticks * instrument.tick : ticks / instrument.ticksPerUnit;
}

/** Whole ticks of the lowest price of the grid that is not below this one; a price on its tick but for float noise is on it. */
export function ticksUpFrom(instrument: PriceGrid, price: number): number {
  return Math.ceil(rawTicks(instrument, price) - GRID_TOLERANCE_TICKS) + 0;
}

/** Whole ticks of the highest price of the grid that is not above this one. */
export function ticksDownFrom(instrument: PriceGrid, price: number): number {
  return Math.floor(rawTicks(instrument, price) + GRID_TOLERANCE_TICKS) + 0;
}

/**
 * Down for a bought position, up for a sold one. Both roundings below come to this: a stop lies on the losing side of the
 * entry and a target on the winning side, so away from it and towards it are the same direction.
 */
function againstPosition(instrument: PriceGrid, entrySide: Side, price: number): number {
  return priceAt(instrument, entrySide === 'buy' ? ticksDownFrom(instrument, price) : ticksUpFrom(instrument, price));
}

/**
 * A stop price moved onto the grid AWAY from the entry, so that rounding never tightens it. `entrySide` is the side of the
 * entry, not of the stop order.
 */
export function stopPriceOnGrid(instrument: PriceGrid, entrySide: Side, price: number): number {
  return againstPosition(instrument, entrySide, price);
}

/**
 * A target price moved onto the grid TOWARDS the entry, so that rounding never asks for more than was wanted. `entrySide` is
 * the side of the entry, not of the target order.
 */
export function targetPriceOnGrid(instrument: PriceGrid, entrySide: Side, price: number): number {
  return againstPosition(instrument, entrySide, price);
}
