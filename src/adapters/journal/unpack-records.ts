// Takes the packed records of one group; fills a batch with its events, payload objects read back from their continuation records.

import type { EventBatch } from '../../core/market/event-batch.ts';
import {
  F64_A,
  F64_B,
  FIRST_PAYLOAD_KIND,
  Kind,
  kindName,
  RECORD_BYTES,
  RECORD_F64,
} from '../../core/market/event-record.ts';
import { CONTINUATION_AT, CONTINUATION_BYTES, GROUP_RECORDS_MAX } from './event-log-format.ts';
import { type JournalledEvent, restoreEvent } from './restore-fields.ts';

const F64_BYTES = 8;
const text = Buffer.alloc(GROUP_RECORDS_MAX * CONTINUATION_BYTES);

/**
 * `bytes` begins with the records; the batch must have room for them. `onFault` is told why an event cannot be read, and
 * either throws or has it left out.
 */
export function unpackRecords(
  bytes: Buffer,
  records: number,
  batch: EventBatch,
  onFault: (reason: string) => void,
): void {
  batch.clear();
  for (let record = 0; record < records; ) {
    const end = nextPayload(bytes, record, records);
    copyRecords(bytes, record, end, batch);
    record = end;
    if (record === records) return;
    const continuations = gatherText(bytes, record + 1, records);
    const payload = readPayload(bytes, record, continuations);
    if (typeof payload === 'string') onFault(`record ${record}: ${payload}`);
    else addPayload(bytes, record, batch, payload);
    record += 1 + continuations;
  }
}

function nextPayload(bytes: Buffer, from: number, records: number): number {
  let record = from;
  while (record < records && bytes[record * RECORD_BYTES]! < FIRST_PAYLOAD_KIND) record += 1;
  return record;
}

function copyRecords(bytes: Buffer, from: number, to: number, batch: EventBatch): void {
  batch.bytes.set(bytes.subarray(from * RECORD_BYTES, to * RECORD_BYTES), batch.length * RECORD_BYTES);
  batch.length += to - from;
}

/** Puts the text of the continuation records that follow together; gives how many they are. */
function gatherText(bytes: Buffer, from: number, records: number): number {
  let record = from;
  while (record < records && bytes[record * RECORD_BYTES] === Kind.continuation) {
    const at = record * RECORD_BYTES + CONTINUATION_AT;
    bytes.copy(text, (record - from) * CONTINUATION_BYTES, at, at + CONTINUATION_BYTES);
    record += 1;
  }
  return record - from;
}

/** The payload object, or why there is none. */
function readPayload(bytes: Buffer, record: number, continuations: number): JournalledEvent | string {
  const at = record * RECORD_BYTES;
  const kind = kindName(bytes[at]!);
  const length = bytes.readDoubleLE(at + F64_B * F64_BYTES);
  if (kind === undefined) return `kind ${bytes[at]} is not known to this version`;
  if (
    bytes.readDoubleLE(at + F64_A * F64_BYTES) !== continuations ||
    Math.ceil(length / CONTINUATION_BYTES) !== continuations
  ) {
    return `the content of this ${kind} is not complete`;
  }
  try {
    const parsed = JSON.parse(text.toString('utf8', 0, length)) as JournalledEvent;
    return parsed.kind === kind ? restoreEvent(parsed) : `a ${kind} holds a ${parsed.kind}`;
  } catch (error) {
    return `the content of this ${kind} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function addPayload(bytes: Buffer, record: number, batch: EventBatch, payload: JournalledEvent): void {
  const head = batch.length * RECORD_F64;
  copyRecords(bytes, record, record + 1, batch);
  batch.f64[head + F64_A] = batch.payloads.length;
  batch.f64[head + F64_B] = 0;
  batch.payloads.push(payload);
}
