// Takes a decide() and what else matters to a test; gives a strategy of WDO minutes with generous limits around it.
import type { StrategySetup } from '../../src/core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../src/core/features/feature.ts';
import type { RiskSettings, Strategy } from '../../src/core/signal/strategy.ts';
import { defineStrategy } from '../../src/core/signal/strategy.ts';
import { hold, target, type Wanted } from '../../src/core/signal/wanted.ts';
import { fixedRegime } from './fixed-regime.ts';

export type Decide = Strategy['decide'];

const testRisk: RiskSettings = {
  riskPerTrade: 0.02,
  maxPositions: 1,
  maxContracts: 4,
  dailyLossLimit: 0.05,
  flattenBeforeClose: '1m',
};

export interface TestStrategy extends Partial<Omit<Strategy, 'decide' | 'risk' | 'features'>> {
  readonly features?: Readonly<Record<string, FeatureSpec>>;
  readonly risk?: Partial<RiskSettings>;
}

export function testStrategy(decide: Decide, { risk, ...changes }: TestStrategy = {}): Strategy {
  return defineStrategy({
    name: 'tested',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: {},
    regime: fixedRegime('trend_up'),
    ...changes,
    decide,
    risk: { ...testRisk, ...risk },
  });
}

export function setupOf(decide: Decide, changes: TestStrategy = {}): StrategySetup {
  return { strategy: testStrategy(decide, changes), model: undefined };
}

export const holds: Decide = () => hold('as always');

/** Long with a stop 5 and a target 10 points away, whenever nothing is held. */
export const buys: Decide = ({ position }) => (position.quantity === 0 ? long(5, 10) : hold('the bracket decides'));

export function long(stopPoints: number, targetPoints: number): Wanted {
  return target(1, { stopPoints, targetPoints }, 'test');
}
