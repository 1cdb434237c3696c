// Writes the file that the simulated ProfitDLL plays: assets, then market records in the order of their time.
import { closeSync, openSync, writeSync } from 'node:fs';

const recordBytes = 64;
const assetBytes = 128;
const firstBytes = 44;
const moreBytes = 56;
const chunkRecords = 16_384;
const kinds = { trade: 2, tinyBook: 5, daily: 6, theoretical: 7, tickerState: 8, depth: 9, offer: 10, offerPage: 11 };
const continuation = 255;

export interface TapeAsset {
  readonly ticker: string;
  /** One letter: F futures, B equities. */
  readonly exchange: string;
  /** The contract that a continuous name follows. */
  readonly dated?: string;
  readonly tick?: number;
  readonly lot?: number;
  /** BRL of one point of one contract. */
  readonly pointValue?: number;
}

/** Times are the exchange's local wall clock in ms since 1970-01-01 00:00. */
export interface TapeTrade {
  readonly localMs: number;
  readonly number: number;
  readonly price: number;
  readonly quantity: number;
  readonly volume?: number;
  readonly buyAgent?: number;
  readonly sellAgent?: number;
  /** Vendor's trade type: 2 buy, 3 sell aggression, 4 auction, 13 RLP ... */
  readonly tradeType: number;
  readonly edit?: boolean;
}

export interface TapeLevel {
  readonly price: number;
  readonly quantity: number;
  readonly orders: number;
}

/** As the vendor tells it: position from the end, quantity a delta in an edit. */
export interface TapeOffer {
  readonly localMs: number;
  /** 0 add, 1 edit, 2 delete, 3 delete from. */
  readonly action: number;
  /** 0 buy, 1 sell. */
  readonly side: number;
  readonly position: number;
  readonly price?: number;
  readonly quantity?: number;
  readonly offerId?: bigint;
  readonly agent?: number;
  readonly withDate?: boolean;
}

export interface TapeOfferEntry {
  readonly localMs: number;
  readonly price: number;
  readonly quantity: number;
  readonly offerId: bigint;
  readonly agent: number;
}

/** Collects records; `write` puts the file down. Assets are named by their row in the table given at the beginning, from 1. */
export class SimulatedTape {
  readonly #assets: readonly TapeAsset[];
  readonly #chunks: Buffer[] = [];
  #used = chunkRecords;

  constructor(assets: readonly TapeAsset[]) {
    this.#assets = assets;
  }

  get records(): number {
    return this.#chunks.length === 0 ? 0 : (this.#chunks.length - 1) * chunkRecords + this.#used;
  }

  #next(): Buffer {
    if (this.#used === chunkRecords) {
      this.#chunks.push(Buffer.alloc(chunkRecords * recordBytes));
      this.#used = 0;
    }
    const start = this.#used * recordBytes;
    this.#used++;
    return (this.#chunks.at(-1) as Buffer).subarray(start, start + recordBytes);
  }

