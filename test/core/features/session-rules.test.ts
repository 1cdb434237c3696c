// What features do at the start of a session and at a candle without flow; beside the contract in test/contracts/features.test.ts.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureInput, FeatureSpec } from '../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../src/core/features/feature-set.ts';
import { UnchangedRuns } from '../../../src/core/prediction/unchanged-runs.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from './candles.ts';

type Values = (number | undefined)[];

const PER_SESSION = 90;
const steps = randomCandles(420, 5, PER_SESSION);

function run(spec: FeatureSpec, over: readonly Step[]): Values {
  const feature = spec.create();
  return over.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

function changed(over: readonly Step[], change: (step: Step, index: number) => Partial<Step['candle']>): Step[] {
  return over.map((step, index) => ({ ...step, candle: { ...step.candle, ...change(step, index) } }));
}

function expectSound(spec: FeatureSpec, values: Values): void {
  const { range } = spec.meta;
  values.forEach((value, t) => {
    if (value === undefined) return;
    if (!Number.isFinite(value)) throw new Error(`candle ${t + 1}: ${value}`);
    if (range !== undefined && (value < range[0] || value > range[1])) throw new Error(`candle ${t + 1}: ${value}`);
  });
}

const withInput = (input: FeatureInput) => [...catalogue.values()].filter(({ meta }) => meta.inputs.includes(input));
/** Of candles alone: no tape, no book, nothing of earlier days. */
const ofFlow = withInput('flow').filter(({ meta }) =>
  meta.inputs.every((input) => input === 'flow' || input === 'candles'),
);
const withRule = (rule: string) => [...catalogue.values()].filter(({ meta }) => meta.sessionRule === rule);

describe('a hole in the flow', () => {
  it.each(ofFlow.map((spec) => [spec.meta.id, spec] as const))(
    '%s loses its value at a candle without flow until its window is whole again',
    (_id, spec) => {
      const hole = 200;
      const values = run(
        spec,
        changed(steps, (_step, index) => (index === hole ? { hasFlow: false } : {})),
      );
      expect(values[hole]).toBeUndefined();
      const back = values.findIndex((value, t) => t > hole && value !== undefined);
      // the prices go on, so a window over moves is whole one candle sooner than from the very start
      const window = spec.meta.parameters.candles ?? 1;
      const sessionStart = Math.ceil((hole + 1) / PER_SESSION) * PER_SESSION;
      expect(back).toBe(spec.meta.sessionRule === 'reset' ? sessionStart : hole + window);
    },
  );
});

describe('the rule at the start of a session', () => {
  // momentumPct leaves the gap out of its numerator; its denominator is a close as traded, so a shift of prices shows in it
  const gapless = withRule('skipGap').filter(({ meta }) => !meta.id.startsWith('momentumPct'));

  it.each(gapless.map((spec) => [spec.meta.id, spec] as const))(
    '%s leaves out the move between sessions',
    (id, spec) => {
      const inPoints = /^(momentum|trend|obv|delta|kyle|efficiency)/.test(id);
      const isShifted = (index: number) => index >= 2 * PER_SESSION && index < 4 * PER_SESSION;
      const moved = changed(steps, ({ candle }, index) => {
        if (!isShifted(index)) return {};
        const move = (price: number) => (inPoints ? price + 400 : price * 1.25);
        return { open: move(candle.open), high: move(candle.high), low: move(candle.low), close: move(candle.close) };
      });
      const [before, after] = [run(spec, steps), run(spec, moved)];
      before.forEach((value, t) => {
        if (value === undefined || after[t] === undefined) expect(after[t]).toBe(value);
        else expect(Math.abs(after[t] - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      });
    },
  );

  it('a first candle ever has no return, whether it begins a session or not', () => {
    for (const firstOfSession of [true, false]) {
      const begun = changed(steps.slice(0, 2), (_step, index) => (index === 0 ? { firstOfSession } : {}));
      const [first, second] = run(catalogue.get('return_1')!, begun);
      expect(first).toBeUndefined();
      expect(second).toBe(begun[1]!.candle.close / begun[0]!.candle.close - 1);
    }
  });

  it('the return of the first candle of a session is close over its own open', () => {
    const { open, close } = steps[PER_SESSION]!.candle;
    expect(run(catalogue.get('return_1')!, steps)[PER_SESSION]).toBeCloseTo(close / open - 1, 15);
    expect(run(catalogue.get('momentum_1')!, steps)[PER_SESSION]).toBe(close - open);
    const before = steps[PER_SESSION - 1]!.candle.close;
    expect(run(catalogue.get('momentumPct_1')!, steps)[PER_SESSION]).toBe((close - open) / before);
  });

  it('sums of a session have no value when state begins in the middle of one', () => {
    for (const id of ['vwap', 'vwapDistance', 'cumulativeDelta']) {
      const values = run(catalogue.get(id)!, steps.slice(10));
      expect(values.findIndex((value) => value !== undefined)).toBe(PER_SESSION - 10);
    }
  });
});

describeWithRealData('every feature on real WDO minutes', [REAL_FILE], (path) => {
  it('is sound, and has its first value at the warm-up candle where bars are enough', () => {
    const real = realCandles(path!, 'WDOX25', 1500);
    for (const spec of catalogue.values()) {
      const values = run(spec, real);
      expectSound(spec, values);
      const isOfBars = spec.meta.inputs.every((input) => input === 'candles' || input === 'clock');
      expect([spec.meta.id, values.some((value) => value !== undefined)]).toEqual([spec.meta.id, isOfBars]);
    }
  });

  it('stays the same for no longer than a live run takes for frozen, unless it may', () => {
    const ofBars = [...catalogue.values()].filter(({ meta }) =>
      meta.inputs.every((input) => input === 'candles' || input === 'clock'),
    );
    const set = new FeatureSet(Object.fromEntries(ofBars.map((spec) => [spec.meta.id, spec])));
    const unchanged = new UnchangedRuns(ofBars.length);
    const longest = ofBars.map(() => 0);
    for (const contract of ['WDOU25', 'WDOX25', 'WDOF26']) {
      for (const { candle, session } of realCandles(path!, contract, 4000)) {
        set.update(candle, session);
        unchanged.update(set, candle);
        for (const [column, run] of unchanged.runs.entries()) longest[column] = Math.max(longest[column]!, run);
      }
    }
    const frozen = ofBars.filter(
      ({ meta }, column) => meta.scale === 'continuous' && longest[column]! > meta.warmup + 20,
    );
    expect(frozen.map(({ meta }) => meta.id)).toEqual([]);
  });
});
