// Events of one instrument and kind go in; they stand in small columns that are filled again and again, and go to the rules in blocks.

import { barTimeUs } from '../market/bar-time.ts';
import type { EventBatch } from '../market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_G,
  I32_H,
  RECORD_F64,
  RECORD_I32,
} from '../market/event-record.ts';
import { priceAt } from '../market/price-grid.ts';
import { type Inspection, RowChecks } from './row-checks.ts';
import type { PartContext, RowKind } from './row-rule.ts';

const BLOCK_EVENTS = 1024;

/** Columns that events of a kind fill, in the order in which `add` writes them. */
const COLUMNS: Partial<Record<RowKind, readonly string[]>> = {
  trades: [
    'time_us',
    'received_us',
    'price',
    'quantity',
    'aggressor',
    'condition',
    'trade_id',
    'buy_agent',
    'sell_agent',
  ],
  quotes: ['time_us', 'received_us', 'flags', 'bid', 'ask', 'bid_size', 'ask_size'],
  levels: ['time_us', 'received_us', 'flags', 'price', 'quantity', 'orders'],
  candles: ['open_time_us', 'close_time_us', 'open', 'high', 'low', 'close', 'volume', 'trades'],
};

/** Rows of one part as they come. */
export class FeedBlock {
  readonly context: PartContext;
  private readonly checks: RowChecks;
  private readonly columns: Readonly<Record<string, Float64Array>>;
  private readonly byPlace: readonly Float64Array[];
  private rows = 0;

  constructor(context: PartContext) {
    const names = COLUMNS[context.kind === 'daily' ? 'candles' : context.kind] ?? [];
    this.context = context;
    this.checks = new RowChecks(context);
    this.columns = Object.fromEntries(names.map((name) => [name, new Float64Array(BLOCK_EVENTS)]));
    this.byPlace = names.map((name) => this.columns[name]!);
  }

  addTrade(batch: EventBatch, index: number): void {
    const [f, i, row] = [index * RECORD_F64, index * RECORD_I32, this.next()];
    const [time, received, price, quantity, aggressor, condition, tradeId, buyAgent, sellAgent] = this.byPlace;
    const flags = batch.flagsAt(index);
    time![row] = batch.exchangeTimeUsAt(index);
    received![row] = batch.receivedTimeUsAt(index);
    price![row] = batch.f64[f + F64_A]!;
    quantity![row] = batch.f64[f + F64_B]!;
    aggressor![row] = flags & AGGRESSOR_MASK;
    condition![row] = (flags >> CONDITION_SHIFT) & CONDITION_MASK;
    tradeId![row] = batch.f64[f + F64_C]!;
    buyAgent![row] = batch.i32[i + I32_G]!;
    sellAgent![row] = batch.i32[i + I32_H]!;
  }

  /** Quotes and level changes have the same form: times, flags and up to four numbers. */
  addBook(batch: EventBatch, index: number): void {
    const [f, row] = [index * RECORD_F64, this.next()];
    const [time, received, flags, first, second, third, fourth] = this.byPlace;
    time![row] = batch.exchangeTimeUsAt(index);
    received![row] = batch.receivedTimeUsAt(index);
    flags![row] = batch.flagsAt(index);
    first![row] = batch.f64[f + F64_A]!;
    second![row] = batch.f64[f + F64_B]!;
    third![row] = batch.f64[f + F64_C]!;
    if (fourth !== undefined) fourth[row] = batch.f64[f + F64_D]!;
  }

  addBar(batch: EventBatch, index: number): void {
    const [i, row] = [index * RECORD_I32, this.next()];
    const { terms } = this.context;
    const [openTime, closeTime, open, high, low, close, volume, trades] = this.byPlace;
    const closeTimeUs = batch.exchangeTimeUsAt(index);
    openTime![row] = closeTimeUs - barTimeUs(batch.i32, index);
    closeTime![row] = closeTimeUs;
    open![row] = priceAt(terms, batch.i32[i + I32_A]!);
    high![row] = priceAt(terms, batch.i32[i + I32_B]!);
    low![row] = priceAt(terms, batch.i32[i + I32_C]!);
    close![row] = priceAt(terms, batch.i32[i + I32_D]!);
    volume![row] = batch.f64[index * RECORD_F64 + F64_C]!;
    trades![row] = batch.i32[i + I32_G]!;
  }

  inspection(ended: boolean): Inspection {
    this.flush();
    return this.checks.inspection(ended);
  }

  private next(): number {
    if (this.rows === BLOCK_EVENTS) this.flush();
    return this.rows++;
  }

  private flush(): void {
    this.checks.rows(this.columns, 0, this.rows);
    this.rows = 0;
  }
}
