// The change-point and the cumulative-sum regime: their thresholds at every candle, the scale of their returns, and refused settings.

import { describe, expect, it } from 'vitest';
import { defaultChangePointParameters } from '../../../src/core/regime/change-point-parameters.ts';
import { changePointRegime } from '../../../src/core/regime/change-point-regime.ts';
import { cusumRegime } from '../../../src/core/regime/cusum-regime.ts';
import { RunLengthPosterior } from '../../../src/core/regime/run-length-posterior.ts';
import { ScaledReturns } from '../../../src/core/regime/scaled-returns.ts';
import { TwoSidedCusum } from '../../../src/core/regime/two-sided-cusum.ts';
import { randomCandles } from '../features/candles.ts';
import * as slow from '../features/reference.ts';

const candles = randomCandles(3000, 53, 570).map(({ candle }) => candle);
const rules = { volatilityCandles: 60, mostDeviations: 4 };

describe('scaled returns', () => {
  it('are returns inside sessions over the deviation of the 60 before, cut at the most', () => {
    const scaled = new ScaledReturns({ volatilityCandles: 60, mostDeviations: 2 });
    const steps: number[] = [];
    let cut = 0;
    candles.forEach((candle, t) => {
      scaled.push(candle);
      if (t === 0) return;
      const before = candle.firstOfSession ? candle.open : candles[t - 1]!.close;
      const step = Math.log(candle.close / before);
      expect(scaled.ready).toBe(steps.length >= 60);
      if (scaled.ready) {
        const expected = step / slow.deviation(steps.slice(-60), 0);
        if (Math.abs(expected) > 2) cut++;
        expect(scaled.value).toBeCloseTo(Math.max(-2, Math.min(2, expected)), 8);
      }
      steps.push(step);
    });
    expect(cut).toBeGreaterThan(0);
  });

  it('are missing where the returns before were all alike', () => {
    const scaled = new ScaledReturns(rules);
    for (const candle of candles.slice(0, 100)) {
      scaled.push({ ...candle, open: 5000, high: 5000, low: 5000, close: 5000 });
      expect(scaled.ready).toBe(false);
    }
  });
});

describe('the cumulative-sum regime', () => {
  it('says at every candle what its scores say', () => {
    const detector = cusumRegime().create();
    const scaled = new ScaledReturns(rules);
    const sums = new TwoSidedCusum(0.25, 12);
    let expected = 'undefined';
    let seen = 0;
    const kinds = new Set<string>();
    for (const candle of candles) {
      detector.update(candle);
      scaled.push(candle);
      if (scaled.ready) {
        sums.push(scaled.value);
        seen++;
      }
      const [up, down] = [sums.scores[0]!, sums.scores[1]!];
      if (seen < 20) expected = 'undefined';
      else if (up >= down && up >= (expected === 'trend_up' ? 4 : 8)) expected = 'trend_up';
      else if (down > up && down >= (expected === 'trend_down' ? 4 : 8)) expected = 'trend_down';
      else expected = Math.max(up, down) < 4 ? 'range' : 'undefined';
      expect(detector.regime.kind).toBe(expected);
      if (seen > 0) expect(detector.regime.strength).toBe(Math.max(up, down));
      kinds.add(expected);
    }
    expect(kinds.size).toBe(4);
  });

  it.each<[Record<string, number>, string]>([
    [{ reference: 0 }, 'reference must be above 0'],
    [{ enterScore: 13 }, 'enterScore must be above 0 and not above mostScore'],
    [{ leaveScore: 9 }, 'leaveScore must not be above enterScore'],
    [{ calmScore: 9 }, 'calmScore must not be above enterScore'],
    [{ volatilityCandles: 1 }, 'volatilityCandles must be a whole number from 2, not 1'],
    [{ treshold: 1 }, 'has no setting treshold'],
  ])('refuses %o', (settings, message) => {
    expect(() => cusumRegime(settings)).toThrow(new RangeError(`cusumRegime: ${message}`));
  });
});

describe('the change-point regime', () => {
  it('says at every candle what the drift since the likeliest change says, confirmed', () => {
    const detector = changePointRegime({ confirm: 1, enterDrift: 1.5 }).create();
    const scaled = new ScaledReturns(rules);
    const runs = new RunLengthPosterior(defaultChangePointParameters);
    let expected = 'undefined';
    let seen = 0;
    const kinds = new Set<string>();
    for (const candle of candles) {
      detector.update(candle);
      scaled.push(candle);
      if (!scaled.ready) continue;
      runs.push(scaled.value);
      runs.describe();
      seen++;
      const side = runs.drift > 0 ? 'trend_up' : 'trend_down';
      const size = Math.abs(runs.drift);
      if (seen < 10 || runs.longest < 10) expected = 'undefined';
      else if (size >= (expected === side ? 1 : 1.5)) expected = side;
      else expected = size < 1 ? 'range' : 'undefined';
      expect(detector.regime.kind).toBe(expected);
      expect(detector.regime.strength).toBe(size);
      kinds.add(expected);
    }
    expect(kinds.size).toBe(4);
  });

  it.each<[Record<string, number>, string]>([
    [{ priorCandles: 0 }, 'priorCandles must be above 0'],
    [{ meanRun: 1 }, 'meanRun must be above 1'],
    [{ mostRun: 2001 }, 'mostRun must be at most 2000, not 2001'],
    [{ leastRun: 241 }, 'leastRun must not be above mostRun'],
    [{ leaveDrift: 3 }, 'leaveDrift must not be above enterDrift'],
    [{ calmDrift: 3 }, 'calmDrift must not be above enterDrift'],
  ])('refuses %o', (settings, message) => {
    expect(() => changePointRegime(settings)).toThrow(new RangeError(`changePointRegime: ${message}`));
  });
});
