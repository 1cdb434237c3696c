// Decisions at the end of intervals without a trade: clock and book as they are then, features of candles as they were.
import { describe, expect, it } from 'vitest';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../../src/core/market/event-record.ts';
import {
  defineFeature,
  ema,
  mid,
  minuteOfSession,
  minutesToAuction,
  returns,
  signedVolume,
} from '../../../src/index.ts';
import { EngineBench } from '../../support/engine-bench.ts';
import { at } from '../../support/tape.ts';
import { holds, setupOf, type TestStrategy } from '../../support/test-strategy.ts';

function quietMinutes(features: NonNullable<TestStrategy['features']>): EngineBench {
  const bench = new EngineBench([setupOf(holds, { features })], { staleAfterUs: 3_600_000_000 }).start();
  bench.to(1).trade(5400).quote(5400, 5401).tick();
  bench.to(61).tick().trade(5410).quote(5410, 5411);
  for (let minute = 2; minute <= 5; minute++) {
    bench.to(minute * 60 - 5).quote(5420 + minute, 5421 + minute);
    bench.to(minute * 60 + 1).tick();
  }
  return bench;
}

describe('a decision at the end of an interval without a trade', () => {
  const fresh = { minute: minuteOfSession(), left: minutesToAuction(), middle: mid() };
  const held = { fast: ema({ period: 1 }), move: returns(), flow: signedVolume() };

  it('knows the time and the book of that end', () => {
    const decisions = quietMinutes({ ...fresh, ...held }).decisions.map(({ inputs }) => inputs.features);
    expect(decisions.map(({ minuteOfSession }) => minuteOfSession)).toEqual([1, 2, 3, 4, 5]);
    expect(decisions.map(({ minutesToAuction }) => minutesToAuction)).toEqual([599, 598, 597, 596, 595]);
    expect(decisions.map((row) => row.mid)).toEqual([5400.5, 5422.5, 5423.5, 5424.5, 5425.5]);
  });

  it('keeps what is known of candles', () => {
    const decisions = quietMinutes({ ...fresh, ...held }).decisions.map(({ inputs }) => inputs.features);
    const last = decisions[1]!;
    for (const id of ['ema_1', 'return_1', 'signedVolume']) {
      expect(decisions.slice(2).map((row) => row[id])).toEqual([last[id], last[id], last[id]]);
    }
    expect(last.return_1).not.toBeNull();
  });

  it('has the same digest as ever where a strategy has no such features', () => {
    const digests = quietMinutes({ fast: ema({ period: 1 }), move: returns() }).decisions.map(
      (each) => each.inputDigest,
    );
    expect(new Set(digests.slice(1)).size).toBe(1);
  });

  it('does not see trades of the next interval that have already come', () => {
    const definition = { id: 'trades', meaning: '', unit: '', warmup: 1, sessionRule: 'continue' } as const;
    const trades = defineFeature(definition, () => {
      let count = 0;
      return {
        trade: () => void count++,
        candle: (out) => out.set(count),
        now: (out) => out.set(count),
      };
    });
    const bench = new EngineBench([setupOf(holds, { features: { trades } })]).start();
    bench.to(1).trade(5400).to(61).tick().to(120).trade(5400).trade(5400).to(121).tick().to(181).tick();
    expect(bench.decisions.map(({ inputs }) => inputs.features.trades)).toEqual([1, 1, 3]);
  });

  it('is the same for another instrument that the strategy reads, when that one was quiet', () => {
    const strategy = { instruments: { trade: 'WDOFUT', lead: 'WINFUT' } };
    const features = { left: { ...minutesToAuction(), role: 'lead' }, middle: { ...mid(), role: 'lead' } };
    const bench = new EngineBench([setupOf(holds, { ...strategy, features })]);
    const common = { openUs: at(0), phaseAtStart: 'open', daysToRoll: 18 } as const;
    bench.start({
      instruments: [
        { ...common, symbol: 'WDOU25', requested: 'WDOFUT', root: 'WDO', closeUs: at(36_000) },
        { ...common, symbol: 'WINQ25', requested: 'WINFUT', root: 'WIN', closeUs: at(36_000) },
      ],
    });
    const leads = (seconds: number, bid: number) =>
      bench
        .to(seconds)
        .process((batch) => batch.pushQuote(1, at(seconds), QUOTE_HAS_BID | QUOTE_HAS_ASK, bid, bid + 5, 0, 0));
    bench
      .to(1)
      .trade(5400)
      .process((batch) => batch.pushTrade(1, at(1), 135_000, 1, 0, 0, 0, 0));
    for (const minute of [1, 2, 3]) {
      leads(minute * 60 - 20, 135_000 + minute * 10);
      bench
        .to(minute * 60 - 10)
        .trade(5400)
        .to(minute * 60 + 1)
        .tick();
    }
    const rows = bench.decisions.map(({ inputs }) => Object.values(inputs.features));
    expect(rows).toEqual([
      [599, 135_012.5],
      [598, 135_022.5],
      [597, 135_032.5],
    ]);
  });
});
