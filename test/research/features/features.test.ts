// The columns that a notebook gets are the values that decisions were taken on; what is kept on disk is never older than its data.

import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { DecisionRecord } from '../../../src/core/engine/decision-record.ts';
import {
  cumulativeDelta,
  defineFeature,
  ema,
  hold,
  largeTradeShare,
  lastValid,
  orderFlowImbalance,
  realizedVolatility,
  returns,
  rsi,
  type Strategy,
  volatility,
} from '../../../src/index.ts';
import { features } from '../../../src/research/features/features.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { userErrorOf } from '../../adapters/datasets/scratch.ts';
import { runDay, storeDays } from '../../runner/synthetic-run.ts';
import { testStrategy } from '../../support/test-strategy.ts';

const home = mkdtempSync(join(tmpdir(), 'qt-features-'));
const store = openStore(home);
const [DAY, SECOND_DAY] = ['2027-03-01', '2027-03-02'];
const SPAN = { instrument: 'WDOFUT', from: SECOND_DAY, to: SECOND_DAY } as const;
const OF_CANDLES = [ema({ period: 20 }), rsi(), returns({ candles: 5 }), volatility({ candles: 20 })];
const OF_FLOW = [orderFlowImbalance({ candles: 10 }), cumulativeDelta()];
const OF_TAPE = [largeTradeShare(), realizedVolatility({ candles: 5 })];
const quiet = { onEvent() {}, onDecision() {}, onAlert() {}, onCommand() {} };
const cacheFiles = () => readdirSync(join(home, 'cache', 'features')).filter((name) => name.endsWith('.frame'));

beforeAll(async () => {
  await storeDays(home, 11, 2);
});

/** Features of each decision at the end of a candle, by the end of that candle. */
async function decided(strategy: Strategy): Promise<ReadonlyMap<number, DecisionRecord['inputs']['features']>> {
  const plan = await planRun({ code: codeFromSource(strategy) });
  const seen = new Map<number, DecisionRecord['inputs']['features']>();
  await runDay(home, plan, {
    ...{ from: SECOND_DAY, to: SECOND_DAY, record: false },
    observer: {
      ...quiet,
      onDecision: ({ inputs, trigger }) => {
        if (trigger === 'candle' && inputs.candleCloseUs !== null) seen.set(inputs.candleCloseUs, inputs.features);
      },
    },
  });
  return seen;
}

describe('the columns of a notebook', () => {
  it.each([
    ['candles and flow', [...OF_CANDLES, ...OF_FLOW]],
    ['trades as well', [...OF_CANDLES, ...OF_FLOW, ...OF_TAPE]],
  ])('are to the bit what decisions saw: %s', async (_name, specs) => {
    const named = Object.fromEntries(specs.map((spec, at) => [`f${at}`, spec]));
    const strategy = testStrategy(() => hold('looks only'), { features: named, warmupCandles: 300 }) as Strategy;
    const seen = await decided(strategy);
    const frame = await features(store, specs, { ...SPAN, warmupCandles: 300, cache: false });
    expect(seen.size).toBeGreaterThan(400);
    const { times } = frame;
    let compared = 0;
    for (let row = 0; row < frame.rows; row++) {
      const values = seen.get(times[row]!);
      if (values === undefined) continue;
      compared++;
      for (const { meta } of specs) {
        const value = frame.at(row, meta.id) ?? null;
        if (!Object.is(values[meta.id], value)) {
          throw new Error(`${meta.id} at row ${row}: ${values[meta.id]} decided, ${value} in the frame`);
        }
      }
    }
    expect(compared).toBe(seen.size);
  });

  it('do not depend on the days that were asked for, nor on the number of threads', async () => {
    const whole = await features(store, OF_CANDLES, {
      ...SPAN,
      from: DAY,
      warmupCandles: 300,
      cache: false,
      threads: 1,
    });
    const last = await features(store, OF_CANDLES, { ...SPAN, warmupCandles: 300, cache: false, threads: 3 });
    const from = whole.rows - last.rows;
    for (const { meta } of OF_CANDLES) {
      const [a, b] = [whole.column(meta.id), last.column(meta.id)];
      expect((a.values as Float64Array).slice(from)).toEqual(b.values);
    }
  });

  it('say where a value was carried on', async () => {
    const sparse = defineFeature(
      { id: 'sparse', meaning: 'every third', unit: 'points', warmup: 1, sessionRule: 'continue' },
      () => {
        let n = 0;
        return (out, candle) => {
          if (n++ % 3 === 0) out.set(candle.close);
        };
      },
    );
    const frame = await features(store, [lastValid(sparse, { candles: 1 })], { ...SPAN, warmupCandles: 300 });
    const shares = frame.column('filled_share').values as Float64Array;
    expect([...new Set(shares)].sort()).toEqual([0, 1]);
    const present = Array.from({ length: 6 }, (_, row) => frame.at(row, 'sparse') !== undefined);
    expect(present.filter((is) => is).length).toBe(4);
  });

  it('are refused where nothing of the span is there, or a feature is for another instrument', async () => {
    const nothing = features(store, OF_CANDLES, { ...SPAN, from: '2027-05-03', to: '2027-05-04' });
    expect(await userErrorOf(nothing)).toMatchObject({ code: 'part-missing' });
    const led = [{ ...ema(), role: 'lead' }];
    expect(await userErrorOf(features(store, led, SPAN))).toMatchObject({ code: 'bad-option', field: 'features' });
    await expect(features(store, [ema(), ema()], SPAN)).rejects.toThrow('given twice');
  });
});

