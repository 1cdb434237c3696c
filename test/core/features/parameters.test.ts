// Makers of features refuse unusable parameters, naming feature and parameter, and give ids by the catalogue's rule.

import { describe, expect, it } from 'vitest';
import * as features from '../../../src/core/features/index.ts';

const {
  adx,
  bollinger,
  ema,
  fracDiff,
  hurst,
  macd,
  maRatio,
  orderFlowImbalance,
  returns,
  rsi,
  stochastic,
  trendStrength,
  volatility,
} = features;

describe('ids', () => {
  it.each([
    [returns({ candles: 5 }), 'return_5'],
    [returns({ candles: 7 }), 'return_7'],
    [ema.slope({ period: 20 }), 'emaSlope_20'],
    [ema.distance(), 'priceToEma_20'],
    [ema.alignment(), 'emaAlignment'],
    [ema.alignment({ fast: 5 }), 'emaAlignment(f=5,m=20,s=50)'],
    [maRatio({ fast: 5, slow: 20 }), 'maRatio_5_20'],
    [bollinger.position(), 'bollingerPosition_20'],
    [bollinger.position({ period: 20, deviations: 2.5 }), 'bollingerPosition(p=20,k=2.5)'],
    [macd.histogram(), 'macdHistogram_12_26_9'],
    [macd.cross({ fast: 5 }), 'macdCross(f=5,s=26,n=9)'],
    [stochastic.k(), 'stochasticK_14_3_3'],
    [rsi({ period: 9 }), 'rsi_9'],
    [rsi.distance50({ period: 9 }), 'rsiDistance50(p=9)'],
    [adx.spread(), 'diSpread'],
    [trendStrength({ candles: 3 }), 'trendStrength(k=3,n=20)'],
    [fracDiff({ order: 0.5, threshold: 1e-3 }), 'fracDiff(d=0.5,t=0.001)'],
  ])('%# carry the parameters: %s', (spec, id) => {
    expect(spec.meta.id).toBe(id);
  });

  it('tell apart what computes differently', () => {
    const specs = [3, 4].flatMap((candles) => [
      returns({ candles }),
      volatility({ candles }),
      ema({ period: candles }),
    ]);
    expect(new Set(specs.map(({ meta }) => meta.id)).size).toBe(specs.length);
  });
});

describe('parameters', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9])('refuse a window of %s', (candles) => {
    const message = `return: candles must be a whole number from 1 to 65536, not ${candles}`;
    expect(() => returns({ candles })).toThrow(new RangeError(message));
  });

  it('refuse a deviation of one value', () => {
    expect(() => volatility({ candles: 1 })).toThrow(/volatility: candles must be a whole number from 2/);
    expect(() => adx({ period: 1 })).toThrow(/adx: period must be a whole number from 2/);
  });

  it('refuse windows in the wrong order', () => {
    expect(() => maRatio({ fast: 20, slow: 20 })).toThrow(new RangeError('maRatio: fast (20) must be below slow (20)'));
    expect(() => macd.line({ fast: 30 })).toThrow(/macdLine: fast \(30\) must be below slow \(26\)/);
    expect(() => ema.alignment({ middle: 60 })).toThrow(/emaAlignment: middle \(60\) must be below slow \(50\)/);
  });

  it('refuse what only one feature cannot take', () => {
    expect(() => bollinger.width({ deviations: 0 })).toThrow(/bollingerWidth: deviations must be a number above 0/);
    expect(() => hurst({ candles: 105 })).toThrow(/hurst: candles must be a multiple of 10/);
    expect(() => features.varianceRatio({ candles: 60 })).toThrow(/varianceRatio: candles must be at most 50/);
    expect(() => fracDiff({ order: 0.1, threshold: 1e-9 })).toThrow(/fracDiff: .* need more than 5000 candles/);
  });

  it('other than the defaults keep the warm-up exact', () => {
    expect(orderFlowImbalance({ candles: 7 }).meta.warmup).toBe(7);
    expect(macd.signal({ fast: 3, slow: 10, signal: 4 }).meta.warmup).toBe(13);
  });
});