  #head(kind: number, flags: number, asset: number, localMs: number, parts: number): Buffer {
    const record = this.#next();
    record.writeUInt8(kind, 0);
    record.writeUInt8(flags, 1);
    record.writeUInt16LE(parts, 2);
    record.writeUInt32LE(asset, 4);
    record.writeBigInt64LE(BigInt(Math.round(localMs)) * 1_000_000n, 8);
    return record;
  }

  #long(kind: number, asset: number, localMs: number, data: Buffer): void {
    const parts = 1 + Math.max(0, Math.ceil((data.length - firstBytes) / moreBytes));
    const first = this.#head(kind, 0, asset, localMs, parts);
    first.writeUInt32LE(data.length, 16);
    data.copy(first, 20, 0, firstBytes);
    for (let at = firstBytes; at < data.length; at += moreBytes) {
      const more = this.#next();
      more.writeUInt8(continuation, 0);
      data.copy(more, 8, at, at + moreBytes);
    }
  }

  trade(asset: number, trade: TapeTrade): void {
    const record = this.#head(kinds.trade, trade.edit === true ? 1 : 0, asset, trade.localMs, 1);
    record.writeBigInt64LE(BigInt(trade.localMs), 16);
    record.writeDoubleLE(trade.price, 24);
    record.writeBigInt64LE(BigInt(trade.quantity), 32);
    record.writeDoubleLE(trade.volume ?? trade.price * trade.quantity, 40);
    record.writeUInt32LE(trade.number, 48);
    record.writeInt32LE(trade.buyAgent ?? 0, 52);
    record.writeInt32LE(trade.sellAgent ?? 0, 56);
    record.writeUInt8(trade.tradeType, 60);
  }

  /** Best price and quantity of one side, 0 buy or 1 sell. */
  tinyBook(asset: number, localMs: number, side: number, price: number, quantity: number): void {
    const record = this.#head(kinds.tinyBook, 0, asset, localMs, 1);
    record.writeDoubleLE(price, 16);
    record.writeInt32LE(quantity, 24);
    record.writeInt32LE(side, 28);
  }

  theoretical(asset: number, localMs: number, price: number, quantity: number): void {
    const record = this.#head(kinds.theoretical, 0, asset, localMs, 1);
    record.writeDoubleLE(price, 16);
    record.writeBigInt64LE(BigInt(quantity), 24);
  }

  /** 0 open, 4 auction, 6 closed, 10 pre-closing, 13 pre-opening. */
  tickerState(asset: number, localMs: number, state: number): void {
    const record = this.#head(kinds.tickerState, 0, asset, localMs, 1);
    record.writeBigInt64LE(BigInt(localMs), 16);
    record.writeInt32LE(state, 24);
  }

  /** The whole depth after one batch, best first; the library tells it as changes between prepare and flush. */
  depth(asset: number, localMs: number, buy: readonly TapeLevel[], sell: readonly TapeLevel[]): void {
    const data = Buffer.alloc(30 + 24 * (buy.length + sell.length));
    data.writeUInt8(6, 0);
    data.writeUInt16LE(buy.length, 2);
    data.writeUInt16LE(sell.length, 4);
    data.writeInt32LE(buy.length, 6);
    data.writeInt32LE(sell.length, 10);
    [...buy, ...sell].forEach((level, index) => {
      const at = 30 + index * 24;
      data.writeDoubleLE(level.price, at);
      data.writeBigInt64LE(BigInt(level.quantity), at + 8);
      data.writeUInt32LE(level.orders, at + 16);
    });
    this.#long(kinds.depth, asset, localMs, data);
  }

  offer(asset: number, offer: TapeOffer): void {
    const record = this.#head(kinds.offer, 0, asset, offer.localMs, 1);
    const has = [offer.price, offer.quantity, offer.withDate === true || undefined, offer.offerId, offer.agent];
    record.writeUInt8(offer.action, 16);
    record.writeUInt8(offer.side, 17);
    record.writeUInt8(
      has.reduce<number>((bits, value, index) => bits | (value === undefined ? 0 : 1 << index), 0),
      18,
    );
    record.writeInt32LE(offer.position, 20);
    record.writeBigInt64LE(BigInt(offer.quantity ?? 0), 24);
    record.writeBigInt64LE(offer.offerId ?? 0n, 32);
    record.writeDoubleLE(offer.price ?? 0, 40);
    record.writeBigInt64LE(BigInt(offer.localMs), 48);
    record.writeInt32LE(offer.agent ?? 0, 56);
  }

  /** One side of a full book, worst first. `flags`: 1 last page (the book is told), 2 first page (the side is cleared). */
  offerPage(asset: number, localMs: number, side: number, flags: number, offers: readonly TapeOfferEntry[]): void {
    const data = Buffer.alloc(12 + 36 * offers.length);
    data.writeUInt8(side, 0);
    data.writeUInt32LE(flags, 4);
    data.writeUInt32LE(offers.length, 8);
    offers.forEach((offer, index) => {
      const at = 12 + index * 36;
      data.writeDoubleLE(offer.price, at);
      data.writeBigInt64LE(BigInt(offer.quantity), at + 8);
      data.writeBigInt64LE(offer.offerId, at + 16);
      data.writeBigInt64LE(BigInt(offer.localMs), at + 24);
      data.writeInt32LE(offer.agent, at + 32);
    });
    this.#long(kinds.offerPage, asset, localMs, data);
  }

  #table(): Buffer {
    const table = Buffer.alloc(recordBytes + assetBytes * this.#assets.length);
    table.write('QTSIMTAP', 0, 'latin1');
    table.writeUInt32LE(1, 8);
    table.writeUInt32LE(this.#assets.length, 12);
    table.writeBigUInt64LE(BigInt(this.records), 16);
    this.#assets.forEach((asset, index) => {
      const at = recordBytes + index * assetBytes;
      const future = asset.exchange === 'F';
      table.write(asset.ticker, at, 23, 'latin1');
      table.write(asset.exchange, at + 24, 1, 'latin1');
      table.write(asset.dated ?? '', at + 32, 23, 'latin1');
      table.writeDoubleLE(asset.tick ?? (future ? 0.5 : 0.01), at + 56);
      table.writeBigInt64LE(BigInt(asset.lot ?? (future ? 1 : 100)), at + 64);
      table.writeDoubleLE(asset.pointValue ?? (future ? 10 : 1), at + 72);
    });
    return table;
  }

  write(path: string): void {
    const file = openSync(path, 'w');
    try {
      writeSync(file, this.#table());
      this.#chunks.forEach((chunk, index) => {
        writeSync(file, index === this.#chunks.length - 1 ? chunk.subarray(0, this.#used * recordBytes) : chunk);
      });
    } finally {
      closeSync(file);
    }
  }
}
