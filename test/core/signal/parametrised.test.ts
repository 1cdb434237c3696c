// Strategies as functions of parameters: defaults, other values, and refusals that name what is wrong.
import { describe, expect, it } from 'vitest';
import { ema } from '../../../src/core/features/index.ts';
import { parametrised } from '../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../src/core/signal/strategy.ts';
import { hold, target } from '../../../src/core/signal/wanted.ts';
import { fixedRegime } from '../../support/fixed-regime.ts';

const risk = { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' };

const strategy = parametrised(
  {
    period: { default: 20, min: 5, max: 50, step: 5 },
    stopPoints: { default: 5, min: 3, max: 15, step: 0.1 },
    side: { default: 'long', of: ['long', 'short'] },
  },
  ({ period, stopPoints, side }) => {
    const only: 'long' | 'short' = side;
    return defineStrategy({
      name: 'swept',
      instruments: { trade: 'WDOFUT' },
      candle: '1m',
      features: { slope: ema.slope({ period }) },
      regime: fixedRegime('trend_up'),
      decide({ features }) {
        // @ts-expect-error a feature that is not there does not compile
        features.slpoe;
        return features.slope > 0 ? target(only === 'long' ? 1 : -1, { stopPoints, targetPoints: 10 }, '') : hold('');
      },
      risk,
    });
  },
);

describe('a parametrised strategy', () => {
  it('is the strategy at its defaults', () => {
    expect(strategy.name).toBe('swept');
    expect(strategy.parameters?.values).toEqual({ period: 20, stopPoints: 5, side: 'long' });
    expect(strategy.features.slope?.meta.id).toBe(ema.slope({ period: 20 }).meta.id);
  });

  it('has other features and decisions at other values, and its defaults where none are named', () => {
    const other = strategy.parameters!.at({ period: 10, side: 'short' });
    expect(other.features.slope?.meta.id).toBe(ema.slope({ period: 10 }).meta.id);
    expect(other.parameters?.values).toEqual({ period: 10, stopPoints: 5, side: 'short' });
    expect(other.decide({ features: { slope: 1 } } as never)).toMatchObject({ direction: -1 });
    expect(other.parameters!.at({}).parameters?.values).toEqual(strategy.parameters?.values);
  });

  it('takes decimal steps as they are written', () => {
    for (let k = 0; k <= 120; k += 1) strategy.parameters!.at({ stopPoints: Number((3 + k / 10).toFixed(1)) });
  });

  it.each([
    [{ period: 12 }, 'parameters.period must be a number from 5 to 50 in steps of 5, is 12'],
    [{ period: 55 }, 'parameters.period must be a number from 5 to 50'],
    [{ period: Number.NaN }, 'parameters.period must be a number from 5 to 50'],
    [{ side: 'both' }, 'parameters.side must be one of long, short'],
    [{ stop: 5 }, 'parameters.stop must be one of period, stopPoints, side'],
  ])('refuses %j', (values, message) => {
    expect(() => strategy.parameters!.at(values)).toThrow(message);
  });

  it.each([
    [{ default: 1, min: 2, max: 1 }, 'a range with min below max'],
    [{ default: 1, min: 0, max: 1, step: 2 }, 'a step above 0'],
    [{ default: 1, min: 0, max: 2, scale: 'log' }, 'a range above 0'],
    [{ default: 3, min: 0, max: 2 }, 'a number from 0 to 2'],
    [{ default: 'a', of: [] }, 'at least one value'],
  ])('refuses the description %j', (spec, message) => {
    expect(() => parametrised({ p: spec as never }, () => strategy)).toThrow(message);
  });
});