describe('what is kept on disk', () => {
  const request = { ...SPAN, warmupCandles: 300 } as const;

  it('is taken as long as data, features and warm-up are the same, and equals what is computed', async () => {
    const first = await features(store, OF_CANDLES, request);
    const files = cacheFiles();
    const again = await features(store, OF_CANDLES, request);
    expect(cacheFiles()).toEqual(files);
    const fresh = await features(store, OF_CANDLES, { ...request, cache: false });
    for (const name of first.names) {
      expect(again.column(name).values).toEqual(first.column(name).values);
      expect(fresh.column(name).values).toEqual(first.column(name).values);
      expect(again.column(name).valid).toEqual(fresh.column(name).valid);
    }
    expect(again.meta).toEqual(fresh.meta);
  });

  it('is missed by another order, another parameter, another warm-up, another policy', async () => {
    await features(store, OF_CANDLES, request);
    for (const [specs, changed] of [
      [[...OF_CANDLES].reverse(), request],
      [[ema({ period: 21 }), ...OF_CANDLES.slice(1)], request],
      [OF_CANDLES, { ...request, warmupCandles: 301 }],
      [[lastValid(OF_CANDLES[0]!, { candles: 2 }), ...OF_CANDLES.slice(1)], request],
    ] as const) {
      const before = cacheFiles().length;
      await features(store, specs, changed);
      expect(cacheFiles().length).toBe(before + 1);
    }
  });

  it('is made anew where its file is damaged', async () => {
    const first = await features(store, OF_FLOW, request);
    const newest = cacheFiles()
      .map((name) => join(home, 'cache', 'features', name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]!;
    const bytes = readFileSync(newest);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(newest, bytes);
    const again = await features(store, OF_FLOW, request);
    for (const name of first.names) expect(again.column(name).values).toEqual(first.column(name).values);
  });

  it('is never of features of one’s own', async () => {
    const own = defineFeature(
      { id: 'own', meaning: 'close', unit: 'points', warmup: 1, sessionRule: 'continue' },
      () => (out, candle) => out.set(candle.close),
    );
    const before = cacheFiles().length;
    await features(store, [own], request);
    expect(cacheFiles().length).toBe(before);
  });

  it('is missed when a day before the span has changed', async () => {
    await features(store, OF_CANDLES, request);
    const before = cacheFiles().length;
    const other = mkdtempSync(join(tmpdir(), 'qt-features-other-'));
    await storeDays(other, 12, 1);
    await storeDays(other, 11, 2, { without: [DAY] });
    const changed = await features(openStore(other), OF_CANDLES, request);
    const same = await features(store, OF_CANDLES, request);
    expect(cacheFiles().length).toBe(before);
    expect(changed.at(3, 'ema_20')).not.toBe(same.at(3, 'ema_20'));
  });
});
