// Nothing in; a strategy without a model that reads sixty features of one-minute bars, and one with the model that reads them beside, out.

import { assert } from '../src/core/assert.ts';
import { catalogue } from '../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../src/core/features/feature.ts';
import type { Strategy } from '../src/core/signal/strategy.ts';
import { defineStrategy, hold, ruleRegime, target } from '../src/index.ts';
import strategy from '../strategies/wdo-regime.ts';

const COUNT = 60;
const NEEDS_RECORDS = ['trades', 'flow', 'tape', 'agents', 'quotes', 'book'];
/** Candles: longer than that of the strategy with the model no warm-up should be. */
const SETTLED_MOST = 500;

/** By their ids: every third of those that bars alone give, of every group of the catalogue. */
function sixtyFeatures(): Readonly<Record<string, FeatureSpec>> {
  const ofBars = [...catalogue.values()].filter(
    ({ meta }) => meta.settled <= SETTLED_MOST && !meta.inputs.some((input) => NEEDS_RECORDS.includes(input)),
  );
  const chosen = ofBars.filter((_, at) => at % 3 === 0).slice(0, COUNT);
  assert(chosen.length === COUNT, `the catalogue has ${chosen.length} such features`);
  return Object.fromEntries(chosen.map((spec) => [spec.meta.id, spec]));
}

/** Always in the market while there is a trend: many orders, fills and brackets. */
export function sixtyWithoutModel(): Strategy {
  return defineStrategy({
    name: 'sixty-features',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: sixtyFeatures(),
    regime: ruleRegime(),
    decide({ regime, position }) {
      if (position.quantity !== 0) return hold('the bracket decides');
      if (regime.kind === 'range') return hold('no trend');
      return target(regime.kind === 'trend_up' ? 1 : -1, { stopPoints: 5, targetPoints: 7.5 }, 'with the trend');
    },
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  });
}

export function sixtyWithModel(): Strategy {
  return { ...strategy, features: { ...sixtyFeatures(), ...strategy.features } };
}
