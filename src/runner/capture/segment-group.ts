// Events one by one in; the records of a group of the event log, with room for its header, out.

import {
  CONTINUATION_AT,
  CONTINUATION_BYTES,
  GROUP_HEADER_BYTES,
  GROUP_RECORDS_MAX,
  PAYLOAD_BYTES_MAX,
} from '../../adapters/journal/event-log-format.ts';
import { exactJson } from '../../adapters/journal/exact-json.ts';
import { assert } from '../../core/assert.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import {
  F64_A,
  F64_B,
  F64_SEQ,
  I32_KIND,
  Kind,
  RECORD_BYTES,
  RECORD_F64,
  RECORD_I32,
} from '../../core/market/event-record.ts';

/** Most groups of a quiet market are small; the room grows with the busiest one. */
const FIRST_RECORDS = 64;

/** The header is written when it is known which group of which file this becomes. */
export interface TakenGroup {
  readonly bytes: Buffer;
  readonly records: number;
  readonly firstSeq: number;
}

export class SegmentGroup {
  private readonly records = new EventBatch(FIRST_RECORDS);

  get length(): number {
    return this.records.length;
  }

  get isFull(): boolean {
    return this.records.length === GROUP_RECORDS_MAX;
  }

  /** Takes a copy of a record without payload. Allocates nothing but room that grows. */
  add(batch: EventBatch, index: number, seq: number): void {
    const at = this.records.push(0, 0, 0, 0, 0);
    const { i32, f64 } = this.records;
    const from = index * RECORD_I32;
    for (let word = 0; word < RECORD_I32; word++) i32[at * RECORD_I32 + word] = batch.i32[from + word]!;
    f64[at * RECORD_F64 + F64_SEQ] = seq;
  }

  /** False where it does not fit beside what is there: take that out first. */
  addPayload(event: PayloadEvent, timeUs: number, seq: number): boolean {
    const text = Buffer.from(exactJson(event));
    assert(text.length <= PAYLOAD_BYTES_MAX, `an event of ${text.length} bytes; at most ${PAYLOAD_BYTES_MAX} fit`);
    const continuations = Math.ceil(text.length / CONTINUATION_BYTES);
    if (this.records.length + 1 + continuations > GROUP_RECORDS_MAX) return false;
    const head = this.records.push(Kind[event.kind], 0, -1, timeUs, timeUs) * RECORD_F64;
    this.records.f64[head + F64_SEQ] = seq;
    this.records.f64[head + F64_A] = continuations;
    this.records.f64[head + F64_B] = text.length;
    for (let from = 0; from < text.length; from += CONTINUATION_BYTES) {
      const at = this.records.push(0, 0, 0, 0, 0);
      this.records.i32[at * RECORD_I32 + I32_KIND] = Kind.continuation;
      const piece = text.subarray(from, from + CONTINUATION_BYTES);
      this.records.bytes.set(piece, at * RECORD_BYTES + CONTINUATION_AT);
    }
    return true;
  }

  /** What was added, with room for the header of its group in front; empty afterwards. There must be a record. */
  take(): TakenGroup {
    const { length, f64 } = this.records;
    const bytes = Buffer.allocUnsafe(GROUP_HEADER_BYTES + length * RECORD_BYTES);
    bytes.set(this.records.bytes.subarray(0, length * RECORD_BYTES), GROUP_HEADER_BYTES);
    const taken = { bytes, records: length, firstSeq: f64[F64_SEQ]! };
    this.records.clear();
    return taken;
  }

  /** Throws away what is there; gives how many records that were. */
  drop(): number {
    const { length } = this.records;
    this.records.clear();
    return length;
  }
}
