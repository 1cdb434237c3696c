// The features of order flow and of brokers between two candles: what they show, and that being asked changes nothing.

import { describe, expect, it } from 'vitest';
import { agentsDefaults } from '../../../../src/core/features/agents/defaults.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { flowDefaults } from '../../../../src/core/features/flow/defaults.ts';
import { random } from '../candles.ts';
import { candleOf, feed, randomTape, runTape, type TapeStep } from './tape-steps.ts';

const steps = randomTape(3, {
  facts: (session) => ({ previous: undefined, meanDailyVolume: 3000 + 100 * session, largeTradeSize: 12 }),
});
const HELD = ['deltaDivergence_20', 'absorption_10', 'kyleLambda_50'];

const specs = [...flowDefaults, ...agentsDefaults];
const fresh = specs.filter(({ meta }) => meta.freshBetweenCandles).map((spec) => [spec.meta.id, spec] as const);

/** The step as far as it had come after so many trades: its candle closes then. */
function cut({ session, trades, candle }: TapeStep, count: number): TapeStep {
  const told = trades.slice(0, count);
  const nowUs = count === trades.length ? candle.closeTimeUs : told.at(-1)!.timeUs + 1;
  return { session, trades: told, candle: candleOf(told, candle.openTimeUs, nowUs, candle.firstOfSession) };
}

/** A feature that has seen all of `before` and the trades of `open`. */
function inside(spec: FeatureSpec, before: readonly TapeStep[], open: TapeStep) {
  const feature = spec.create();
  runTape(feature, before);
  const last = feature.ready ? feature.value : undefined;
  for (const trade of open.trades) feature.onTrade?.(trade, open.session);
  return { feature, last };
}

describe('the features of flow and brokers between two candles', () => {
  it('say how they are computed, and whose definition that is', () => {
    for (const { meta } of specs)
      expect([meta.id, meta.formula !== '', meta.source !== '']).toEqual([meta.id, true, true]);
  });

  it('are fresh, but for those that need closed candles', () => {
    const held = specs.filter(({ meta }) => !meta.freshBetweenCandles).map(({ meta }) => meta.id);
    expect(held).toEqual(HELD);
  });

  it.each(fresh)(
    '%s shows what it would show if the candle closed now, and keeps its last value where that is none',
    (_id, spec) => {
      const next = random(11);
      for (let t = 1; t < steps.length; t += 1 + Math.floor(next() * 9)) {
        const step = steps[t]!;
        const open = cut(step, 1 + Math.floor(next() * step.trades.length));
        const before = steps.slice(0, t);
        const { feature, last } = inside(spec, before, open);
        feature.refresh(open.candle, open.session);
        const closed = inside(spec, before, open).feature;
        closed.update(open.candle, open.session);
        expect([t, feature.ready ? feature.value : undefined]).toEqual([t, closed.ready ? closed.value : last]);
      }
    },
  );

  it.each(fresh)('%s gives the same candles whether it was asked in between or not', (_id, spec) => {
    const asked = spec.create();
    const values = steps.map((step) => {
      step.trades.forEach((trade, at) => {
        asked.onTrade?.(trade, step.session);
        const { candle } = cut(step, at + 1);
        asked.refresh(candle, step.session);
        asked.refresh(candle, step.session);
      });
      return feed(asked, { ...step, trades: [] });
    });
    expect(values).toEqual(runTape(spec.create(), steps));
    expect(values.filter((value) => value !== undefined).length).toBeGreaterThan(20);
  });

  it.each(fresh.filter(([, { meta }]) => meta.group !== 'agents'))(
    '%s keeps its value where the running candle has no trade',
    (_id, spec) => {
      const { feature, last } = inside(spec, steps.slice(0, 110), { ...steps[110]!, trades: [] });
      const { closeTimeUs, close } = steps[109]!.candle;
      const empty = candleOf([], closeTimeUs, closeTimeUs + 1, false);
      feature.refresh({ ...empty, open: close, high: close, low: close, close }, steps[110]!.session);
      expect(feature.ready ? feature.value : undefined).toBe(last);
    },
  );
});
