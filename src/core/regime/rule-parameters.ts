// The settings of the rule regime: their defaults, and a check that refuses settings which contradict each other.

import { checkedSettings, refuseSetting } from './checked-settings.ts';
import { defaultLevelParameters, type LevelParameters, wholeLevelParameters } from './level-parameters.ts';

export interface RuleParameters extends LevelParameters {
  readonly adxPeriod: number;
  readonly emaFast: number;
  readonly emaMiddle: number;
  readonly emaSlow: number;
  readonly bollingerPeriod: number;
  readonly bollingerDeviations: number;
  /** ADX at which a trend is entered, and below which it is left. */
  readonly adxEnter: number;
  readonly adxLeave: number;
  /** Candles in a row at which a rule must hold before its regime is entered. */
  readonly confirm: number;
  /** Candles of history below which the regime is undefined. */
  readonly minCandles: number;
}

// the order of the settings goes into the bytes of a trained model
const { atrPeriod, ...levels } = defaultLevelParameters;

export const defaultRuleParameters: RuleParameters = {
  adxPeriod: 14,
  atrPeriod,
  emaFast: 9,
  emaMiddle: 20,
  emaSlow: 50,
  bollingerPeriod: 20,
  bollingerDeviations: 2,
  adxEnter: 25,
  adxLeave: 20,
  confirm: 2,
  minCandles: 50,
  ...levels,
};

const WHOLE = {
  adxPeriod: 2,
  emaFast: 1,
  emaMiddle: 1,
  emaSlow: 1,
  bollingerPeriod: 2,
  confirm: 1,
  minCandles: 1,
  ...wholeLevelParameters,
} as const;

/** The given settings over the defaults. Throws RangeError, naming the setting, where one is unusable. */
export function ruleParameters(given: Partial<RuleParameters>): RuleParameters {
  const name = 'ruleRegime';
  const parameters = checkedSettings({ name, defaults: defaultRuleParameters, whole: WHOLE }, given);
  const { emaFast, emaMiddle, emaSlow, adxEnter, adxLeave } = parameters;
  if (!(emaFast < emaMiddle && emaMiddle < emaSlow)) refuseSetting(name, 'emaFast, emaMiddle, emaSlow must rise');
  if (!(adxLeave <= adxEnter && adxEnter <= 100)) {
    refuseSetting(name, 'adxLeave must not be above adxEnter, nor that above 100');
  }
  return parameters;
}
