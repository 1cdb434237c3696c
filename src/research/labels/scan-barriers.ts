// A price path, entries and distances of two barriers in; which barrier each entry met first, where, and at what price, out.

import { type PricePath, TouchIndex } from './touch-index.ts';

/** Arrays but those of the path have one value for each row. */
export interface BarrierScan {
  readonly path: PricePath;
  /** Place in the path at whose open the entry is made; -1 where there is none. */
  readonly entry: Int32Array;
  /** The first place that is not looked at; after the entry where there is one. */
  readonly end: Int32Array;
  /** 1 bought, -1 sold. Of no trade all are 1. */
  readonly side: Int8Array;
  /** Ticks from the entry to what is wanted and to what is feared; of no trade, upwards and downwards. Whole, or Infinity. */
  readonly targetTicks: Float64Array;
  readonly stopTicks: Float64Array;
  readonly tick: number;
  /** Ticks of a point where that is a whole number. */
  readonly ticksPerUnit: number | undefined;
  /** Whether there is a trade to be pessimistic about, or only a question which price came first. */
  readonly isTrade: boolean;
  /** A target has to be traded through, and not only at. */
  readonly isThrough: boolean;
}

/** 0 where there is no entry. */
export const TARGET_TOUCH = 1;
export const STOP_TOUCH = 2;
/** Of no trade: both prices inside one candle. */
export const BOTH_TOUCH = 3;
/** Neither before the end. */
export const END_TOUCH = 4;

/** One value for each row. */
export interface BarrierTouches {
  readonly touch: Uint8Array;
  /** Place in the path; -1 where there is no entry. */
  readonly exit: Int32Array;
  readonly exitPrice: Float64Array;
  /** 1 where the place opened beyond the barrier. */
  readonly atOpen: Uint8Array;
}

/**
 * A place that opens beyond a barrier meets it there, before anything else of the place. Otherwise the order inside of a place is unknown: a
 * trade is taken to have met its stop. A stop met at the open has its exit there; a target, a resting order, at its own price.
 * Prices on the grid stay exact.
 */
export function scanBarriers(scan: BarrierScan): BarrierTouches {
  const { path, entry, end, side, targetTicks, stopTicks, tick, ticksPerUnit } = scan;
  const { open, high, low, close } = path;
  const rows = entry.length;
  const index = new TouchIndex(path);
  const touch = new Uint8Array(rows);
  const exit = new Int32Array(rows).fill(-1);
  const exitPrice = new Float64Array(rows);
  const atOpen = new Uint8Array(rows);
  const beyond = scan.isThrough ? tick / 2 : 0;
  for (let row = 0; row < rows; row++) {
    const from = entry[row]!;
    if (from < 0) continue;
    const isLong = side[row] === 1;
    const price = open[from]!;
    const above = priceFrom(price, isLong ? targetTicks[row]! : stopTicks[row]!, tick, ticksPerUnit);
    const below = priceFrom(price, isLong ? -stopTicks[row]! : -targetTicks[row]!, tick, ticksPerUnit);
    const up = isLong ? above + beyond : above;
    const down = isLong ? below : below - beyond;
    const at = index.first(from, end[row]!, up, down);
    if (at === end[row]) {
      touch[row] = END_TOUCH;
      exit[row] = at - 1;
      exitPrice[row] = close[at - 1]!;
      continue;
    }
    exit[row] = at;
    const isGap = at > from && (open[at]! >= up || open[at]! <= down);
    const isUp = isGap ? open[at]! >= up : high[at]! >= up;
    const isDown = isGap ? open[at]! <= down : low[at]! <= down;
    atOpen[row] = isGap ? 1 : 0;
    if (isUp && isDown && !scan.isTrade) {
      touch[row] = BOTH_TOUCH;
      exitPrice[row] = close[at]!;
      continue;
    }
    const isStop = isLong ? isDown : isUp;
    touch[row] = isStop ? STOP_TOUCH : TARGET_TOUCH;
    const level = isStop === isLong ? below : above;
    exitPrice[row] = isGap && (isStop || !scan.isTrade) ? open[at]! : level;
  }
  return { touch, exit, exitPrice, atOpen };
}

/** How far a price may lie from the grid and still be on it, in ticks. */
const GRID_TOLERANCE = 1e-6;

/** A price so many ticks away; that very number of the grid where the price is on it. */
function priceFrom(price: number, ticks: number, tick: number, ticksPerUnit: number | undefined): number {
  const raw = ticksPerUnit === undefined ? price / tick : price * ticksPerUnit;
  const whole = Math.round(raw);
  if (Math.abs(raw - whole) > GRID_TOLERANCE) return price + ticks * tick;
  return ticksPerUnit === undefined ? (whole + ticks) * tick : (whole + ticks) / ticksPerUnit;
}
