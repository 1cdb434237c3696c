// Takes events of a batch; gives their records as bytes, payload objects as continuation records, in the layout of the event log.

import { assert } from '../../core/assert.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, I32_KIND, RECORD_BYTES, RECORD_I32 } from '../../core/market/event-record.ts';
import { GROUP_RECORDS_MAX } from '../journal/event-log-format.ts';
import { payloadText, writePayload } from '../journal/payload-records.ts';
import { unpackRecords } from '../journal/unpack-records.ts';

/** Records of one frame of events, as of one group of the log. */
const EVENT_RECORDS_MAX = GROUP_RECORDS_MAX;

export interface PackedEvents {
  readonly bytes: Buffer;
  /** The first event that had no room. */
  readonly next: number;
}

/** Packs from `from` up to `to`, as many as fit one frame; at least one. */
export function packEvents(batch: EventBatch, from: number, to: number): PackedEvents {
  assert(from < to, 'no event to pack');
  const plainEnd = endOfPlain(batch, from, Math.min(to, from + EVENT_RECORDS_MAX));
  if (plainEnd === to || plainEnd - from === EVENT_RECORDS_MAX) {
    return { bytes: plainBytes(batch, from, plainEnd), next: plainEnd };
  }
  const parts: Buffer[] = [];
  let records = 0;
  let at = from;
  while (at < to && records < EVENT_RECORDS_MAX) {
    const end = endOfPlain(batch, at, Math.min(to, at + EVENT_RECORDS_MAX - records));
    if (end > at) {
      parts.push(plainBytes(batch, at, end));
      records += end - at;
      at = end;
      continue;
    }
    const bytes = payloadBytes(batch, at);
    const more = bytes.length / RECORD_BYTES;
    if (records + more > EVENT_RECORDS_MAX) break;
    parts.push(bytes);
    records += more;
    at += 1;
  }
  return { bytes: Buffer.concat(parts), next: at };
}

function endOfPlain(batch: EventBatch, from: number, to: number): number {
  let at = from;
  while (at < to && (batch.i32[at * RECORD_I32 + I32_KIND]! & 0xff) < FIRST_PAYLOAD_KIND) at += 1;
  return at;
}

function plainBytes(batch: EventBatch, from: number, to: number): Buffer {
  return Buffer.from(batch.bytes.subarray(from * RECORD_BYTES, to * RECORD_BYTES));
}

function payloadBytes(batch: EventBatch, index: number): Buffer {
  const payload = payloadText(batch.payloadAt(index));
  const bytes = Buffer.alloc((1 + payload.continuations) * RECORD_BYTES);
  bytes.set(batch.bytes.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES));
  writePayload(payload, bytes, 0);
  return bytes;
}

/** The events of one frame, or why they are none; the bytes come from outside. */
export function unpackEvents(bytes: Buffer): EventBatch | string {
  const records = bytes.length / RECORD_BYTES;
  if (!Number.isInteger(records) || records === 0 || records > EVENT_RECORDS_MAX) {
    return `${bytes.length} bytes are no frame of 1 to ${EVENT_RECORDS_MAX} records`;
  }
  const batch = new EventBatch(records);
  let fault: string | undefined;
  unpackRecords(bytes, records, batch, (reason) => {
    fault ??= reason;
  });
  return fault ?? batch;
}
