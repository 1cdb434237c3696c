// The ring of the direct feed: whole messages in order, a quarter kept for orders, every loss counted and told in its place.
import { describe, expect, it } from 'vitest';
import { localMsOfText } from '../../../../src/adapters/profit-dll/feed/direct/local-ms.ts';
import { longMessage, Payload, shortMessage } from '../../../../src/adapters/profit-dll/feed/direct/message.ts';
import { RecordRing } from '../../../../src/adapters/profit-dll/feed/direct/record-ring.ts';
import {
  FEED_NO_TIME,
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_PARTS,
  OVERFLOW,
  SHORT_DATA,
} from '../../../../src/adapters/profit-dll/feed/feed-record.ts';

const trade = (timeNs: bigint) => shortMessage({ kind: FeedKind.trade, asset: 1, timeNs }, new Payload().i64(timeNs));
const state = (timeNs: bigint) => shortMessage({ kind: FeedKind.state, asset: 0, timeNs }, new Payload().i32(2, 4));

function readAll(ring: RecordRing, records = 1024): Buffer[] {
  const target = Buffer.alloc(records * FEED_RECORD_BYTES);
  const found: Buffer[] = [];
  for (let read = ring.read(target); read > 0; read = ring.read(target)) {
    for (let at = 0; at < read; at += 1) found.push(Buffer.from(target.subarray(at * 64, at * 64 + 64)));
  }
  return found;
}

describe('the ring of the direct feed', () => {
  it('gives messages back in order over many rounds', () => {
    const ring = new RecordRing(16);
    for (let round = 0n; round < 20n; round += 1n) {
      for (let each = 0n; each < 10n; each += 1n) expect(ring.push(trade(round * 10n + each), true, 0n)).toBe(true);
      const times = readAll(ring).map((record) => record.readBigInt64LE(8));
      expect(times).toEqual(Array.from({ length: 10 }, (_, each) => round * 10n + BigInt(each)));
    }
    expect(ring.counters()).toMatchObject({ records: 200, overflowed: 0, highWater: 10, used: 0 });
  });

  it('loses market messages above three quarters, tells how many and when, and keeps the rest for states', () => {
    const ring = new RecordRing(16);
    const taken = Array.from({ length: 20 }, (_, each) => ring.push(trade(BigInt(each)), true, BigInt(each)));
    expect(taken.filter(Boolean)).toHaveLength(12);
    expect(ring.push(state(100n), false, 100n)).toBe(true);
    const read = readAll(ring);
    const told = read.filter((record) => record.readUInt8(0) === FeedKind.overflow);
    expect(told).toHaveLength(1);
    const at = SHORT_DATA;
    expect(told[0]!.readBigUInt64LE(at + OVERFLOW.lost)).toBe(8n);
    expect(told[0]!.readBigInt64LE(at + OVERFLOW.firstNs)).toBe(12n);
    expect(told[0]!.readBigInt64LE(at + OVERFLOW.lastNs)).toBe(19n);
    expect(ring.counters()).toMatchObject({ overflowed: 8, reservedOverflowed: 0 });
  });

  it('never divides a message, neither when it is written nor when it is read', () => {
    const ring = new RecordRing(16);
    const long = longMessage({ kind: FeedKind.order, asset: 0, timeNs: 1n }, new Payload().texts('x'.repeat(150)));
    const parts = long.length / FEED_RECORD_BYTES;
    expect(parts).toBe(6);
    expect([ring.push(long, false, 1n), ring.push(long, false, 2n), ring.push(long, false, 3n)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(ring.counters().reservedOverflowed).toBe(1);
    const target = Buffer.alloc(8 * FEED_RECORD_BYTES);
    expect(ring.read(target)).toBe(parts);
    expect(target.subarray(0, long.length)).toEqual(long);
    expect(target.readUInt16LE(HEAD_PARTS)).toBe(parts);
    expect(ring.read(target)).toBe(parts);
  });
});

describe('a date of the vendor', () => {
  it.each<[string, bigint]>([
    ['04/09/2026 09:05:07.123', BigInt(Date.UTC(2026, 8, 4, 9, 5, 7, 123))],
    ['04/09/2026 09:05:07:123', BigInt(Date.UTC(2026, 8, 4, 9, 5, 7, 123))],
    ['04/09/2026 09:05:07', BigInt(Date.UTC(2026, 8, 4, 9, 5, 7))],
    ['04/09/2026', BigInt(Date.UTC(2026, 8, 4))],
    ['31/02/2026 10:00:00', FEED_NO_TIME],
    ['2026-09-04', FEED_NO_TIME],
    ['04/09/1800', FEED_NO_TIME],
    ['04/09/2026 25:00:00', FEED_NO_TIME],
    ['', FEED_NO_TIME],
  ])('%s', (text, localMs) => {
    expect(localMsOfText(text)).toBe(localMs);
  });
});
