import { describe, expect, it } from 'vitest';
import { FEED_RECORD_BYTES } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { DayTape, LATE_TRADES_MS } from '../../../../src/runner/host/vendor/day-tape.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { AT, columnsOf, DAY, DAY_MS, dayOfTrades, give, OPEN_MS, type TestTrade, tradesOf } from './trade-records.ts';

const WDO = { ticker: 'WDOU25', exchange: 'F' };
const trade = (number: number, price = 5000, quantity = 1): TestTrade => ({
  number,
  localMs: OPEN_MS + number * 10,
  price,
  quantity,
});
const history = (trades: readonly TestTrade[], fromMs = DAY_MS) => ({ trades: columnsOf(trades), fromMs });

describe('a tape of the day', () => {
  it('keeps each trade once and in the order of numbers, whatever order they come in', () => {
    const tape = new DayTape(WDO, DAY, true);
    expect([3, 1, 2, 3, 1].map((n) => give(tape, trade(n)))).toEqual([
      'added',
      'added',
      'added',
      'duplicate',
      'duplicate',
    ]);
    expect(tradesOf(tape.rows).map((t) => t.number)).toEqual([1, 2, 3]);
    expect(tape.complete).toBe(true);
  });

  it('drops what is no trade of the day and counts it by reason', () => {
    const tape = new DayTape(WDO, DAY, true);
    const bad: [TestTrade, string][] = [
      [trade(1, 0), 'price'],
      [trade(2, Number.NEGATIVE_INFINITY), 'price'],
      [trade(3, Number.NaN), 'price'],
      [trade(4, 5000, 0), 'quantity'],
      [{ ...trade(5), localMs: 0 }, 'noTime'],
      [{ ...trade(6), localMs: OPEN_MS - 86_400_000 }, 'otherDay'],
      [trade(0), 'noNumber'],
      [trade(0), 'noNumber'],
    ];
    for (const [record, reason] of bad) expect(give(tape, record)).toBe(reason);
    expect(tape.length).toBe(0);
    expect(Object.fromEntries(tape.dropped)).toEqual({ price: 3, quantity: 1, noTime: 1, otherDay: 1, noNumber: 2 });
  });

  it('fills a gap beside trades without a number, which it can neither order nor compare', () => {
    const tape = new DayTape(WDO, DAY, false);
    expect([give(tape, trade(0)), give(tape, trade(5)), give(tape, trade(0))]).toEqual([
      'noNumber',
      'added',
      'noNumber',
    ]);
    expect(tape.merge(history([trade(4), trade(5)]), true).kind).toBe('used');
    expect(tradesOf(tape.rows).map((t) => t.number)).toEqual([4, 5]);
  });

  it('takes an edit as the trade of its number, and does not believe by it that the flow is back', () => {
    const tape = new DayTape(WDO, DAY, true);
    give(tape, trade(10));
    expect(give(tape, trade(10, 5001), true)).toBe('edited');
    tape.openGap('cut');
    expect(give(tape, trade(20), true)).toBe('added');
    expect(tape.gaps).toEqual([{ after: 10, before: undefined, reason: 'cut' }]);
    expect(tradesOf(tape.rows)[0]?.price).toBe(5001);
  });

  it('gives its trades as raw records that make the same tape', () => {
    const tape = new DayTape(WDO, DAY, true);
    const trades = dayOfTrades(3000, () => 0.4);
    for (const each of trades) give(tape, each);
    const target = new Uint8Array(1000 * FEED_RECORD_BYTES);
    const copy = new DayTape(WDO, DAY, true);
    for (let from = 0; from < tape.length; ) {
      const count = tape.copyRecords(target, from, 7);
      const view = new DataView(target.buffer);
      for (let i = 0; i < count; i++) copy.takeLive(view, i * FEED_RECORD_BYTES + AT, false);
      from += count;
    }
    expect(tradesOf(copy.rows)).toEqual(trades);
    expect([...copy.rows.sellAgent.subarray(0, 3)]).toEqual([-1, -1, -1]);
  });
});

