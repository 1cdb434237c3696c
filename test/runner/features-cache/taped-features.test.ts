// Features from a tape against the set that computes them, step by step: same steps, fewer, others, and two recordings at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyCandle, emptyCandle, type MutableCandle } from '../../../src/core/candles/candle.ts';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureStates } from '../../../src/core/engine/feature-source.ts';
import { FeatureSet } from '../../../src/core/features/feature-set.ts';
import type { SessionContext } from '../../../src/core/features/session-context.ts';
import { defineFeature, ema, lastValid, rsi } from '../../../src/index.ts';
import { checkMarket } from '../../../src/research/feature-checks/check-market.ts';
import { candlesOf } from '../../../src/research/feature-checks/feature-events.ts';
import { FeatureTape, type StepKind } from '../../../src/runner/features-cache/feature-tape.ts';
import { TapedFeatures } from '../../../src/runner/features-cache/taped-features.ts';
import { propertyRuns } from '../../support/property-runs.ts';

interface Step {
  readonly kind: StepKind;
  readonly candle: MutableCandle;
  readonly session: SessionContext;
}

const NEEDS_RECORDS = ['tape', 'agents', 'quotes', 'book'];
const specs = Object.fromEntries(
  [...catalogue.values()]
    .filter(({ meta }) => !meta.inputs.some((input) => NEEDS_RECORDS.includes(input)))
    .map((spec) => [spec.meta.id, spec]),
);
const sometimes = defineFeature(
  { id: 'sometimes', meaning: '', unit: '', warmup: 1, sessionRule: 'continue' },
  () =>
    (out, { volume }) =>
      volume % 4 < 1 && out.set(volume),
);
const few = {
  average: ema({ period: 3 }),
  strength: rsi({ period: 4 }),
  carried: lastValid(sometimes, { candles: 3 }),
};

/** A refresh with the first half of each candle, then the candle. */
function stepsOf(seed: number, candles: number): readonly Step[] {
  const market = checkMarket({ seed, sessions: 2, candles: candles / 2, tape: false, book: false });
  return candlesOf(market).flatMap(({ candle, session }) => {
    const [running, whole] = [emptyCandle(), emptyCandle()];
    copyCandle(candle, running);
    copyCandle(candle, whole);
    running.closeTimeUs -= 30_000_000;
    running.close = candle.open;
    return [
      { kind: 'refresh', candle: running, session },
      { kind: 'update', candle: whole, session },
    ] as const;
  });
}

function told({ ids, values, ready, ages, readyCount, filledCount }: FeatureStates): object {
  return { ids, values: [...values], ready: [...ready], ages: [...ages], readyCount, filledCount };
}

/** Feeds both; each step must leave the same vector. */
function expectEqual(taped: TapedFeatures, set: FeatureSet, steps: readonly Step[]): void {
  for (const { kind, candle, session } of steps) {
    taped[kind](candle, session);
    set[kind](candle, session);
    expect(told(taped)).toEqual(told(set));
  }
}

describe('features from a tape', () => {
  it('are those of the catalogue, computed and read again, with carried values and their ages', () => {
    const steps = stepsOf(1, 160);
    for (const named of [specs, few]) {
      const ids = new FeatureSet(named).ids;
      const tape = new FeatureTape(ids.length);
      let made = 0;
      let carried = false;
      const fresh = (): FeatureSet => {
        made += 1;
        return new FeatureSet(named);
      };
      for (let pass = 0; pass < 2; pass++) {
        const taped = new TapedFeatures(tape, ids, fresh);
        const set = new FeatureSet(named);
        for (const step of steps) {
          expectEqual(taped, set, [step]);
          carried ||= taped.filledCount > 0;
        }
        expect(taped.isOnTape).toBe(true);
      }
      expect([made, tape.length]).toEqual([1, steps.length]);
      expect(carried).toBe(named === few);
    }
  });

  it('are those of the set whatever steps come: fewer, more, others in between, passes beside each other', () => {
    const steps = stepsOf(2, 60);
    const ids = new FeatureSet(few).ids;
    const fresh = (): FeatureSet => new FeatureSet(few);
    const passes = fc.array(
      fc.record({
        length: fc.integer({ min: 0, max: steps.length }),
        changed: fc.option(fc.integer({ min: 0, max: steps.length - 1 })),
        field: fc.constantFrom('close', 'volume', 'closeTimeUs', 'buyVolume', 'trades'),
        dropped: fc.option(fc.integer({ min: 0, max: steps.length - 1 })),
      }),
      { minLength: 2, maxLength: 6 },
    );
    fc.assert(
      fc.property(passes, fc.boolean(), (all, beside) => {
        const tape = new FeatureTape(ids.length);
        const runs = all.map(({ length, changed, field, dropped }) => {
          const own = steps.slice(0, length).flatMap((step, at) => {
            if (at === dropped) return [];
            if (at !== changed) return [step];
            return [{ ...step, candle: { ...step.candle, [field]: step.candle[field as 'close'] + 1 } }];
          });
          return { taped: new TapedFeatures(tape, ids, fresh), set: fresh(), own };
        });
        if (beside) {
          for (let at = 0; at < steps.length; at++) {
            for (const { taped, set, own } of runs) expectEqual(taped, set, own.slice(at, at + 1));
          }
        } else for (const { taped, set, own } of runs) expectEqual(taped, set, own);
      }),
      { seed: 4, numRuns: propertyRuns(60) },
    );
  });

  it('that have left the tape do not say that they are on it, and write nothing on it', () => {
    const steps = stepsOf(3, 40);
    const ids = new FeatureSet(few).ids;
    const tape = new FeatureTape(ids.length);
    const first = new TapedFeatures(tape, ids, () => new FeatureSet(few));
    expectEqual(first, new FeatureSet(few), steps.slice(0, 50));
    const other = new TapedFeatures(tape, ids, () => new FeatureSet(few));
    expectEqual(other, new FeatureSet(few), [...steps.slice(0, 20), ...steps.slice(30)]);
    expect([first.isOnTape, other.isOnTape, tape.length]).toEqual([true, false, 50]);
  });
});
