// The recorded events of one stream in; rows of the part that they become out, each with its number among all events of the day.

import { RowBuffer } from '../../adapters/datasets/row-buffer.ts';
import type { ColumnSpec, PartKind } from '../../adapters/datasets/schema.ts';
import { columnsOf } from '../../adapters/datasets/schema.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  CONDITION_MASK,
  CONDITION_SHIFT,
  CORRECTION_REPLACES,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  F64_RECEIVED,
  F64_SEQ,
  FIRST_PAYLOAD_KIND,
  I32_G,
  I32_H,
  Kind,
  RECORD_I32,
} from '../../core/market/event-record.ts';
import { EDIT_ROW, type NumberedRows, REMOVAL_ROW, TRADE_ROW } from './numbered-rows.ts';

/** Kinds of parts that a recording becomes. */
export type RecordedKind = 'trades' | 'quotes' | 'levels' | 'orders';

const FILLED: Readonly<Record<RecordedKind, readonly string[]>> = {
  trades: ['received_us', 'trade_id', 'buy_agent', 'sell_agent', 'correction'],
  quotes: ['received_us'],
  levels: ['received_us'],
  orders: ['received_us', 'agent'],
};

/** Column by column, in the order of `values` below. */
const WRITTEN: Readonly<Record<RecordedKind, readonly string[]>> = {
  trades: ['price', 'quantity', 'trade_id', 'aggressor', 'condition', 'buy_agent', 'sell_agent', 'correction'],
  quotes: ['bid', 'ask', 'bid_size', 'ask_size', 'flags'],
  levels: ['price', 'quantity', 'orders', 'flags'],
  orders: ['order_id', 'price', 'quantity', 'flags', 'action', 'agent'],
};

export class StreamRows {
  readonly kind: RecordedKind;
  /** Numbers of the recording, ascending: what the order among the kinds is made of. */
  readonly seqs: number[] = [];
  /** Rows of another day than this one: they are no part of it. */
  otherDayRows = 0;
  private readonly rows: RowBuffer;
  private readonly at: Readonly<Record<string, number>>;
  private readonly written: readonly number[];
  private readonly startUs: number;
  private readonly endUs: number;

  /** `startUs` and `endUs`: the day, microseconds UTC, the second excluded. */
  constructor(kind: RecordedKind, startUs: number, endUs: number) {
    const specs: readonly ColumnSpec[] = columnsOf(kind satisfies PartKind);
    this.kind = kind;
    this.startUs = startUs;
    this.endUs = endUs;
    this.rows = new RowBuffer(specs, new Set(FILLED[kind]));
    this.at = Object.fromEntries(specs.map(({ name }, index) => [name, index]));
    this.written = WRITTEN[kind].map((name) => this.at[name]!);
  }

  get length(): number {
    return this.rows.length;
  }

  take(batch: EventBatch): void {
    for (let index = 0; index < batch.length; index++) {
      // what a stream says of itself, such as where it had stopped
      if (batch.kindAt(index) >= FIRST_PAYLOAD_KIND) continue;
      const f = batch.f64At(index);
      const timeUs = batch.f64[f + F64_EXCHANGE]!;
      if (timeUs < this.startUs || timeUs >= this.endUs) {
        this.otherDayRows += 1;
        continue;
      }
      const row = this.rows.add();
      const { columns } = this.rows;
      columns[this.at.time_us!]![row] = timeUs;
      columns[this.at.received_us!]![row] = batch.f64[f + F64_RECEIVED]!;
      this.write(batch, index, row);
      this.seqs.push(batch.f64[f + F64_SEQ]!);
    }
  }

  /** The columns, without their places among all kinds. */
  numbered(): NumberedRows {
    return { columns: this.rows.take(), seqs: this.seqs };
  }

  private write(batch: EventBatch, index: number, row: number): void {
    const { f64 } = batch;
    const f = batch.f64At(index);
    const i = index * RECORD_I32;
    const flags = batch.flagsAt(index);
    const [a, b, c] = [f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!];
    const [g, h] = [batch.i32[i + I32_G]!, batch.i32[i + I32_H]!];
    switch (this.kind) {
      case 'trades': {
        const condition = (flags >> CONDITION_SHIFT) & CONDITION_MASK;
        const correction = correctionOf(batch.kindAt(index), flags);
        this.set(row, a, b, c, flags & AGGRESSOR_MASK, condition, g, h, correction);
        return;
      }
      case 'quotes':
        this.set(row, a, b, c, f64[f + F64_D]!, flags);
        return;
      case 'levels':
        this.set(row, a, b, c, flags);
        return;
      case 'orders':
        this.set(row, a, b, c, flags, g, h);
        return;
    }
  }

  private set(row: number, ...values: readonly number[]): void {
    for (let k = 0; k < values.length; k++) this.rows.columns[this.written[k]!]![row] = values[k]!;
  }
}

function correctionOf(kind: number, flags: number): number {
  if (kind !== Kind.tradeCorrection) return TRADE_ROW;
  return (flags & CORRECTION_REPLACES) !== 0 ? EDIT_ROW : REMOVAL_ROW;
}
