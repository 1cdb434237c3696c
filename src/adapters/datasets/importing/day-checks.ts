// Checks of one day's columns that cost nothing while the day is in memory: tick grid, order size, trust in the sides.

import type { Instrument } from '../../../core/market/instrument.ts';
import { isOnGrid } from '../../../core/market/price-grid.ts';
import type { PartColumns } from '../row-buffer.ts';
import { isCandleKind, type PartKind } from '../schema.ts';

export interface DayChecks {
  readonly rows: number;
  /** Rows with a price that is no multiple of the tick. */
  readonly offGridRows: number;
  /** Rows whose contracts are no multiple of the instrument's order size. */
  readonly offLotRows: number;
  /** Rows whose contracts are no multiple of five: none of them in full contracts, most of them in mini ones. */
  readonly offFiveRows: number;
  /** Candles whose turnover per contract is no price between their low and high. */
  readonly offTurnoverRows: number;
}

const BID_VALID = 1;
const ASK_VALID = 2;

function offGridRows(kind: PartKind, columns: PartColumns, instrument: Instrument): number {
  const { flags, bid, ask, price, open, high, low, close } = columns;
  const rows = Object.values(columns)[0]!.length;
  let off = 0;
  for (let row = 0; row < rows; row++) {
    let onGrid: boolean;
    if (kind === 'quotes') {
      const bidOnGrid = (flags![row]! & BID_VALID) === 0 || isOnGrid(instrument, bid![row]!);
      onGrid = bidOnGrid && ((flags![row]! & ASK_VALID) === 0 || isOnGrid(instrument, ask![row]!));
    } else if (isCandleKind(kind)) {
      const bodyOnGrid = isOnGrid(instrument, open![row]!) && isOnGrid(instrument, close![row]!);
      onGrid = bodyOnGrid && isOnGrid(instrument, high![row]!) && isOnGrid(instrument, low![row]!);
    } else onGrid = isOnGrid(instrument, price![row]!);
    if (!onGrid) off++;
  }
  return off;
}

function notMultipleOf(column: Float64Array | undefined, size: number): number {
  let off = 0;
  for (const value of column ?? []) if (value % size !== 0) off++;
  return off;
}

/** Turnover = sum of price x contracts x value of a point: its mean price proves what the two columns mean. */
function offTurnoverRows({ turnover, volume, low, high }: PartColumns, instrument: Instrument): number {
  let off = 0;
  for (const [row, brl] of turnover!.entries()) {
    const mean = brl / (volume![row]! * instrument.pointValueBrl);
    if (!(mean >= low![row]! - instrument.tick && mean <= high![row]! + instrument.tick)) off++;
  }
  return off;
}

/** Counts for one part; all zero where the instrument is not known. */
export function checkDay(kind: PartKind, columns: PartColumns, instrument: Instrument | undefined): DayChecks {
  const rows = Object.values(columns)[0]!.length;
  if (instrument === undefined) return { rows, offGridRows: 0, offLotRows: 0, offFiveRows: 0, offTurnoverRows: 0 };
  const quantities = columns.quantity ?? columns.volume;
  return {
    rows,
    offGridRows: offGridRows(kind, columns, instrument),
    offLotRows: notMultipleOf(quantities, instrument.lot),
    offFiveRows: notMultipleOf(quantities, 5),
    offTurnoverRows: columns.turnover === undefined ? 0 : offTurnoverRows(columns, instrument),
  };
}

/** Rows whose time lies before that of the row above. */
export function timesBack(times: Float64Array): number {
  let back = 0;
  for (let row = 1; row < times.length; row++) if (times[row]! < times[row - 1]!) back++;
  return back;
}

/** From this many sided trades on, a day with one side only is a broker that fills the flag with a constant. */
const ONE_SIDED_TRADES = 200;

/** True when the aggressors of a day tell nothing: no trade has one, or all have the same. */
export function sidesAreUseless(aggressor: Float64Array): boolean {
  let buyers = 0;
  let sellers = 0;
  for (const side of aggressor) {
    if (side === 1) buyers++;
    else if (side === 2) sellers++;
  }
  return buyers + sellers === 0 || (buyers + sellers >= ONE_SIDED_TRADES && (buyers === 0 || sellers === 0));
}
