// Messages of the feed as plain values in; the 64-byte records that tell them out, written by the layout of feed-record.h.
import { FEED_NO_TIME, FeedKind, partsOfLength } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';

export interface RawTrade {
  readonly localMs: number | bigint;
  readonly price: number;
  readonly quantity: number | bigint;
  readonly number: number;
  readonly type?: number;
  readonly buyAgent?: number;
  readonly sellAgent?: number;
  readonly flags?: number;
  readonly isHistory?: boolean;
}

export interface RawLevel {
  readonly price: number;
  readonly quantity: number;
  readonly orders?: number;
  readonly flags?: number;
}

export interface RawOffer {
  readonly action: number;
  readonly side: number;
  readonly position: number;
  readonly quantity?: number;
  readonly price?: number;
  readonly id?: number;
  readonly agent?: number;
  readonly localMs?: number;
}

export interface RawEntry {
  readonly price: number;
  readonly quantity: number;
  readonly id: number;
  readonly agent?: number;
  readonly localMs?: number;
}

/** Bytes of a payload, field by field, without alignment. */
export class Payload {
  private readonly parts: Buffer[] = [];

  u8(...values: readonly number[]): this {
    return this.add(Buffer.from(values));
  }

  u16(value: number): this {
    return this.put(2, (buffer) => buffer.writeUInt16LE(value));
  }

  i32(...values: readonly number[]): this {
    for (const value of values) this.put(4, (buffer) => buffer.writeInt32LE(value | 0));
    return this;
  }

  i64(...values: readonly (number | bigint)[]): this {
    for (const value of values) this.put(8, (buffer) => buffer.writeBigInt64LE(BigInt(value)));
    return this;
  }

  f64(...values: readonly number[]): this {
    for (const value of values) this.put(8, (buffer) => buffer.writeDoubleLE(value));
    return this;
  }

  text(...values: readonly string[]): this {
    for (const value of values) this.u16(value.length).add(Buffer.from(value, 'utf16le'));
    return this;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }

  private put(size: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return this.add(buffer);
  }

  private add(buffer: Buffer): this {
    this.parts.push(buffer);
    return this;
  }
}

/** Records one after another; `timeNs` of the next one is what `at` was told last. */
export class RawRecords {
  private readonly chunks: Buffer[] = [];
  private timeNs = 0n;

  at(timeUs: number): this {
    this.timeNs = BigInt(timeUs) * 1000n;
    return this;
  }

  short(kind: number, asset: number, payload: Payload, flags = 0): this {
    const record = Buffer.alloc(64);
    this.head(record, kind, asset, flags, 1);
    payload.bytes.copy(record, 16);
    this.chunks.push(record);
    return this;
  }

  long(kind: number, asset: number, payload: Payload, flags = 0): this {
    const { bytes } = payload;
    const parts = partsOfLength(bytes.length);
    const records = Buffer.alloc(64 * parts);
    this.head(records, kind, asset, flags, parts);
    records.writeUInt32LE(bytes.length, 16);
    bytes.copy(records, 20, 0, 44);
    for (let part = 1; part < parts; part++) {
      records[64 * part] = FeedKind.continuation;
      bytes.copy(records, 64 * part + 8, 44 + 56 * (part - 1), 44 + 56 * part);
    }
    this.chunks.push(records);
    return this;
  }

  asset(number: number, ticker: string, exchange = 'F'): this {
    return this.long(FeedKind.asset, number, new Payload().i32(0).text(ticker, exchange));
  }

  trade(asset: number, trade: RawTrade): this {
    const { localMs, price, quantity, number, type = 2, buyAgent = 3, sellAgent = 8 } = trade;
    const payload = new Payload()
      .i64(localMs)
      .f64(price)
      .i64(quantity)
      .f64(price * Number(quantity) * 10);
    payload.i32(number, buyAgent, sellAgent).u8(type);
    return this.short(trade.isHistory ? FeedKind.historyTrade : FeedKind.trade, asset, payload, trade.flags);
  }

  tinyBook(asset: number, side: number, price: number, quantity: number): this {
    return this.short(FeedKind.tinyBook, asset, new Payload().f64(price).i32(quantity, side));
  }

  depth(asset: number, buy: readonly RawLevel[], sell: readonly RawLevel[], updateType = 6, flags = 0): this {
    const payload = new Payload().u8(updateType, 0).u16(buy.length).u16(sell.length).i32(buy.length, sell.length);
    payload.f64(5100.5).i64(25);
    for (const { price, quantity, orders = 1, flags: group = 0 } of [...buy, ...sell]) {
      payload.f64(price).i64(quantity).i32(orders, group);
    }
    return this.long(FeedKind.depth, asset, payload, flags);
  }

  offer(asset: number, offer: RawOffer): this {
    const { action, side, position, quantity, price, id, agent, localMs } = offer;
    const has = [price, quantity, localMs, id, agent].reduce<number>(
      (bits, value, bit) => (value === undefined ? bits : bits | (1 << bit)),
      0,
    );
    const payload = new Payload()
      .u8(action, side, has, 0)
      .i32(position)
      .i64(quantity ?? 0, id ?? 0);
    payload
      .f64(price ?? 0)
      .i64(localMs ?? FEED_NO_TIME)
      .i32(agent ?? 0);
    return this.short(FeedKind.offer, asset, payload);
  }

  page(asset: number, side: number, pageFlags: number, entries: readonly RawEntry[], flags = 0): this {
    const payload = new Payload().u8(side, 0, 0, 0).i32(pageFlags, entries.length);
    for (const { price, quantity, id, localMs, agent = 0 } of entries) {
      payload
        .f64(price)
        .i64(quantity, id, localMs ?? FEED_NO_TIME)
        .i32(agent);
    }
    return this.long(FeedKind.offerPage, asset, payload, flags);
  }

  take(): Uint8Array {
    const bytes = new Uint8Array(Buffer.concat(this.chunks));
    this.chunks.length = 0;
    return bytes;
  }

  private head(record: Buffer, kind: number, asset: number, flags: number, parts: number): void {
    record[0] = kind;
    record[1] = flags;
    record.writeUInt16LE(parts, 2);
    record.writeUInt32LE(asset, 4);
    record.writeBigInt64LE(this.timeNs, 8);
  }
}
