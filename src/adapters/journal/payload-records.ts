// An event with a payload object in; the words of its record and the continuation records that hold its text out.

import { assert } from '../../core/assert.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';
import { F64_A, F64_B, Kind, RECORD_BYTES, RECORD_F64 } from '../../core/market/event-record.ts';
import { CONTINUATION_AT, CONTINUATION_BYTES, PAYLOAD_BYTES_MAX } from './event-log-format.ts';
import { exactJson } from './exact-json.ts';

const F64_BYTES = RECORD_BYTES / RECORD_F64;

export interface PayloadText {
  readonly text: Buffer;
  /** Records that follow the event's own. */
  readonly continuations: number;
}

export function payloadText(event: PayloadEvent): PayloadText {
  const text = Buffer.from(exactJson(event));
  assert(
    text.length <= PAYLOAD_BYTES_MAX,
    `an event of ${text.length} bytes; at most ${PAYLOAD_BYTES_MAX} are allowed`,
  );
  return { text, continuations: Math.ceil(text.length / CONTINUATION_BYTES) };
}

/** Says in the record at byte `at` how much text follows, and writes it behind; whatever stood there is overwritten. */
export function writePayload({ text, continuations }: PayloadText, bytes: Buffer, at: number): void {
  bytes.writeDoubleLE(continuations, at + F64_A * F64_BYTES);
  bytes.writeDoubleLE(text.length, at + F64_B * F64_BYTES);
  for (let part = 0; part < continuations; part++) {
    const start = at + (part + 1) * RECORD_BYTES;
    const from = part * CONTINUATION_BYTES;
    bytes.fill(0, start, start + RECORD_BYTES);
    bytes.writeUInt32LE(Kind.continuation, start);
    text.copy(bytes, start + CONTINUATION_AT, from, from + CONTINUATION_BYTES);
  }
}
