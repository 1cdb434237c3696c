// Events one by one in; the records of a group of the event log, with room for its header, out.

import { GROUP_HEADER_BYTES, GROUP_RECORDS_MAX } from '../../adapters/journal/event-log-format.ts';
import { payloadText, writePayload } from '../../adapters/journal/payload-records.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import { F64_SEQ, Kind, NO_INSTRUMENT, RECORD_BYTES, RECORD_F64, RECORD_I32 } from '../../core/market/event-record.ts';

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
    const payload = payloadText(event);
    if (this.records.length + 1 + payload.continuations > GROUP_RECORDS_MAX) return false;
    const head = this.records.push(Kind[event.kind], 0, NO_INSTRUMENT, timeUs, timeUs);
    this.records.f64[head * RECORD_F64 + F64_SEQ] = seq;
    for (let part = 0; part < payload.continuations; part++) this.records.push(0, 0, 0, 0, 0);
    const { buffer, byteOffset, byteLength } = this.records.bytes;
    writePayload(payload, Buffer.from(buffer, byteOffset, byteLength), head * RECORD_BYTES);
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
