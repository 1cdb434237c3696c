// Warm-up spans: each strategy starts from the last of its own candles and from nothing else, whoever runs beside it.
import { describe, expect, it } from 'vitest';
import type { WarmupSpan } from '../../../src/core/account/account-event.ts';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { adx, ema, returns, vwap } from '../../../src/index.ts';
import { EngineBench, pushWarmupBar, recordedCandles } from '../../support/engine-bench.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

const features = { slow: ema({ period: 30 }), move: returns({ candles: 1 }), strength: adx(), fair: vwap() };

interface Wanted {
  readonly name: string;
  readonly candle: string;
  readonly warmupCandles: number;
}

const quick: Wanted = { name: 'quick', candle: '1m', warmupCandles: 60 };
const patient: Wanted = { name: 'patient', candle: '1m', warmupCandles: 95 };
const slow: Wanted = { name: 'slow', candle: '5m', warmupCandles: 70 };

/** Bars of a span, by the minutes before the open that they end at; the price wanders with the time, not with the span. */
function barsOf(bars: number, minutes: number): readonly (readonly [number, number])[] {
  return Array.from({ length: bars }, (_, index) => {
    const beforeS = (bars - 1 - index) * minutes * 60;
    return [beforeS, 5500 + (((beforeS / 60) * 7) % 31) / 2] as const;
  });
}

interface Run {
  readonly candles: readonly Candle[];
  readonly inputs: readonly unknown[];
}

/** All these strategies on one engine, over an hour after the warm-up; what each of them saw and decided on, by name. */
function run(wanted: readonly Wanted[], isMerged = false): ReadonlyMap<string, Run> {
  const recorded = wanted.map(() => recordedCandles());
  const setups = wanted.map((each, index) => setupOf(holds, { ...each, features, regime: recorded[index]!.regime }));
  const spans: WarmupSpan[] = [...new Set(wanted.map(({ candle }) => candle))].map((candle) => {
    const bars = Math.max(...wanted.filter((each) => each.candle === candle).map(({ warmupCandles }) => warmupCandles));
    return { candle, instrumentId: 0, bars };
  });
  const records = spans.flatMap(({ candle, bars }, span) => {
    const minutes = Number.parseInt(candle, 10);
    return barsOf(bars, minutes).map(([beforeS, price]) => ({ beforeS, price, span, minutes }));
  });
  if (isMerged) records.sort((a, b) => b.beforeS - a.beforeS);
  const warmup = new EventBatch(records.length);
  for (const { beforeS, price, span, minutes } of records) pushWarmupBar(warmup, beforeS, minutes * 60, price, span);
  const bench = new EngineBench(setups).start({ warmup: spans, warmupBars: records.length }, warmup);
  for (let second = 5; second < 3600; second += 5) {
    bench
      .to(second)
      .trade(5500 + (second % 40) / 2)
      .tick();
  }
  expect(bench.codes).toEqual([]);
  return new Map(
    wanted.map(({ name }, index) => {
      const own = bench.decisions.filter(({ strategyId }) => strategyId === name);
      return [name, { candles: recorded[index]!.candles, inputs: own.map(({ inputs }) => inputs) }];
    }),
  );
}

describe('a strategy', () => {
  it('starts from exactly its last warm-up candles, of its own interval', () => {
    for (const each of [quick, patient, slow]) {
      const { candles } = run([each]).get(each.name)!;
      const minutes = Number.parseInt(each.candle, 10);
      expect(candles).toHaveLength(each.warmupCandles + 60 / minutes - 1);
      for (const { openTimeUs, closeTimeUs } of candles) expect(closeTimeUs - openTimeUs).toBe(minutes * 60e6);
      expect(candles.map(({ closeTimeUs }) => closeTimeUs)).toEqual(
        candles.map((_, index) => candles[0]!.closeTimeUs + index * minutes * 60e6),
      );
      expect(candles[0]!.firstOfSession).toBe(true);
    }
  });

  for (const [beside, others] of [
    ['one that starts from more candles', [patient]],
    ['one of other candles', [slow]],
    ['both', [slow, patient]],
  ] as const) {
    for (const isMerged of [false, true]) {
      it(`sees and decides the same beside ${beside}, spans ${isMerged ? 'merged by time' : 'one after the other'}`, () => {
        for (const all of [
          [quick, ...others],
          [...others, quick],
        ]) {
          const together = run(all, isMerged);
          for (const each of all) {
            const alone = run([each]).get(each.name)!;
            expect(together.get(each.name)!.candles).toEqual(alone.candles);
            expect(together.get(each.name)!.inputs).toEqual(alone.inputs);
            expect(alone.inputs.length).toBeGreaterThan(5);
          }
        }
      });
    }
  }

  it('has its own state: another number of candles is another start', () => {
    const together = run([quick, patient]);
    const first = (name: string) => JSON.stringify(together.get(name)!.inputs[0]);
    expect(first('quick')).not.toBe(first('patient'));
  });
});

describe('a warm-up bar', () => {
  const start = (span: number, spans: readonly WarmupSpan[]) => () => {
    const warmup = new EventBatch(1);
    pushWarmupBar(warmup, 0, 60, 5500, span);
    new EngineBench([setupOf(holds)]).start({ warmup: spans, warmupBars: 1 }, warmup);
  };

  it('belongs to a span of the epoch, of its own instrument', () => {
    const span: WarmupSpan = { candle: '1m', instrumentId: 0, bars: 1 };
    expect(start(0, [span])).not.toThrow();
    expect(start(1, [{ ...span, candle: '5m' }, span])).not.toThrow();
    expect(start(1, [span])).toThrow('warm-up bar of span 1, which the epoch does not have');
    expect(start(0, [{ ...span, instrumentId: 1 }])).toThrow('warm-up bar of span 0, which the epoch does not have');
  });

  it('of a span that nobody reads is counted and given to nobody', () => {
    const { regime, candles } = recordedCandles();
    const warmup = new EventBatch(1);
    pushWarmupBar(warmup, 0, 300, 5500, 0);
    const spans = [{ candle: '5m', instrumentId: 0, bars: 1 }];
    const bench = new EngineBench([setupOf(holds, { regime })]).start({ warmup: spans, warmupBars: 1 }, warmup);
    expect([candles, bench.codes, bench.engine.context.mutes.size]).toEqual([[], [], 0]);
  });
});
