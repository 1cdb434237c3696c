// A strategy's setup in; one of the same name, instrument and limits out that computes nothing and wants nothing: what is held stays protected.

import type { StrategySetup } from '../core/engine/strategy-setup.ts';
import type { Regime } from '../core/regime/regime.ts';
import { hold } from '../core/signal/wanted.ts';

const WHY = 'protect-only: the same event has ended this strategy before';

const noRegime: Regime = {
  kind: 'undefined',
  confidence: 0,
  strength: undefined,
  ageCandles: 0,
  reason: WHY,
  atr: undefined,
  nearSupport: undefined,
  nearResistance: undefined,
};

/** No feature, no regime, no model and no decide() of the strategy is called: none of them can end the engine again. */
export function protectOnly({ strategy, tighterLimits }: StrategySetup): StrategySetup {
  const { model: _model, decideEverySeconds: _every, warmupCandles: _warmup, ...kept } = strategy;
  const regime = {
    id: 'none',
    parameters: {},
    create: () => ({ regime: noRegime, warmup: 0, settled: 0, update: () => undefined }),
  };
  const quiet = { ...kept, features: {}, regime, decide: () => hold(WHY) };
  return {
    strategy: quiet,
    model: undefined,
    protectOnly: WHY,
    ...(tighterLimits === undefined ? {} : { tighterLimits }),
  };
}
