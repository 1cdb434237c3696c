// The settings of the hidden Markov regime: what a training gives, the rules over it with their defaults, and their check.

import { checkedSettings, refuseSetting } from './checked-settings.ts';
import { checkHmm, type GaussianHmm } from './gaussian-hmm.ts';
import { defaultLevelParameters, type LevelParameters, wholeLevelParameters } from './level-parameters.ts';
import { type ObservationRules, observationNames } from './raw-observations.ts';
import type { RegimeKind } from './regime.ts';

export interface HmmRules extends LevelParameters {
  /** Probability at which a kind is said, and below which its regime is left; in between neither. */
  readonly enterProbability: number;
  readonly leaveProbability: number;
  /** Candles in a row at which a kind must be said before its regime is entered. */
  readonly confirm: number;
  /** No regime is surer than this, however sure the model is of itself. */
  readonly mostConfidence: number;
  /** Candles without an observation that are bridged by the model alone; with one more the regime is undefined. */
  readonly mostMissing: number;
}

const defaultHmmRules: HmmRules = {
  enterProbability: 0.6,
  leaveProbability: 0.5,
  confirm: 2,
  mostConfidence: 0.8,
  mostMissing: 5,
  ...defaultLevelParameters,
};

/** Plain numbers and texts: it goes into a strategy or a file as it is. */
export interface FittedHmm {
  readonly observation: ObservationRules & {
    /** Mean and standard deviation over the training, by dimension: return, volatility. */
    readonly means: readonly number[];
    readonly deviations: readonly number[];
  };
  readonly model: GaussianHmm;
  /** What each state means. Several may mean the same; `undefined` for states that are not to be traded. */
  readonly kinds: readonly RegimeKind[];
}

export interface HmmSettings extends FittedHmm {
  readonly rules?: Partial<HmmRules>;
}

export type CheckedHmm = FittedHmm & { readonly rules: HmmRules };

/** Names of the rules, which stand among the parameters as they are. */
export const HMM_RULES: readonly string[] = Object.keys(defaultHmmRules);

const NAME = 'hmmRegime';
/** Kinds as numbers, among the parameters. */
export const HMM_KIND_CODES: Readonly<Record<RegimeKind, number>> = {
  trend_down: -1,
  range: 0,
  trend_up: 1,
  undefined: 2,
};
const WHOLE = { confirm: 1, mostMissing: 0, ...wholeLevelParameters } as const;

/** Throws RangeError, naming the setting, where one is unusable. */
export function checkedHmm({ observation, model, kinds, rules: given = {} }: HmmSettings): CheckedHmm {
  const dimensions = observationNames.length;
  const rules = checkedSettings({ name: NAME, defaults: defaultHmmRules, whole: WHOLE }, given);
  const { enterProbability, leaveProbability, mostConfidence } = rules;
  if (!(leaveProbability <= enterProbability && enterProbability <= 1)) {
    refuseSetting(NAME, 'leaveProbability must not be above enterProbability, nor that above 1');
  }
  if (mostConfidence > 1) refuseSetting(NAME, `mostConfidence must be at most 1, not ${mostConfidence}`);
  const { means, deviations, returnCandles, volatilityCandles } = observation;
  const windows = { returnCandles, volatilityCandles };
  checkedSettings({ name: NAME, defaults: windows, whole: { returnCandles: 1, volatilityCandles: 1 } }, windows);
  if (means.length !== dimensions || deviations.length !== dimensions || !means.every(Number.isFinite)) {
    refuseSetting(NAME, `observation must have ${dimensions} means and deviations`);
  }
  if (!deviations.every((deviation) => Number.isFinite(deviation) && deviation > 0)) {
    refuseSetting(NAME, 'observation.deviations must be above 0');
  }
  checkHmm(NAME, model, dimensions);
  if (kinds.length !== model.start.length || kinds.some((kind) => !Object.hasOwn(HMM_KIND_CODES, kind))) {
    refuseSetting(NAME, `kinds must name a kind of regime for each of ${model.start.length} states`);
  }
  return { observation, model, kinds, rules };
}

/** All settings as numbers with names of their own: what goes into a run, a release and the manifest of a model. */
export function hmmParameters({ observation, model, kinds, rules }: CheckedHmm): Readonly<Record<string, number>> {
  const parameters: Record<string, number> = { states: kinds.length, ...rules };
  parameters.returnCandles = observation.returnCandles;
  parameters.volatilityCandles = observation.volatilityCandles;
  observationNames.forEach((name, d) => {
    parameters[`${name}Mean`] = observation.means[d]!;
    parameters[`${name}Deviation`] = observation.deviations[d]!;
  });
  kinds.forEach((kind, s) => {
    parameters[`state${s}Kind`] = HMM_KIND_CODES[kind];
    parameters[`state${s}Start`] = model.start[s]!;
    model.transition[s]!.forEach((share, to) => {
      parameters[`state${s}To${to}`] = share;
    });
    observationNames.forEach((name, d) => {
      parameters[`${name}Mean${s}`] = model.means[s]![d]!;
      parameters[`${name}Variance${s}`] = model.variances[s]![d]!;
    });
  });
  return parameters;
}