describe('a history of the day', () => {
  it('makes the tape whole from the day start once it reaches the first live trade', () => {
    const tape = new DayTape(WDO, DAY, false);
    for (const n of [50, 60]) give(tape, trade(n));
    expect(tape.merge(history([10, 20, 40].map((n) => trade(n))), false).kind).toBe('short');
    const outcome = tape.merge(history([10, 20, 40, 50].map((n) => trade(n))), false);
    expect(outcome).toMatchObject({ kind: 'used', compared: 1, missedLive: 0 });
    expect(tradesOf(tape.rows).map((t) => t.number)).toEqual([10, 20, 40, 50, 60]);
    expect(tape.complete).toBe(true);
  });

  it('does not prove the start of the day when it was asked for from later on', () => {
    const tape = new DayTape(WDO, DAY, false);
    give(tape, trade(50));
    expect(
      tape.merge(
        history(
          [40, 50].map((n) => trade(n)),
          OPEN_MS,
        ),
        true,
      ).kind,
    ).toBe('short');
  });

  it.each([
    ['price', { ...trade(20), price: 5000.5 }, /price 5000 live and 5000.5/],
    ['quantity', { ...trade(20), quantity: 2 }, /quantity 1 live and 2/],
    ['time', { ...trade(20), localMs: OPEN_MS }, /localMs/],
  ])('is not used when its %s of a trade differs from the live one', (_, other, message) => {
    const tape = new DayTape(WDO, DAY, false);
    for (const n of [10, 20, 30]) give(tape, trade(n));
    const outcome = tape.merge(history([trade(5), trade(10), other, trade(30)]), true);
    expect(outcome).toEqual({ kind: 'mismatch', reason: expect.stringMatching(message) });
    expect(tape.length).toBe(3);
    expect(tape.complete).toBe(false);
  });

  it('is not used when it lacks a trade that was seen live in its midst', () => {
    const tape = new DayTape(WDO, DAY, false);
    for (const n of [10, 20, 30]) give(tape, trade(n));
    const outcome = tape.merge(history([trade(5), trade(10), trade(30)]), true);
    expect(outcome).toEqual({ kind: 'mismatch', reason: 'live trade 20 is missing in the history' });
  });

  it('closes a gap without an end only after the market was quiet', () => {
    const tape = new DayTape(WDO, DAY, true);
    give(tape, trade(10));
    tape.openGap('cut');
    const late = history([10, 20].map((n) => trade(n)));
    expect(tape.merge(late, false).kind).toBe('short');
    expect(tape.merge(late, true)).toMatchObject({ kind: 'used' });
    expect(tape.complete).toBe(true);
    expect(tape.length).toBe(2);
  });

  it('tells how many trades the live feed lost outside of every gap', () => {
    const tape = new DayTape(WDO, DAY, false);
    for (const n of [10, 30]) give(tape, trade(n));
    expect(tape.merge(history([5, 10, 20, 30].map((n) => trade(n))), false)).toMatchObject({
      kind: 'used',
      missedLive: 1,
    });
  });

  it('is asked for from a while before the first gap, where trades that were late then lie', () => {
    const tape = new DayTape(WDO, DAY, true);
    expect(tape.neededFromMs()).toBeUndefined();
    give(tape, trade(10));
    tape.openGap('cut');
    expect(tape.neededFromMs()).toBe(trade(10).localMs - LATE_TRADES_MS);
    expect(new DayTape(WDO, DAY, false).neededFromMs()).toBe(DAY_MS);
  });
});

describe('tape and history together', () => {
  const runs = Array.from({ length: propertyRuns(60) }, (_, seed) => seed);
  it.each(runs)('give exactly the day, whatever was lost, repeated or late (seed %i)', (seed) => {
    const random = new Random(seed, 'day-tape');
    const next = () => random.float();
    const day = dayOfTrades(200 + Math.floor(next() * 400), next);
    const tape = new DayTape(WDO, DAY, next() < 0.5);
    const joinsLate = tape.gaps.length > 0;
    let at = joinsLate ? Math.floor(next() * 100) : 0;
    while (at < day.length) {
      const each = day[at]!;
      const chance = next();
      if (chance < 0.01 && at > 0 && at < day.length - 60) {
        tape.openGap('cut');
        // the vendor repeats its last trade when it is back
        const lost = Math.floor(next() * 50);
        const before = day[at - 1]!;
        at += lost;
        if (next() < 0.5) give(tape, before);
        continue;
      }
      give(tape, each);
      if (chance > 0.95) give(tape, each);
      if (chance > 0.9 && chance < 0.92) give(tape, { ...each, number: each.number + 1, price: 0 });
      at++;
    }
    const fromMs = tape.neededFromMs();
    if (fromMs !== undefined) {
      // the vendor's history begins where it was asked to, and may be behind
      const from = Math.floor(fromMs / 1000) * 1000;
      const answer = day.filter((each) => each.localMs >= from);
      const behind = answer.slice(0, Math.max(0, answer.length - Math.floor(next() * 30)));
      if (tape.merge({ trades: columnsOf(behind), fromMs: from }, false).kind !== 'used' || tape.gaps.length > 0) {
        expect(tape.complete).toBe(false);
        tape.merge({ trades: columnsOf(answer), fromMs: from }, true);
      }
    }
    expect(tape.complete).toBe(true);
    expect(tradesOf(tape.rows)).toEqual(day);
  });
});
