// The settings of the rule regime: their defaults, and a check that refuses settings which contradict each other.

export interface RuleParameters {
  readonly adxPeriod: number;
  readonly atrPeriod: number;
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
  /** Candles on each side of a swing. */
  readonly swingCandles: number;
  /** Swings this close, in ATR, are one level. */
  readonly levelToleranceAtr: number;
  readonly levelMaxAgeCandles: number;
  readonly levelMinTouches: number;
  /** A close this near to a level, in ATR, is at support or resistance. */
  readonly nearAtr: number;
}

export const defaultRuleParameters: RuleParameters = {
  adxPeriod: 14,
  atrPeriod: 14,
  emaFast: 9,
  emaMiddle: 20,
  emaSlow: 50,
  bollingerPeriod: 20,
  bollingerDeviations: 2,
  adxEnter: 25,
  adxLeave: 20,
  confirm: 2,
  minCandles: 50,
  swingCandles: 3,
  levelToleranceAtr: 0.5,
  levelMaxAgeCandles: 240,
  levelMinTouches: 1,
  nearAtr: 0.5,
};

const WHOLE = [
  'adxPeriod',
  'atrPeriod',
  'emaFast',
  'emaMiddle',
  'emaSlow',
  'bollingerPeriod',
  'confirm',
  'minCandles',
  'swingCandles',
  'levelMaxAgeCandles',
  'levelMinTouches',
] as const satisfies readonly (keyof RuleParameters)[];

/** The given settings over the defaults. Throws RangeError, naming the setting, where one is unusable. */
export function ruleParameters(given: Partial<RuleParameters>): RuleParameters {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(defaultRuleParameters, name)) refuse(`has no setting ${name}`);
  }
  const parameters = { ...defaultRuleParameters, ...given };
  for (const [name, value] of Object.entries(parameters)) {
    if (!(Number.isFinite(value) && value >= 0)) refuse(`${name} must be a number of 0 or more, not ${value}`);
  }
  for (const name of WHOLE) {
    const least = name === 'adxPeriod' || name === 'bollingerPeriod' ? 2 : 1;
    const value = parameters[name];
    if (!Number.isSafeInteger(value) || value < least)
      refuse(`${name} must be a whole number from ${least}, not ${value}`);
  }
  const { emaFast, emaMiddle, emaSlow, adxEnter, adxLeave } = parameters;
  if (!(emaFast < emaMiddle && emaMiddle < emaSlow)) refuse('emaFast, emaMiddle, emaSlow must rise');
  if (!(adxLeave <= adxEnter && adxEnter <= 100)) refuse('adxLeave must not be above adxEnter, nor that above 100');
  return parameters;
}

function refuse(what: string): never {
  throw new RangeError(`ruleRegime: ${what}`);
}
