// The settings of the cumulative-sum regime: their defaults, and a check that refuses settings which contradict each other.

import { checkedSettings, refuseSetting } from './checked-settings.ts';
import { defaultLevelParameters, type LevelParameters, wholeLevelParameters } from './level-parameters.ts';
import type { ScaledReturnRules } from './scaled-returns.ts';

/** Scores are in standard deviations of one candle's return. */
export interface CusumParameters extends ScaledReturnRules, LevelParameters {
  /** Half the drift per candle that is looked for. */
  readonly reference: number;
  /** Score at which a trend is entered, and below which it is left. */
  readonly enterScore: number;
  readonly leaveScore: number;
  /** Both scores below this are a range. */
  readonly calmScore: number;
  /** No score grows beyond this. */
  readonly mostScore: number;
  /** Returns seen before anything is said. */
  readonly leastCandles: number;
  readonly confirm: number;
  /** Candles without a return that are bridged; with one more the regime is undefined. */
  readonly mostMissing: number;
}

/** Without any drift the score reaches 8 at a reference of 0.25 every 370 candles or so (Montgomery 2009, table 9.4). */
const defaultCusumParameters: CusumParameters = {
  volatilityCandles: 60,
  mostDeviations: 4,
  reference: 0.25,
  enterScore: 8,
  leaveScore: 4,
  calmScore: 4,
  mostScore: 12,
  leastCandles: 20,
  confirm: 1,
  mostMissing: 5,
  ...defaultLevelParameters,
};

const WHOLE = { volatilityCandles: 2, leastCandles: 1, confirm: 1, mostMissing: 0, ...wholeLevelParameters } as const;

/** The given settings over the defaults. Throws RangeError, naming the setting, where one is unusable. */
export function cusumParameters(given: Partial<CusumParameters>): CusumParameters {
  const name = 'cusumRegime';
  const parameters = checkedSettings({ name, defaults: defaultCusumParameters, whole: WHOLE }, given);
  const { reference, enterScore, leaveScore, calmScore, mostScore, mostDeviations } = parameters;
  if (!(reference > 0)) refuseSetting(name, 'reference must be above 0');
  if (!(mostDeviations > 0)) refuseSetting(name, 'mostDeviations must be above 0');
  if (!(enterScore > 0 && enterScore <= mostScore)) {
    refuseSetting(name, 'enterScore must be above 0 and not above mostScore');
  }
  if (!(leaveScore <= enterScore)) refuseSetting(name, 'leaveScore must not be above enterScore');
  if (!(calmScore <= enterScore)) refuseSetting(name, 'calmScore must not be above enterScore');
  return parameters;
}
