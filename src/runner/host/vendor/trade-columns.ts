// Raw trades of one asset as growing typed columns, ascending by trade number; in go the vendor's records, out come they again.

import {
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  SHORT_DATA,
  TRADE,
} from '../../../adapters/profit-dll/feed/feed-record.ts';
import { assert } from '../../../core/assert.ts';

/** The most trades of one asset and day; a busy day of WIN has 6 million. At 38 bytes each this is 610 MB. */
export const MAX_DAY_TRADES = 1 << 24;
const FIRST_CAPACITY = 1024;

/** Times are milliseconds since 1970-01-01 00:00 on the wall clock of the exchange, prices points, quantities contracts. */
export class TradeColumns {
  length = 0;
  number = new Uint32Array(FIRST_CAPACITY);
  localMs = new Float64Array(FIRST_CAPACITY);
  price = new Float64Array(FIRST_CAPACITY);
  quantity = new Float64Array(FIRST_CAPACITY);
  buyAgent = new Int32Array(FIRST_CAPACITY);
  sellAgent = new Int32Array(FIRST_CAPACITY);
  tradeType = new Uint8Array(FIRST_CAPACITY);

  /** Index of a trade number, or -1 - (where it would stand). */
  find(number: number): number {
    const length = this.length;
    if (length === 0 || number > this.number[length - 1]!) return -1 - length;
    let low = 0;
    let high = length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const value = this.number[middle]!;
      if (value === number) return middle;
      if (value < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1 - low;
  }

  has(number: number): boolean {
    return this.find(number) >= 0;
  }

  lastNumber(): number {
    return this.length === 0 ? 0 : this.number[this.length - 1]!;
  }

  /** Makes room at an index for a trade that the caller then writes; false when the limit is reached. */
  insertAt(index: number): boolean {
    if (this.length >= MAX_DAY_TRADES) return false;
    if (this.length === this.number.length) this.grow(this.length + 1);
    if (index < this.length) {
      for (const column of this.columns()) column.copyWithin(index + 1, index, this.length);
    }
    this.length++;
    return true;
  }

  /** Writes the trade whose payload begins at `at` into row `index`, its number included. */
  writeFrom(view: DataView, at: number, index: number): void {
    this.number[index] = view.getUint32(at + TRADE.number, true);
    this.localMs[index] = localMsAt(view, at);
    this.price[index] = view.getFloat64(at + TRADE.price, true);
    this.quantity[index] = quantityAt(view, at);
    this.buyAgent[index] = view.getInt32(at + TRADE.buyAgent, true);
    this.sellAgent[index] = view.getInt32(at + TRADE.sellAgent, true);
    this.tradeType[index] = view.getUint8(at + TRADE.tradeType);
  }

  /** Appends row `index` of other columns; the number must be above the last one. */
  append(from: TradeColumns, index: number): void {
    const number = from.number[index]!;
    // the message is made only where it is needed: this runs for each trade of a day
    if (number <= this.lastNumber()) assert(false, `trade ${number} does not follow ${this.lastNumber()}`);
    const to = this.length;
    if (!this.insertAt(to)) assert(false, `a day holds at most ${MAX_DAY_TRADES} trades of an asset`);
    this.number[to] = number;
    this.localMs[to] = from.localMs[index]!;
    this.price[to] = from.price[index]!;
    this.quantity[to] = from.quantity[index]!;
    this.buyAgent[to] = from.buyAgent[index]!;
    this.sellAgent[to] = from.sellAgent[index]!;
    this.tradeType[to] = from.tradeType[index]!;
  }

  /**
   * Writes trades from row `from` on as raw records of an asset into `target`, as many as fit; gives how many. The volume, which is
   * price times quantity times the contract's multiplier, is not kept: it reads 0.
   */
  copyRecords(target: Uint8Array, from: number, asset: number): number {
    const count = Math.max(0, Math.min(this.length - from, Math.floor(target.length / FEED_RECORD_BYTES)));
    target.fill(0, 0, count * FEED_RECORD_BYTES);
    const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
    for (let i = 0; i < count; i++) {
      const row = from + i;
      const head = i * FEED_RECORD_BYTES;
      view.setUint8(head + HEAD_KIND, FeedKind.trade);
      view.setUint8(head + HEAD_FLAGS, 0);
      view.setUint16(head + HEAD_PARTS, 1, true);
      view.setUint32(head + HEAD_ASSET, asset, true);
      const at = head + SHORT_DATA;
      view.setBigInt64(at + TRADE.localMs, BigInt(this.localMs[row]!), true);
      view.setFloat64(at + TRADE.price, this.price[row]!, true);
      view.setBigInt64(at + TRADE.quantity, BigInt(this.quantity[row]!), true);
      view.setUint32(at + TRADE.number, this.number[row]!, true);
      view.setInt32(at + TRADE.buyAgent, this.buyAgent[row]!, true);
      view.setInt32(at + TRADE.sellAgent, this.sellAgent[row]!, true);
      view.setUint8(at + TRADE.tradeType, this.tradeType[row]!);
    }
    return count;
  }

  private columns(): readonly (Uint32Array | Float64Array | Int32Array | Uint8Array)[] {
    return [this.number, this.localMs, this.price, this.quantity, this.buyAgent, this.sellAgent, this.tradeType];
  }

  private grow(rows: number): void {
    const capacity = Math.min(MAX_DAY_TRADES, Math.max(rows, this.number.length * 2));
    this.number = copied(this.number, new Uint32Array(capacity));
    this.localMs = copied(this.localMs, new Float64Array(capacity));
    this.price = copied(this.price, new Float64Array(capacity));
    this.quantity = copied(this.quantity, new Float64Array(capacity));
    this.buyAgent = copied(this.buyAgent, new Int32Array(capacity));
    this.sellAgent = copied(this.sellAgent, new Int32Array(capacity));
    this.tradeType = copied(this.tradeType, new Uint8Array(capacity));
  }
}

function copied<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

const MS_HIGH = 4_294_967_296;

// 64-bit integers by halves: a BigInt would be an allocation per trade
function int64At(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * MS_HIGH + view.getUint32(at, true);
}

/** Local time of the trade whose payload begins at `at`; far below zero where the vendor gave none. */
export function localMsAt(view: DataView, at: number): number {
  return int64At(view, at + TRADE.localMs);
}

export function quantityAt(view: DataView, at: number): number {
  return int64At(view, at + TRADE.quantity);
}
