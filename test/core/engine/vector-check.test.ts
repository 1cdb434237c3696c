// The features of a decision: what is frozen, out of its range, stood in for or unlike training is a HOLD that names it.
import { describe, expect, it } from 'vitest';
import { defineFeature, type FeatureDefinition } from '../../../src/core/features/define-feature.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import { lastValid } from '../../../src/core/features/last-valid.ts';
import type { InputProfile } from '../../../src/core/prediction/input-profile.ts';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { type EngineBench, endMinute, readyBench } from '../../support/engine-bench.ts';
import { fakeModel } from '../../support/fake-model.ts';
import { type Decide, holds, setupOf } from '../../support/test-strategy.ts';

/** A feature that gives what a list says, candle by candle of the session, its last value for ever; undefined is not ready. */
function told(values: (candle: number) => number | undefined, changes: Partial<FeatureDefinition> = {}): FeatureSpec {
  const about = { id: 'told', meaning: 'told', unit: 'none', warmup: 1, sessionRule: 'reset', ...changes } as const;
  return defineFeature(about, () => {
    let candle = -1;
    return (out, { openTimeUs }, { openUs }) => {
      if (openTimeUs >= openUs) candle += 1;
      const value = values(candle);
      if (value !== undefined) out.set(value);
    };
  });
}

/** Minutes whose close moves each time unless told otherwise; words of the decisions. */
function minutes(
  bench: EngineBench,
  count: number,
  price = (minute: number) => 5500 + (minute % 2),
): readonly string[] {
  for (let minute = 1; minute <= count; minute++) endMinute(bench, minute, price(minute));
  return bench.decisions.map(
    ({ outcome }) => `${outcome.kind === 'hold' ? outcome.code : outcome.kind}: ${outcome.reason}`,
  );
}

const run = (spec: FeatureSpec, count: number, price?: (minute: number) => number) =>
  minutes(readyBench([setupOf(holds, { features: { spec } })]), count, price);

describe('a feature', () => {
  it('that stands still while the price moves is frozen after its warm-up and twenty candles', () => {
    const words = run(
      told((candle) => (candle < 5 ? candle : 0.25), { warmup: 3 }),
      40,
    );
    expect(words.findIndex((text) => text.startsWith('frozenInput'))).toBe(5 + 3 + 20 + 1);
    expect(words.at(-1)).toBe(
      'frozenInput: told has been 0.25 for 34 candles in which the price moved; at most 23 are plausible',
    );
  });

  it('may stand still while the price does, and where it is discrete', () => {
    const still = (texts: readonly string[]) => expect(new Set(texts)).toEqual(new Set(['strategyHold: as always']));
    still(
      run(
        told(() => 1),
        40,
        () => 5500,
      ),
    );
    still(
      run(
        told(() => 1, { scale: 'discrete' }),
        40,
      ),
    );
    still(
      run(
        told(() => 1, { inputs: ['clock'] }),
        40,
      ),
    );
  });

  it('goes on once it changes again', () => {
    const words = run(
      told((candle) => (candle < 30 ? 1 : candle)),
      35,
    );
    expect([words[28], words.at(-1)]).toEqual([expect.stringMatching(/^frozenInput/), 'strategyHold: as always']);
  });

  it('beyond the range that it declares is out of it', () => {
    const words = run(
      told((candle) => (candle === 3 ? 1.5 : candle / 10), { range: [0, 1] }),
      5,
    );
    expect(words[3]).toBe('outOfRange: told is 1.5, which is not within 0 to 1');
    expect(words.filter((text) => text !== 'strategyHold: as always')).toHaveLength(1);
  });

  it('that stands in with an old value counts against the share that may, and is no frozen one', () => {
    const spec = lastValid(
      told((candle) => (candle < 2 ? candle : undefined)),
      { candles: 50 },
    );
    const words = run(spec, 40);
    expect(words[1]).toBe('strategyHold: as always');
    expect(words[3]).toBe(
      'tooManyFilled: 1 of 1 features stand in with old values (told of 2 candles ago); at most 20 % may',
    );
    const lenient = minutes(readyBench([setupOf(holds, { features: { spec } })], { filledShareMost: 1 }), 40);
    expect(new Set(lenient)).toEqual(new Set(['strategyHold: as always']));
  });
});

describe('a model with a profile', () => {
  const asks: Decide = holds;
  const facts = { mean: 0, deviation: 1, low: -2, high: 2, unchangedMost: 2, unchangedShare: 0.1 };
  const profile: InputProfile = { rows: 10, inputs: [facts], joint: { columns: [0], factor: [1], limit: 4 } };
  const bench = (spec: FeatureSpec, changes: Partial<ModelManifest> = {}) => {
    const model = fakeModel(['told'], { schemaVersion: 2, profile, ranges: [[-10, 10]], ...changes });
    return readyBench([{ ...setupOf(asks, { features: { spec }, model: 'fake' }), model }]);
  };
  const askedAt = (value: number) => {
    const each = bench(told((candle) => value + (candle % 2) * 1e-3));
    return [minutes(each, 1)[0], each.requests.length];
  };

  it('is asked about what it has seen the like of', () => expect(askedAt(1)).toEqual([undefined, 1]));

  it('is not asked about the rest; the reason has value and limits', () => {
    expect(askedAt(20)).toEqual(['outsideTraining: told is 20, in training it was -10 to 10', 0]);
    expect(askedAt(7)).toEqual(['unlikelyInput: told is 7, far from nearly all of training: -6 to 6', 0]);
    expect(askedAt(5)).toEqual([expect.stringMatching(/^unlikelyInputs: unlike all of training together: told 5;/), 0]);
  });

  it('takes an input for frozen by how long it stood still in training', () => {
    const words = minutes(bench(told(() => 1)), 30);
    expect(words.find((text) => text.startsWith('frozenInput'))).toBe(
      'frozenInput: told has been 1 for 25 candles in which the price moved; at most 24 are plausible',
    );
  });

  it('has its decision told with the ages that the features had when it was asked', () => {
    const spec = lastValid(
      told((candle) => (candle < 1 || candle === 2 ? candle : undefined)),
      { candles: 5 },
    );
    const model = fakeModel(['told']);
    const setups = [{ ...setupOf(asks, { features: { spec }, model: 'fake' }), model }];
    const asked = readyBench(setups, { filledShareMost: 1, predictionTimeoutUs: 59_000_000 });
    minutes(asked, 4);
    const aged = asked.decisions.map(({ inputs, outcome }) => [
      outcome.kind === 'hold' && outcome.code,
      inputs.filled?.told ?? 0,
    ]);
    // given up when the candle after its own has closed, at which the feature stands in with an old value
    expect(aged.slice(0, 2)).toEqual([
      ['predictionPending', 1],
      ['predictionTimedOut', 0],
    ]);
  });
});
