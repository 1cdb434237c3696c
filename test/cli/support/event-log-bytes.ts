// The event log of a run in; bytes of its events changed in place, with or without a checksum that fits.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeGroupHeader,
  encodeGroupHeader,
  GROUP_HEADER_BYTES,
  groupsOffset,
} from '../../../src/adapters/journal/event-log-format.ts';
import { F64_A, F64_EXCHANGE, Kind, RECORD_BYTES } from '../../../src/core/market/event-record.ts';

/** Lies in the sixth byte of a price between 4096 and 8191: eight points. */
const EIGHT_POINTS = 0x08;

export interface ChangedTrade {
  readonly exchangeTimeUs: number;
  readonly before: number;
  readonly after: number;
}

/** Changes the first trade at or after `fromUs`, so that its price is eight points off. */
export function changeTradePrice(folder: string, fromUs: number): ChangedTrade {
  const file = join(folder, 'events-0001.bin');
  const bytes = readFileSync(file);
  let at = groupsOffset(bytes.readUInt32LE(12));
  while (at < bytes.length) {
    const { records } = decodeGroupHeader(bytes, at);
    const first = at + GROUP_HEADER_BYTES;
    at = first + records * RECORD_BYTES;
    for (let record = first; record < at; record += RECORD_BYTES) {
      const exchangeTimeUs = bytes.readDoubleLE(record + F64_EXCHANGE * 8);
      if (bytes[record] !== Kind.trade || exchangeTimeUs < fromUs) continue;
      const price = record + F64_A * 8;
      const before = bytes.readDoubleLE(price);
      bytes[price + 5]! ^= EIGHT_POINTS;
      writeFileSync(file, bytes);
      return { exchangeTimeUs, before, after: bytes.readDoubleLE(price) };
    }
  }
  throw new Error(`${file} has no trade from ${fromUs} on`);
}

/**
 * Changes the packed records of the log where they stand; each group gets a checksum that fits, so that nothing but the events
 * themselves shows it. `change` is given the records of one group after the other, and may give back fewer.
 */
export function changeEvents(folder: string, change: (records: Buffer, group: number) => Buffer): void {
  const file = join(folder, 'events-0001.bin');
  const bytes = readFileSync(file);
  let at = groupsOffset(bytes.readUInt32LE(12));
  const parts = [bytes.subarray(0, at)];
  for (let group = 0; at < bytes.length; group++) {
    const header = decodeGroupHeader(bytes, at);
    const first = at + GROUP_HEADER_BYTES;
    at = first + header.records * RECORD_BYTES;
    const records = change(bytes.subarray(first, at), group);
    const changed = Buffer.concat([Buffer.alloc(GROUP_HEADER_BYTES), records]);
    encodeGroupHeader(changed, records.length / RECORD_BYTES, header.group, header.firstSeq);
    parts.push(changed);
  }
  writeFileSync(file, Buffer.concat(parts));
}
