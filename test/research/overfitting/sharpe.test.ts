// Daily results in, Sharpe ratios with their errors out: against scipy, simulation, and each other.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflatedSharpe } from '../../../src/research/overfitting/deflated-sharpe.ts';
import { minimumTrackRecord, probabilisticSharpe } from '../../../src/research/overfitting/probabilistic-sharpe.ts';
import { autocorrelations, sharpeStandardError } from '../../../src/research/overfitting/sharpe-error.ts';
import { sharpeEstimate } from '../../../src/research/overfitting/sharpe-estimate.ts';
import { sharpeRatio } from '../../../src/research/statistics/risk-ratios.ts';
import { Random } from '../../../src/simulation/random.ts';
import { referenceTrials } from './reference-series.ts';

const daily = referenceTrials()[0]!;

/** Independent days with gains of 1 − p now and then, and losses of p otherwise: skewed, with a known Sharpe ratio. */
function skewedDays(random: Random, days: number, mean: number): Float64Array {
  return Float64Array.from({ length: days }, () => mean + (random.chance(0.2) ? -2 : 0.5) + 0.3 * random.normal());
}

describe('sharpeEstimate', () => {
  it('equals scipy', () => {
    const { sharpe, days, skewness, kurtosis } = sharpeEstimate(daily)!;
    expect(days).toBe(96);
    expect(sharpe).toBeCloseTo(-0.18218704501938301, 13);
    expect(skewness).toBeCloseTo(0.06733725288254723, 12);
    expect(kurtosis).toBeCloseTo(2.9288393141154296, 12);
  });

  it('is that of the reports, without the year', () => {
    expect(sharpeEstimate(daily)!.sharpe * Math.sqrt(252)).toBeCloseTo(sharpeRatio([...daily])!, 12);
  });

  it('is nothing where no day differs, and refuses what is no number', () => {
    expect(sharpeEstimate([0.1, 0.1, 0.1])).toBeUndefined();
    expect(() => sharpeEstimate([1])).toThrow(expect.objectContaining({ code: 'bad-days' }));
    expect(() => sharpeEstimate([1, Number.NaN, 2])).toThrow(/NaN on day 2/);
  });
});

describe('probabilisticSharpe', () => {
  it('is as often above 95 % as it should be where there is no skill, for skewed days too', () => {
    const random = new Random(3, 'psr');
    let above = 0;
    const runs = 4000;
    for (let run = 0; run < runs; run += 1) {
      if (probabilisticSharpe(sharpeEstimate(skewedDays(random, 250, 0))!) > 0.95) above += 1;
    }
    // 5 % ± 1 %: three standard errors of the count
    expect(Math.abs(above / runs - 0.05)).toBeLessThan(0.011);
  });

  it('reaches the confidence at the minimum track record', () => {
    const moments = fc.record({
      sharpe: fc.double({ min: 0.01, max: 1, noNaN: true }),
      skewness: fc.double({ min: -3, max: 3, noNaN: true }),
      days: fc.integer({ min: 2, max: 5000 }),
      over: fc.double({ min: 0, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(moments, fc.double({ min: 0.6, max: 0.999, noNaN: true }), ({ over, ...rest }, confidence) => {
        const estimate = { ...rest, kurtosis: 1.01 + rest.skewness ** 2 + over };
        const days = minimumTrackRecord(estimate, 0, confidence)!;
        expect(probabilisticSharpe({ ...estimate, days })).toBeCloseTo(confidence, 9);
      }),
    );
  });

  it('knows no length that proves what is not there', () => {
    expect(minimumTrackRecord({ sharpe: 0.1, days: 99, skewness: 0, kurtosis: 3 }, 0.1)).toBeUndefined();
    expect(minimumTrackRecord({ sharpe: -0.1, days: 99, skewness: 0, kurtosis: 3 })).toBeUndefined();
  });

  it('refuses an excess in place of a kurtosis', () => {
    const excess = { sharpe: 0.1, days: 99, skewness: 0, kurtosis: 0 };
    expect(() => probabilisticSharpe(excess)).toThrow(
      expect.objectContaining({ code: 'bad-moments', field: 'kurtosis' }),
    );
  });
});

describe('deflatedSharpe', () => {
  it('is the probabilistic one for a single trial, and falls with each other', () => {
    const estimate = sharpeEstimate(referenceTrials()[3]!)!;
    expect(deflatedSharpe(estimate, { trials: 1, variance: 0.01 })).toEqual({
      probability: probabilisticSharpe(estimate),
      benchmark: 0,
    });
    let last = 1;
    for (let trials = 1; trials < 200; trials += 3) {
      const { probability } = deflatedSharpe(estimate, { trials, variance: 0.01 });
      expect(probability).toBeLessThan(last);
      last = probability;
    }
  });
});

describe('sharpeStandardError', () => {
  it('without lags is that of the moments', () => {
    const { sharpe, skewness, kurtosis } = sharpeEstimate(daily)!;
    const biased = sharpe * Math.sqrt(96 / 95);
    const mertens = Math.sqrt((1 - skewness * biased + ((kurtosis - 1) / 4) * biased ** 2) / 96);
    expect(sharpeStandardError(daily)).toBeCloseTo(mertens, 13);
  });

  it('of days that follow each other is the spread that is seen', () => {
    const random = new Random(8, 'lo');
    const [runs, days] = [1500, 400];
    const sharpes: number[] = [];
    let [withLags, without] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      let value = 0;
      const series = Float64Array.from({ length: days }, () => {
        value = 0.4 * value + random.normal();
        return 0.1 + value;
      });
      sharpes.push(sharpeEstimate(series)!.sharpe);
      withLags += sharpeStandardError(series, 15)! / runs;
      without += sharpeStandardError(series)! / runs;
    }
    const mean = sharpes.reduce((sum, value) => sum + value, 0) / runs;
    const seen = Math.sqrt(sharpes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs);
    // the estimate is known to be a few per cent too small at 400 days; without lags it misses a third
    expect(Math.abs(withLags / seen - 1)).toBeLessThan(0.1);
    expect(without / seen).toBeLessThan(0.75);
  });

  it('autocorrelations are those of the definition', () => {
    const [a, b, c, d] = [1, 3, 2, 6];
    const mean = 3;
    const squares = (a - mean) ** 2 + (b - mean) ** 2 + (c - mean) ** 2 + (d - mean) ** 2;
    const first = (a - mean) * (b - mean) + (b - mean) * (c - mean) + (c - mean) * (d - mean);
    expect(autocorrelations([a, b, c, d], 2)[0]).toBeCloseTo(first / squares, 14);
    expect([...autocorrelations([2, 2, 2], 2)]).toEqual([0, 0]);
  });
});
