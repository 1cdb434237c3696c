// Whole messages in, the same messages in order out; bounded, with a quarter kept for orders, accounts and states.

import assert from 'node:assert/strict';
import {
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_KIND,
  HEAD_PARTS,
  HEAD_TIME_NS,
  OVERFLOW,
  SHORT_DATA,
} from '../feed-record.ts';

export interface RingCounters {
  readonly records: number;
  readonly overflowed: number;
  readonly reservedOverflowed: number;
  readonly highWater: number;
  readonly used: number;
  readonly capacity: number;
}

export class RecordRing {
  readonly #bytes: Buffer;
  readonly #capacity: number;
  readonly #marketLimit: number;
  #head = 0;
  #tail = 0;
  #records = 0;
  #overflowed = 0;
  #reservedOverflowed = 0;
  #highWater = 0;
  #pendingLost = 0n;
  #firstLostNs = 0n;
  #lastLostNs = 0n;

  /** @param capacity records it holds */
  constructor(capacity: number) {
    assert(capacity >= 4 && Number.isSafeInteger(capacity));
    this.#bytes = Buffer.alloc(capacity * FEED_RECORD_BYTES);
    this.#capacity = capacity;
    this.#marketLimit = Math.floor((capacity * 3) / 4);
  }

  get used(): number {
    return this.#head - this.#tail;
  }

  /** Takes all of `messages` or nothing: what finds no room is counted, and told before the next market message that does. */
  push(messages: Uint8Array, isMarket: boolean, timeNs: bigint): boolean {
    const parts = messages.byteLength / FEED_RECORD_BYTES;
    const limit = isMarket ? this.#marketLimit : this.#capacity;
    const toTell = this.#pendingLost > 0n ? 1 : 0;
    if (this.used + parts + toTell <= limit) {
      this.#tellLost(timeNs);
    } else if (isMarket || this.used + parts > limit) {
      this.#lose(isMarket, timeNs);
      return false;
    }
    this.#append(messages);
    return true;
  }

  /** Copies whole messages; gives the number of records. */
  read(target: Uint8Array): number {
    // what was lost since the last message would stay untold while the market is quiet
    if (this.#pendingLost > 0n && this.used < this.#marketLimit) this.#tellLost(this.#lastLostNs);
    const room = Math.floor(target.byteLength / FEED_RECORD_BYTES);
    let read = 0;
    while (this.#tail < this.#head) {
      const parts = this.#bytes.readUInt16LE(this.#offset(this.#tail) + HEAD_PARTS);
      if (read + parts > room) break;
      for (let part = 0; part < parts; part += 1) {
        const start = this.#offset(this.#tail);
        target.set(this.#bytes.subarray(start, start + FEED_RECORD_BYTES), read * FEED_RECORD_BYTES);
        this.#tail += 1;
        read += 1;
      }
    }
    assert(read > 0 || this.used === 0, 'the buffer of the reader holds not even one message');
    return read;
  }

  counters(): RingCounters {
    return {
      records: this.#records,
      overflowed: this.#overflowed,
      reservedOverflowed: this.#reservedOverflowed,
      highWater: this.#highWater,
      used: this.used,
      capacity: this.#capacity,
    };
  }

  #offset(record: number): number {
    return (record % this.#capacity) * FEED_RECORD_BYTES;
  }

  #append(messages: Uint8Array): void {
    for (let start = 0; start < messages.byteLength; start += FEED_RECORD_BYTES) {
      this.#bytes.set(messages.subarray(start, start + FEED_RECORD_BYTES), this.#offset(this.#head));
      this.#head += 1;
    }
    this.#records += messages.byteLength / FEED_RECORD_BYTES;
    this.#highWater = Math.max(this.#highWater, this.used);
  }

  #lose(isMarket: boolean, timeNs: bigint): void {
    if (!isMarket) {
      this.#reservedOverflowed += 1;
      return;
    }
    this.#overflowed += 1;
    if (this.#pendingLost === 0n) this.#firstLostNs = timeNs;
    this.#lastLostNs = timeNs;
    this.#pendingLost += 1n;
  }

  #tellLost(timeNs: bigint): void {
    if (this.#pendingLost === 0n) return;
    const record = Buffer.alloc(FEED_RECORD_BYTES);
    record.writeUInt8(FeedKind.overflow, HEAD_KIND);
    record.writeUInt16LE(1, HEAD_PARTS);
    record.writeBigInt64LE(timeNs, HEAD_TIME_NS);
    record.writeBigUInt64LE(this.#pendingLost, SHORT_DATA + OVERFLOW.lost);
    record.writeBigInt64LE(this.#firstLostNs, SHORT_DATA + OVERFLOW.firstNs);
    record.writeBigInt64LE(this.#lastLostNs, SHORT_DATA + OVERFLOW.lastNs);
    this.#pendingLost = 0n;
    this.#append(record);
  }
}
