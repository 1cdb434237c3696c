// A chunk of raw feed records in; one message after another out, long ones put together, damaged ones refused with their reason.

import {
  FEED_FIRST_BYTES,
  FEED_RECORD_BYTES,
  FeedKind,
  feedKindName,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  HEAD_TIME_NS,
  LONG_DATA,
  LONG_LENGTH,
  MAX_FEED_PARTS,
  MORE_DATA,
  partsOfLength,
  SHORT_DATA,
} from '../feed/feed-record.ts';
import { int64At } from './int64.ts';

const FIRST_WORDS = 11;
const MORE_WORDS = 14;
const SHORT_BYTES = FEED_RECORD_BYTES - SHORT_DATA;
/** Words that the longest message can have. */
const MAX_WORDS = FIRST_WORDS + (MAX_FEED_PARTS - 1) * MORE_WORDS;

const isLong = new Uint8Array(256);
for (const kind of [
  FeedKind.asset,
  FeedKind.daily,
  FeedKind.depth,
  FeedKind.offerPage,
  FeedKind.subAccounts,
  FeedKind.account,
  FeedKind.order,
  FeedKind.orderHistory,
  FeedKind.positionList,
  FeedKind.messageResult,
  FeedKind.assetInfo,
  FeedKind.adjustment,
]) {
  isLong[kind] = 1;
}

/** `message`: the fields hold it. `damaged`: `reason` says why, and it is skipped. `end`: the chunk is used up. */
export type ReadStep = 'message' | 'damaged' | 'end';

/** Allocates nothing for a message. Chunks hold whole messages: one that is cut off is damaged. */
export class MessageReader {
  kind = 0;
  flags = 0;
  asset = 0;
  /** Nanoseconds on the feed's clock, exact to 2^53. */
  timeNs = 0;
  /** The payload: `length` bytes of `data` from `start`. */
  data: DataView;
  start = 0;
  length = 0;
  reason = '';
  /** Records read since the beginning, and the first record of the present message among them. */
  records = 0;
  messageRecord = 0;
  private chunk: DataView;
  private at = 0;
  private end = 0;
  private words = new Int32Array(4096);
  private assembled: DataView;

  constructor() {
    this.chunk = new DataView(new ArrayBuffer(0));
    this.data = this.chunk;
    this.assembled = new DataView(this.words.buffer);
  }

  /** A new chunk; what is left of the one before is forgotten. */
  begin(bytes: Uint8Array): void {
    this.chunk = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
    this.end = bytes.byteLength;
  }

  next(): ReadStep {
    if (this.at >= this.end) return 'end';
    const { chunk, at, end } = this;
    this.messageRecord = this.records;
    if (at + FEED_RECORD_BYTES > end) return this.refuse(`a record has ${end - at} bytes instead of 64`);
    const kind = chunk.getUint8(at + HEAD_KIND);
    const parts = chunk.getUint16(at + HEAD_PARTS, true);
    this.kind = kind;
    this.flags = chunk.getUint8(at + HEAD_FLAGS);
    this.asset = chunk.getUint32(at + HEAD_ASSET, true);
    this.timeNs = int64At(chunk, at + HEAD_TIME_NS);
    if (isLong[kind] === 1) return this.readLong(parts);
    if (parts !== 1 || kind === FeedKind.continuation || feedKindName(kind) === undefined) return this.refuseHead();
    this.data = chunk;
    this.start = at + SHORT_DATA;
    this.length = SHORT_BYTES;
    this.advance(1);
    return 'message';
  }

  private readLong(parts: number): ReadStep {
    const { chunk, at } = this;
    const length = chunk.getUint32(at + LONG_LENGTH, true);
    if (parts === 0 || parts !== partsOfLength(length)) {
      return this.refuse(`a message of ${length} bytes says that it has ${parts} records`);
    }
    if (at + parts * FEED_RECORD_BYTES > this.end) return this.refuse('the chunk ends within a message');
    this.length = length;
    if (length <= FEED_FIRST_BYTES) {
      this.data = chunk;
      this.start = at + LONG_DATA;
    } else if (!this.assemble(parts)) return this.refuse('a message is interrupted by another one');
    this.advance(parts);
    return 'message';
  }

  /** Copies by 32-bit words: a view of a part of the chunk would be an allocation. */
  private assemble(parts: number): boolean {
    const { chunk } = this;
    const total = FIRST_WORDS + (parts - 1) * MORE_WORDS;
    if (total > this.words.length) {
      this.words = new Int32Array(Math.min(MAX_WORDS, total * 2));
      this.assembled = new DataView(this.words.buffer);
    }
    const { words } = this;
    let at = this.at;
    for (let k = 0; k < FIRST_WORDS; k++) words[k] = chunk.getInt32(at + LONG_DATA + 4 * k, true);
    let to = FIRST_WORDS;
    for (let part = 1; part < parts; part++) {
      at += FEED_RECORD_BYTES;
      if (chunk.getUint8(at + HEAD_KIND) !== FeedKind.continuation) return false;
      for (let k = 0; k < MORE_WORDS; k++) words[to++] = chunk.getInt32(at + MORE_DATA + 4 * k, true);
    }
    this.data = this.assembled;
    this.start = 0;
    return true;
  }

  private refuseHead(): ReadStep {
    const name = feedKindName(this.kind);
    if (name === undefined) return this.refuse(`kind ${this.kind} is not known to this version`);
    if (name === 'continuation') return this.refuse('a continuation does not follow its message');
    return this.refuse(`a ${name} says that it has several records`);
  }

  /** Leaves out this record and the continuations behind it. */
  private refuse(reason: string): ReadStep {
    this.reason = reason;
    this.advance(1);
    while (
      this.at + FEED_RECORD_BYTES <= this.end &&
      this.chunk.getUint8(this.at + HEAD_KIND) === FeedKind.continuation
    ) {
      this.advance(1);
    }
    return 'damaged';
  }

  private advance(records: number): void {
    this.at += records * FEED_RECORD_BYTES;
    this.records += records;
  }
}
