import { describe, expect, it } from 'vitest';
import { FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { newDecoding } from './decoding.ts';
import { Payload, RawRecords } from './raw-records.ts';

const RECEIVED_US = 1_754_395_200_000_000;

/** A chunk with a bit of everything. */
function chunk(): Uint8Array {
  const raw = new RawRecords().at(RECEIVED_US);
  const levels = Array.from({ length: 10 }, (_, at) => ({ price: 5449 - at / 2, quantity: 3 }));
  raw.asset(1, 'WDOU25').trade(1, { localMs: RECEIVED_US / 1000 - 10_800_000, price: 5450, quantity: 1, number: 1 });
  raw
    .depth(1, levels, [])
    .page(1, 0, 3, [{ price: 5449, quantity: 2, id: 1 }])
    .tinyBook(1, 0, 5449, 1);
  raw.long(FeedKind.account, 0, new Payload().i32(1).i64(2).text('conta', 'sub', 'corretora', 'titular'));
  raw.long(FeedKind.order, 0, new Payload().u8(...new Array<number>(108).fill(0)).text('a', 'b', 'c', 'd', 'e', 'f'));
  return raw.take();
}

describe('a damaged message', () => {
  const cases: readonly (readonly [name: string, reason: string, damage: (bytes: Uint8Array) => Uint8Array])[] = [
    ['an unknown kind', 'kind 99 is not known', (bytes) => bytes.with(64 * 0, 99)],
    ['a continuation without beginning', 'does not follow its message', (bytes) => bytes.with(0, 255)],
    ['a short one of several records', 'says that it has several records', (bytes) => bytes.with(2, 2)],
    ['a cut record', 'a record has 20 bytes', (bytes) => bytes.slice(0, 20)],
  ];
  it.each(cases)('with %s is told with its place and the next one is read', (_name, reason, damage) => {
    const { decoder, raw, live, facts, run } = newDecoding();
    const before = decoder.counters.records;
    const bytes = damage(raw.tinyBook(1, 0, 5449, 1).take());
    decoder.decode(bytes, live);
    raw.tinyBook(1, 0, 5449.5, 1);
    run();
    const damaged = facts.filter((fact) => fact.kind === 'damaged');
    expect(damaged).toMatchObject([{ record: before, reason: expect.stringContaining(reason) as string }]);
    expect(live.length).toBe(1);
    expect(decoder.counters.damaged).toBe(1);
  });

  it('whose records are interrupted, too few, or hold less than they say is refused', () => {
    const long = (): Uint8Array =>
      new RawRecords()
        .depth(
          1,
          Array.from({ length: 5 }, (_, at) => ({ price: 5449 - at, quantity: 1 })),
          [],
        )
        .take();
    const damages: readonly Uint8Array[] = [
      long().with(64, FeedKind.health),
      long().slice(0, 128),
      long().with(16, 20),
      long().with(2, 0),
      long().with(22, 250),
      new RawRecords().long(FeedKind.order, 0, new Payload().i32(0)).take(),
      new RawRecords().long(FeedKind.account, 0, new Payload().i32(1).i64(2).u16(500)).take(),
      new RawRecords().long(FeedKind.asset, 1, new Payload().i32(0).u16(40)).take(),
      new RawRecords().asset(0, 'WDOU25').take(),
      new RawRecords().asset(4_000_000, 'WDOU25').take(),
      new RawRecords().page(1, 9, 3, []).take(),
      new RawRecords().long(FeedKind.daily, 1, new Payload().i32(0)).take(),
    ];
    for (const bytes of damages) {
      const { decoder, live, facts } = newDecoding({ book: bytes[0] === FeedKind.offerPage ? 'offers' : 'depth' });
      decoder.decode(bytes, live);
      expect(decoder.counters.damaged).toBeGreaterThan(0);
      expect(facts.some(({ kind }) => kind === 'damaged')).toBe(true);
      expect(live.length).toBe(0);
    }
  });

  it('of whatever kind never makes the decoder throw, nor tells a time that goes back', () => {
    const random = new Random(5, 'damage');
    const whole = chunk();
    for (let round = 0; round < propertyRuns(1500); round++) {
      const { decoder, live } = newDecoding({ book: random.chance(0.5) ? 'offers' : 'depth' });
      const bytes = random.chance(0.1)
        ? Uint8Array.from({ length: random.integer(800) }, () => random.integer(256))
        : whole.slice(random.integer(4) * 64, random.chance(0.8) ? undefined : random.integer(whole.length));
      for (let flips = random.integer(6); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.integer(bytes.length)] = random.integer(256);
      }
      decoder.decode(bytes, live);
      decoder.decode(whole, live);
      let lastUs = 0;
      for (let at = 0; at < live.length; at++) {
        expect(live.receivedTimeUsAt(at)).toBeGreaterThanOrEqual(lastUs);
        lastUs = live.receivedTimeUsAt(at);
      }
    }
  });
});
