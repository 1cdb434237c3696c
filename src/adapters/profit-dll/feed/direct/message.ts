// Kind, asset, time and fields in, one message in the records of the feed out.

import assert from 'node:assert/strict';
import {
  FEED_FIRST_BYTES,
  FEED_MORE_BYTES,
  FEED_RECORD_BYTES,
  FeedKind,
  type FeedKindNumber,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  HEAD_TIME_NS,
  LONG_DATA,
  LONG_LENGTH,
  MORE_DATA,
  partsOfLength,
  SHORT_DATA,
} from '../feed-record.ts';

/** The longest message; larger things are told in several. */
export const MESSAGE_BYTES_MAX = FEED_FIRST_BYTES + 1023 * FEED_MORE_BYTES;
/** UTF-16 units that are taken of one text. */
const TEXT_UNITS_MAX = 2048;

export interface MessageHead {
  readonly kind: FeedKindNumber;
  readonly flags?: number;
  /** 0 where the message has none. */
  readonly asset: number;
  readonly timeNs: bigint;
}

/** Fields one behind the other, without alignment, as the packed payloads have them. */
export class Payload {
  #bytes = Buffer.alloc(256);
  #length = 0;

  u8(value: number): this {
    this.#room(1);
    this.#bytes.writeUInt8(value & 0xff, this.#length - 1);
    return this;
  }

  u16(value: number): this {
    this.#room(2);
    this.#bytes.writeUInt16LE(value, this.#length - 2);
    return this;
  }

  i32(...values: readonly number[]): this {
    for (const value of values) {
      this.#room(4);
      this.#bytes.writeInt32LE(value | 0, this.#length - 4);
    }
    return this;
  }

  u32(value: number): this {
    this.#room(4);
    this.#bytes.writeUInt32LE(value >>> 0, this.#length - 4);
    return this;
  }

  i64(...values: readonly bigint[]): this {
    for (const value of values) {
      this.#room(8);
      this.#bytes.writeBigInt64LE(value, this.#length - 8);
    }
    return this;
  }

  f64(...values: readonly number[]): this {
    for (const value of values) {
      this.#room(8);
      this.#bytes.writeDoubleLE(value, this.#length - 8);
    }
    return this;
  }

  texts(...texts: readonly string[]): this {
    for (const text of texts) {
      const units = Buffer.from(text.slice(0, TEXT_UNITS_MAX), 'utf16le');
      this.u16(units.length / 2);
      this.#room(units.length);
      units.copy(this.#bytes, this.#length - units.length);
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length - bytes.length);
    return this;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(bytes: number): void {
    this.#length += bytes;
    if (this.#length <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(this.#length, this.#bytes.length * 2));
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}

/** A message of one record, whose payload lies aligned. */
export function shortMessage(head: MessageHead, { bytes }: Payload): Buffer {
  assert(bytes.length <= FEED_RECORD_BYTES - SHORT_DATA);
  const record = Buffer.alloc(FEED_RECORD_BYTES);
  writeHead(record, head, 1);
  bytes.copy(record, SHORT_DATA);
  return record;
}

/** A message with its length, which goes on in continuation records. */
export function longMessage(head: MessageHead, { bytes }: Payload): Buffer {
  assert(bytes.length <= MESSAGE_BYTES_MAX);
  const parts = partsOfLength(bytes.length);
  const records = Buffer.alloc(parts * FEED_RECORD_BYTES);
  writeHead(records, head, parts);
  records.writeUInt32LE(bytes.length, LONG_LENGTH);
  bytes.copy(records, LONG_DATA, 0, FEED_FIRST_BYTES);
  for (let part = 1; part < parts; part += 1) {
    const start = part * FEED_RECORD_BYTES;
    records.writeUInt8(FeedKind.continuation, start + HEAD_KIND);
    records.writeUInt16LE(parts - part, start + HEAD_PARTS);
    records.writeUInt32LE(head.asset, start + HEAD_ASSET);
    const from = FEED_FIRST_BYTES + (part - 1) * FEED_MORE_BYTES;
    bytes.copy(records, start + MORE_DATA, from, Math.min(from + FEED_MORE_BYTES, bytes.length));
  }
  return records;
}

function writeHead(record: Buffer, { kind, flags, asset, timeNs }: MessageHead, parts: number): void {
  record.writeUInt8(kind, HEAD_KIND);
  record.writeUInt8(flags ?? 0, HEAD_FLAGS);
  record.writeUInt16LE(parts, HEAD_PARTS);
  record.writeUInt32LE(asset, HEAD_ASSET);
  record.writeBigInt64LE(timeNs, HEAD_TIME_NS);
}
