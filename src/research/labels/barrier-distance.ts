// How far a barrier is to be in; whole ticks for each row, rounded as the house rounds stops and targets, out.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { Frame } from '../frames/frame.ts';
import { checkFields, checkWordOption, labelError } from './label-error.ts';

/** A multiple of a volatility as it was known at the decision. */
export interface VolatilityDistance {
  /** Above 0. */
  readonly times: number;
  /** Name of a column of the frame, or a column of as many rows: `data.indicators.column('atr_14')`. Rows without a value get no label. */
  readonly of: string | TypedColumn | Float64Array;
  /** Of the column: points, as of atr, or a fraction of the price, as of `volatility_20`. Default `points`. */
  readonly unit?: 'points' | 'fraction' | undefined;
}

export type BarrierDistance = { readonly points: number } | { readonly ticks: number } | VolatilityDistance;

export interface DistanceRequest {
  readonly field: string;
  readonly distance: BarrierDistance | undefined;
  readonly frame: Frame;
  readonly tick: number;
  /** Stops are rounded away from the entry, all others towards it. */
  readonly isStop: boolean;
  /** By row; read for fractions. */
  readonly entryPrice: (row: number) => number;
}

const OF_VOLATILITY = ['times', 'of', 'unit'];

/** Float noise that does not make a distance another tick. */
const TOLERANCE = 1e-9;

/** At least one tick; Infinity where no distance is given, 0 where it is not known. UserErrors `bad-option`, `frame-column`. */
export function distanceTicks(request: DistanceRequest): Float64Array {
  const { field, distance, frame, tick, isStop, entryPrice } = request;
  const ticks = new Float64Array(frame.rows);
  if (distance === undefined) return ticks.fill(Number.POSITIVE_INFINITY);
  checkFields(
    field,
    distance,
    'ticks' in Object(distance) ? ['ticks'] : 'points' in Object(distance) ? ['points'] : OF_VOLATILITY,
  );
  const rounded = (raw: number): number =>
    Math.max(1, isStop ? Math.ceil(raw - TOLERANCE) : Math.floor(raw + TOLERANCE));
  if ('ticks' in distance || 'points' in distance) {
    const raw = 'ticks' in distance ? distance.ticks : distance.points / tick;
    checkAbove0(field, raw);
    return ticks.fill(rounded(raw));
  }
  const { times, of, unit = 'points' } = distance;
  checkAbove0(`${field}.times`, times);
  checkWordOption(`${field}.unit`, unit, ['points', 'fraction']);
  const { values, valid } = volatilityColumn(field, of, frame);
  for (let row = 0; row < ticks.length; row++) {
    if (valid !== undefined && valid[row] !== 1) continue;
    const points = times * values[row]! * (unit === 'fraction' ? entryPrice(row) : 1);
    if (Number.isFinite(points) && points >= 0) ticks[row] = rounded(points / tick);
  }
  return ticks;
}

function checkAbove0(field: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  const fix = 'Write { points: 5 }, { ticks: 10 } or { times: 2, of: atr }; leave it out for no barrier';
  throw labelError('bad-option', `${field} is ${String(value)}, not above 0`, field, fix);
}

interface Volatility {
  readonly values: ArrayLike<number>;
  readonly valid: Uint8Array | undefined;
}

function volatilityColumn(field: string, of: VolatilityDistance['of'], frame: Frame): Volatility {
  const column = typeof of === 'string' ? frame.column(of) : of;
  const found: Volatility | undefined =
    column instanceof Float64Array
      ? { values: column, valid: undefined }
      : column?.kind === 'float' || column?.kind === 'int32'
        ? column
        : undefined;
  const fix = 'Give the name of a column, or a column of numbers with as many rows as the candles';
  if (found === undefined) throw labelError('bad-option', `${field}.of is no column of numbers`, `${field}.of`, fix);
  if (found.values.length === frame.rows) return found;
  const message = `${field}.of has ${found.values.length} rows, the candles ${frame.rows}`;
  throw labelError('bad-option', message, `${field}.of`, fix);
}
