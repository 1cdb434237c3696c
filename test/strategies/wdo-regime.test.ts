// What decide() of wdo-regime wants in each regime, from hand-written inputs.
import type { Prediction, Regime } from 'quantumtrader';
import { describe, expect, it } from 'vitest';
import strategy from '../../strategies/wdo-regime.ts';

type Context = Parameters<typeof strategy.decide>[0];

function regime(kind: Regime['kind'], atr?: number): Regime {
  const levels = { nearSupport: true, nearResistance: true };
  return { kind, confidence: 0.8, strength: 30, ageCandles: 4, reason: 'test', atr, ...levels };
}

function prediction(direction: number): Prediction {
  const up = (0.8 + direction) / 2;
  const probabilities = { down: 0.8 - up, flat: 0.2, up };
  return { direction, magnitude: 0.001, confidence: 0.9, probabilities, members: [] };
}

function context(changes: Partial<Context>): Context {
  return {
    features: { slope: 0.0001 },
    regime: regime('trend_up', 2),
    prediction: prediction(0.5),
    position: { quantity: 0, averagePrice: undefined },
    price: 5500,
    session: { day: '2025-08-05', dayOfWeek: 2, openUs: 0, closeUs: 34_200_000_000, daysToRoll: 17, tick: 0.5 },
    ...changes,
  };
}

describe('wdo-regime', () => {
  it('buys in a trend up, 5 points of risk for 10', () => {
    const bracket = { stopPoints: 5, targetPoints: 10 };
    expect(strategy.decide(context({}))).toEqual({
      kind: 'direction',
      direction: 1,
      bracket,
      reason: 'with the trend',
    });
  });

  it('sells in a trend down, 5 points of risk for 10', () => {
    const wanted = strategy.decide(context({ regime: regime('trend_down', 2), prediction: prediction(-0.5) }));
    expect(wanted).toMatchObject({ direction: -1, bracket: { stopPoints: 5, targetPoints: 10 } });
  });

  it('takes the stop of a range from the average true range, and one and a half of it as target', () => {
    const wanted = strategy.decide(context({ regime: regime('range', 4.5) }));
    expect(wanted).toMatchObject({ direction: 1, bracket: { stopPoints: 4.5, targetPoints: 6.75 } });
  });

  it.each([0.5, 2.9, undefined])('keeps the stop of a range at 3 points or more when the range is %s', (atr) => {
    const wanted = strategy.decide(context({ regime: regime('range', atr), prediction: prediction(-0.4) }));
    expect(wanted).toMatchObject({ direction: -1, bracket: { stopPoints: 3, targetPoints: 4.5 } });
  });

  it.each([1, -1, 2])('leaves a position of %s to its bracket', (quantity) => {
    expect(strategy.decide(context({ position: { quantity, averagePrice: 5500 } })).kind).toBe('hold');
  });

  it('holds without a prediction', () => {
    expect(strategy.decide(context({ prediction: undefined }))).toEqual({ kind: 'hold', reason: 'no prediction' });
  });

  it('keeps within the risk that the mission allows', () => {
    expect(strategy.risk.riskPerTrade).toBeLessThanOrEqual(0.02);
    expect(strategy.risk.dailyLossLimit).toBeLessThanOrEqual(0.05);
    expect(strategy.risk.maxPositions).toBe(1);
    expect(strategy.instruments.trade).toBe('WDOFUT');
  });
});
