// The worked examples of the papers in, their printed digits out: probabilistic and deflated Sharpe ratio, track record, backtest length.

import { describe, expect, it } from 'vitest';
import { combinations } from '../../../src/research/overfitting/block-halves.ts';
import { deflatedSharpe } from '../../../src/research/overfitting/deflated-sharpe.ts';
import { expectedMaximum, minimumBacktestYears } from '../../../src/research/overfitting/expected-maximum.ts';
import { minimumTrackRecord, probabilisticSharpe } from '../../../src/research/overfitting/probabilistic-sharpe.ts';
import { annualFactor } from '../../../src/research/overfitting/sharpe-error.ts';

describe('The Deflated Sharpe Ratio (2014), a numerical example', () => {
  // Sharpe 2.5 a year of 250 days over 5 years, variance of the trials 1/2 a year, skewness -3, kurtosis 10
  const estimate = { sharpe: 2.5 / Math.sqrt(250), days: 1250, skewness: -3, kurtosis: 10 };
  const variance = 1 / 2 / 250;

  it('100 trials: benchmark 0.1132, deflated 0.9004', () => {
    const { probability, benchmark } = deflatedSharpe(estimate, { trials: 100, variance });
    expect(benchmark.toFixed(4)).toBe('0.1132');
    expect(probability.toFixed(4)).toBe('0.9004');
  });

  it('46 trials: 0.9505', () => {
    expect(deflatedSharpe(estimate, { trials: 46, variance }).probability.toFixed(4)).toBe('0.9505');
  });

  it('88 trials of normal returns: 0.9505', () => {
    const normal = { ...estimate, skewness: 0, kurtosis: 3 };
    expect(deflatedSharpe(normal, { trials: 88, variance }).probability.toFixed(4)).toBe('0.9505');
  });
});

describe('The Sharpe Ratio Efficient Frontier (2012)', () => {
  // monthly Sharpe 0.458 of a hedge fund
  const fund = { sharpe: 0.458, days: 24, skewness: -2.448, kurtosis: 10.164 };

  it('two years of a fund: 0.982 by mean and deviation alone, 0.913 with its tails, enough after a third year', () => {
    expect(probabilisticSharpe({ ...fund, skewness: 0, kurtosis: 3 }).toFixed(3)).toBe('0.982');
    expect(probabilisticSharpe(fund).toFixed(3)).toBe('0.913');
    expect(probabilisticSharpe({ ...fund, days: 36 })).toBeGreaterThan(0.95);
  });

  it.each([
    [250, 0, 3, '2.73'],
    [52, 0, 3, '2.83'],
    [12, 0, 3, '3.24'],
    [12, -0.72, 5.78, '4.99'],
  ])(
    'Sharpe 2 above 1 at 95 %%, %s periods a year, skewness %s, kurtosis %s: %s years',
    (year, skewness, kurtosis, years) => {
      const estimate = { sharpe: 2 / Math.sqrt(year), days: year, skewness, kurtosis };
      const length = minimumTrackRecord(estimate, 1 / Math.sqrt(year))!;
      expect((length / year).toFixed(2)).toBe(years);
    },
  );
});

describe('Pseudo-Mathematics and Financial Charlatanism (2014)', () => {
  it('the best of ten strategies without skill shows 1.57 over a year', () => {
    expect(expectedMaximum(10).toFixed(2)).toBe('1.57');
  });

  it('five years allow no more than 45 trials', () => {
    expect(minimumBacktestYears(45)).toBeLessThan(5);
    expect(minimumBacktestYears(46)).toBeGreaterThan(5);
  });

  it('the length stays below its bound 2 ln N ÷ E²', () => {
    for (const trials of [2, 10, 45, 1000, 1e6]) {
      for (const sharpe of [0.5, 1, 2]) {
        expect(minimumBacktestYears(trials, sharpe)).toBeLessThan((2 * Math.log(trials)) / sharpe ** 2);
      }
    }
  });
});

describe('The Probability of Backtest Overfitting (2017)', () => {
  it('16 blocks make 12,870 combinations', () => {
    // the paper prints 12,780, which is no binomial coefficient: 16! / (8! 8!) = 12,870
    expect(combinations(16, 8)).toBe(12_870);
  });
});

describe('The Statistics of Sharpe Ratios (2002)', () => {
  it('independent months are annualised by the root of 12', () => {
    expect(annualFactor(12)!.toFixed(2)).toBe('3.46');
  });

  it('an autoregression of 20 % a month takes some of it', () => {
    // closed form of equation 20 for ρₖ = ρ^k: √q ÷ √(1 + 2ρ/(1 − ρ)·(1 − (1 − ρ^q)/(q(1 − ρ))))
    const [rho, q] = [0.2, 12];
    const closed = Math.sqrt(q / (1 + ((2 * rho) / (1 - rho)) * (1 - (1 - rho ** q) / (q * (1 - rho)))));
    const powers = Array.from({ length: 11 }, (_, at) => rho ** (at + 1));
    expect(annualFactor(q, powers)).toBeCloseTo(closed, 12);
  });
});
