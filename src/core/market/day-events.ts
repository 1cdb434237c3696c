// The columns of one day's parts to the event batch that the engine processes, in the exact order of the source.

import { EventBatch } from './event-batch.ts';
import {
  CONDITION_SHIFT,
  CORRECTION_REPLACES,
  F64_RECEIVED,
  I32_KIND,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from './event-record.ts';
import type { PriceGrid } from './instrument.ts';
import { isOnGrid, tickAt } from './price-grid.ts';

/** Columns of one part by name, all of one length; docs/datasets.md lists them. */
export type DayColumns = Readonly<Record<string, Float64Array>>;

export interface TickColumns {
  readonly kind: 'trades' | 'quotes' | 'levels';
  readonly columns: DayColumns;
}

export type BarEvents =
  | { readonly kind: 'events'; readonly events: EventBatch }
  /** A price is not on the tick grid: nobody traded at it. */
  | { readonly kind: 'offGrid'; readonly price: number };

interface Cursor {
  readonly order: Float64Array;
  readonly push: (row: number) => void;
  row: number;
}

const US_PER_SECOND = 1_000_000;
const KIND_MASK = 0xff;
const KIND_BITS = 8;
/** Of the column `correction`: the trade as an edit left it. */
const EDITED = 2;

function setReceived(batch: EventBatch, index: number, received: Float64Array | undefined, row: number): void {
  if (received !== undefined) batch.f64[index * RECORD_F64 + F64_RECEIVED] = received[row]!;
}

function tradeWriter(batch: EventBatch, instrumentId: number, columns: DayColumns): (row: number) => void {
  const { time_us, price, quantity, aggressor, condition, received_us, trade_id, buy_agent, sell_agent } = columns;
  const { correction } = columns;
  return (row) => {
    const flags = aggressor![row]! | (condition![row]! << CONDITION_SHIFT);
    const id = trade_id?.[row] ?? 0;
    const buyer = buy_agent?.[row] ?? 0;
    const seller = sell_agent?.[row] ?? 0;
    const index = batch.pushTrade(
      instrumentId,
      time_us![row]!,
      price![row]!,
      quantity![row]!,
      flags,
      id,
      buyer,
      seller,
    );
    if (correction !== undefined && correction[row] !== 0) makeCorrection(batch, index, correction[row]!);
    setReceived(batch, index, received_us, row);
  };
}

/** A correction is told as the trade it removes, or as the trade it leaves: the same flags, the same payload. */
function makeCorrection({ i32 }: EventBatch, index: number, correction: number): void {
  const at = index * RECORD_I32 + I32_KIND;
  const replaces = correction === EDITED ? CORRECTION_REPLACES << KIND_BITS : 0;
  i32[at] = (i32[at]! & ~KIND_MASK) | Kind.tradeCorrection | replaces;
}

function quoteWriter(batch: EventBatch, instrumentId: number, columns: DayColumns): (row: number) => void {
  const { time_us, flags, bid, ask, bid_size, ask_size, received_us } = columns;
  return (row) => {
    const time = time_us![row]!;
    const index = batch.pushQuote(
      instrumentId,
      time,
      flags![row]!,
      bid![row]!,
      ask![row]!,
      bid_size![row]!,
      ask_size![row]!,
    );
    setReceived(batch, index, received_us, row);
  };
}

function levelWriter(batch: EventBatch, instrumentId: number, columns: DayColumns): (row: number) => void {
  const { time_us, flags, price, quantity, orders, received_us } = columns;
  return (row) => {
    const time = time_us![row]!;
    const index = batch.pushBookChange(instrumentId, time, flags![row]!, price![row]!, quantity![row]!, orders![row]!);
    setReceived(batch, index, received_us, row);
  };
}

/** What appends a row of these columns to a batch as an event. */
export function rowWriter(
  batch: EventBatch,
  instrumentId: number,
  { kind, columns }: TickColumns,
): (row: number) => void {
  const writer = kind === 'trades' ? tradeWriter : kind === 'quotes' ? quoteWriter : levelWriter;
  return writer(batch, instrumentId, columns);
}

function cursorOf(batch: EventBatch, instrumentId: number, part: TickColumns): Cursor {
  return { order: part.columns.order!, push: rowWriter(batch, instrumentId, part), row: 0 };
}

/** Trades and their corrections, quotes and book changes of one day, merged by their `order` column. */
export function tickEvents(parts: readonly TickColumns[], instrumentId: number): EventBatch {
  const rows = parts.reduce((sum, { columns }) => sum + columns.time_us!.length, 0);
  const batch = new EventBatch(rows);
  const cursors = parts.map((part) => cursorOf(batch, instrumentId, part));
  for (let written = 0; written < rows; written++) {
    let next: Cursor | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (const cursor of cursors) {
      // past the end the value is undefined, and no comparison with it holds
      const order = cursor.order[cursor.row]!;
      if (order < lowest) {
        lowest = order;
        next = cursor;
      }
    }
    next!.push(next!.row++);
  }
  return batch;
}

/** Candles of one day as closed bars with prices in whole ticks, each after its flow where all five columns of it are there. */
export function barEvents(columns: DayColumns, instrument: PriceGrid, instrumentId: number): BarEvents {
  const { open_time_us, close_time_us, open, high, low, close, volume, trades } = columns;
  const prices = [open!, high!, low!, close!];
  const batch = new EventBatch(2 * volume!.length);
  const pushFlow = flowWriter(batch, instrumentId, columns);
  for (let row = 0; row < volume!.length; row++) {
    const offGrid = prices.find((column) => !isOnGrid(instrument, column[row]!));
    if (offGrid !== undefined) return { kind: 'offGrid', price: offGrid[row]! };
    const closeTimeUs = close_time_us![row]!;
    pushFlow?.(row, closeTimeUs);
    batch.pushBar(
      instrumentId,
      closeTimeUs,
      0,
      tickAt(instrument, open![row]!),
      tickAt(instrument, high![row]!),
      tickAt(instrument, low![row]!),
      tickAt(instrument, close![row]!),
      volume![row]!,
      trades![row]!,
      (closeTimeUs - open_time_us![row]!) / US_PER_SECOND,
    );
  }
  return { kind: 'events', events: batch };
}

/** Undefined where the part does not tell the whole flow: a part of it would have to be filled with zeros. */
function flowWriter(
  batch: EventBatch,
  instrumentId: number,
  columns: DayColumns,
): ((row: number, closeTimeUs: number) => void) | undefined {
  const { buy_volume: buys, sell_volume: sells, buy_trades, sell_trades, rlp_volume: rlp } = columns;
  if (!buys || !sells || !buy_trades || !sell_trades || !rlp) return undefined;
  return (row, timeUs) => {
    const [bought, sold] = [buy_trades[row]!, sell_trades[row]!];
    batch.pushBarFlow(instrumentId, timeUs, 0, buys[row]!, sells[row]!, bought, sold, rlp[row]!);
  };
}
