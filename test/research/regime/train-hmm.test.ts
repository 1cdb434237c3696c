// Training a hidden Markov regime on sessions: the same numbers each time, states with meanings, and refusals.

import { describe, expect, it } from 'vitest';
import { hmmRegime } from '../../../src/core/regime/hmm-regime.ts';
import { regimeStudy } from '../../../src/research/regime/regime-study.ts';
import { type HmmProgress, trainHmm } from '../../../src/research/regime/train-hmm.ts';
import { REAL_FILE, randomCandles, realCandles } from '../../core/features/candles.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { daysOf } from './regime-days.ts';

const days = daysOf(randomCandles(2000, 3, 250));
const quick = { states: 3, restarts: 2, mostIterations: 20 };

describe('training', () => {
  it('gives the same numbers for the same sessions, others for another seed', () => {
    const once = trainHmm(days, quick);
    expect(trainHmm(days, quick)).toEqual(once);
    expect(trainHmm(days, { ...quick, seed: 2 })).not.toEqual(once);
  });

  it('gives something that a detector takes, also from JSON', () => {
    const trained = trainHmm(days, quick);
    if (trained.kind === 'refused') throw new Error(trained.reason);
    expect(trained.observations).toBe(2000 - 20);
    expect(hmmRegime(JSON.parse(JSON.stringify(trained.fitted)) as typeof trained.fitted).id).toBe('hmm');
  });

  it('tells each round, and takes the start with the highest likelihood', () => {
    const rounds: HmmProgress[] = [];
    const trained = trainHmm(days, { ...quick, restarts: 3, onProgress: (progress) => rounds.push(progress) });
    if (trained.kind === 'refused') throw new Error(trained.reason);
    expect(new Set(rounds.map(({ restart }) => restart))).toEqual(new Set([1, 2, 3]));
    const best = Math.max(...rounds.map(({ logLikelihood }) => logLikelihood));
    expect(trained.logLikelihood).toBe(best);
  });

  it('refuses too few candles, and a market that stands still', () => {
    expect(trainHmm(days.slice(0, 1), { ...quick, states: 8 })).toEqual({
      kind: 'refused',
      reason: '230 observations, too few for 8 states: 400',
    });
    const still = days.map((day) => ({
      ...day,
      before: [],
      candles: day.candles.map((candle) => ({ ...candle, open: 5000, close: 5000, high: 5001, low: 4999 })),
    }));
    expect(trainHmm(still, quick)).toEqual({ kind: 'refused', reason: 'the return never changes' });
  });

  it('names states by their drift, and one that is only wild undefined', () => {
    const kinds = trainHmm(days, { ...quick, trendShare: 100, wildVolatility: -100 });
    expect(kinds).toMatchObject({ fitted: { kinds: ['undefined', 'undefined', 'undefined'] } });
    const all = trainHmm(days, { ...quick, trendShare: 0 });
    if (all.kind === 'refused') throw new Error(all.reason);
    for (const kind of all.fitted.kinds) expect(kind).toMatch(/^trend_/);
  });
});

describeWithRealData('trained on real WDO minutes', [REAL_FILE], (path) => {
  it('it sees trends of both sides and ranges in days after its training', () => {
    const real = daysOf(realCandles(path!, 'WDOZ25', 6000), 700);
    const half = Math.floor(real.length / 2);
    const trained = trainHmm(real.slice(0, half), { restarts: 2 });
    if (trained.kind === 'refused') throw new Error(trained.reason);
    expect(new Set(trained.fitted.kinds)).toEqual(new Set(['trend_up', 'trend_down', 'range']));
    const { statistics } = regimeStudy(real.slice(half), hmmRegime(trained.fitted));
    for (const { kind, share, meanLength } of statistics.kinds.slice(0, 3)) {
      expect(share, kind).toBeGreaterThan(0.05);
      expect(meanLength, kind).toBeGreaterThan(5);
    }
  });
});
