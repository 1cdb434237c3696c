// The event log of a run in; one byte of the price of one of its trades changed, in place.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeGroupHeader, GROUP_HEADER_BYTES, groupsOffset } from '../../../src/adapters/journal/event-log-format.ts';
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
