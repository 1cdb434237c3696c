// Candles in; the average true range and nearness to support and resistance, written into the state of a regime, out.

import { Atr } from '../features/indicators/atr.ts';
import { wilderSettling } from '../features/settling.ts';
import type { CandleStage } from './candle-stages.ts';
import type { LevelParameters } from './level-parameters.ts';
import type { RegimeState } from './regime-state.ts';
import { SwingLevels } from './swing-levels.ts';

/** Levels begin with the first candle that has an ATR, their tolerance; until then nearness is undefined. */
export function levelStages(parameters: LevelParameters, state: RegimeState): readonly CandleStage[] {
  const { atrPeriod, swingCandles, levelMaxAgeCandles: maxAgeCandles, levelMinTouches: minTouches } = parameters;
  const { levelToleranceAtr, nearAtr } = parameters;
  const atr = new Atr(atrPeriod);
  const supports = new SwingLevels({ side: 'low', swingCandles, maxAgeCandles, minTouches });
  const resistances = new SwingLevels({ side: 'high', swingCandles, maxAgeCandles, minTouches });
  return [
    ({ high, low, close }) => {
      atr.push(high, low, close);
      if (atr.ready) state.atr = atr.value;
    },
    ({ low, close }) => {
      if (!atr.ready) return;
      supports.push(low, close, levelToleranceAtr * state.atr);
      state.nearSupport = supports.seek(close) ? Math.abs(close - supports.level) <= nearAtr * state.atr : undefined;
    },
    ({ high, close }) => {
      if (!atr.ready) return;
      resistances.push(high, close, levelToleranceAtr * state.atr);
      const isKnown = resistances.seek(close);
      state.nearResistance = isKnown ? Math.abs(close - resistances.level) <= nearAtr * state.atr : undefined;
    },
  ];
}

/** Candles after which the start of the history no longer shows in levels whose touches are not counted (`levelMinTouches` 1). */
export function levelsSettled({ atrPeriod, swingCandles, levelMaxAgeCandles }: LevelParameters): number {
  return 1 + wilderSettling(atrPeriod) + 2 * swingCandles + levelMaxAgeCandles;
}
