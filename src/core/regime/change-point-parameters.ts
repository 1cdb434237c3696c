// The settings of the change-point regime: their defaults, and a check that refuses settings which contradict each other.

import { checkedSettings, refuseSetting } from './checked-settings.ts';
import { defaultLevelParameters, type LevelParameters, wholeLevelParameters } from './level-parameters.ts';
import type { RunLengthRules } from './run-length-posterior.ts';
import type { ScaledReturnRules } from './scaled-returns.ts';

export interface ChangePointParameters extends ScaledReturnRules, RunLengthRules, LevelParameters {
  /** Drift of the segment, in scales of its posterior, at which a trend is entered, and below which it is left. */
  readonly enterDrift: number;
  readonly leaveDrift: number;
  /** A segment with less drift than this is a range. */
  readonly calmDrift: number;
  /** Candles of a segment below which nothing is said of it. */
  readonly leastRun: number;
  readonly confirm: number;
  /** Candles without a return that are bridged; with one more the regime is undefined. */
  readonly mostMissing: number;
}

export const defaultChangePointParameters: ChangePointParameters = {
  volatilityCandles: 60,
  mostDeviations: 4,
  meanRun: 120,
  mostRun: 240,
  priorCandles: 10,
  priorShape: 5,
  priorRate: 5,
  enterDrift: 2,
  leaveDrift: 1,
  calmDrift: 1,
  leastRun: 10,
  confirm: 2,
  mostMissing: 5,
  ...defaultLevelParameters,
};

const WHOLE = {
  volatilityCandles: 2,
  mostRun: 2,
  leastRun: 1,
  confirm: 1,
  mostMissing: 0,
  ...wholeLevelParameters,
} as const;
/** Every candle looks at every run. */
const LONGEST_RUN = 2000;

/** The given settings over the defaults. Throws RangeError, naming the setting, where one is unusable. */
export function changePointParameters(given: Partial<ChangePointParameters>): ChangePointParameters {
  const name = 'changePointRegime';
  const parameters = checkedSettings({ name, defaults: defaultChangePointParameters, whole: WHOLE }, given);
  for (const setting of ['priorCandles', 'priorShape', 'priorRate', 'mostDeviations', 'enterDrift'] as const) {
    if (!(parameters[setting] > 0)) refuseSetting(name, `${setting} must be above 0`);
  }
  const { meanRun, mostRun, leastRun, enterDrift, leaveDrift, calmDrift } = parameters;
  if (!(meanRun > 1)) refuseSetting(name, 'meanRun must be above 1');
  if (mostRun > LONGEST_RUN) refuseSetting(name, `mostRun must be at most ${LONGEST_RUN}, not ${mostRun}`);
  if (leastRun > mostRun) refuseSetting(name, 'leastRun must not be above mostRun');
  if (!(leaveDrift <= enterDrift)) refuseSetting(name, 'leaveDrift must not be above enterDrift');
  if (!(calmDrift <= enterDrift)) refuseSetting(name, 'calmDrift must not be above enterDrift');
  return parameters;
}
