// defineStrategy: the typed description of a strategy, which is all that research, backtest and live know of it.

import { parseCandleInterval } from '../candles/candle-interval.ts';
import { featureById } from '../catalogue/catalogue.ts';
import type { FeatureSpec } from '../features/feature.ts';
import { isSameFeature } from '../features/same-feature.ts';
import type { SessionContext } from '../features/session-context.ts';
import type { Prediction } from '../prediction/prediction.ts';
import type { Regime } from '../regime/regime.ts';
import type { RegimeDetectorSpec } from '../regime/regime-detector.ts';
import { checkExecutionSettings, type ExecutionSettings } from './execution-settings.ts';
import { refuseSetting as refuse } from './refuse-setting.ts';
import { checkRiskSettings, type RiskSettings } from './risk-settings.ts';
import type { ParameterSpecs, ParameterValues } from './strategy-parameters.ts';
import type { Wanted } from './wanted.ts';
import { WARMUPS_ACROSS_ROLL, type WarmupAcrossRoll } from './warmup-across-roll.ts';

export { defaultExecution, type ExecutionSettings } from './execution-settings.ts';
export type { RiskSettings } from './risk-settings.ts';

export interface PositionView {
  /** Signed contracts of this strategy. */
  readonly quantity: number;
  /** Points; undefined when flat. */
  readonly averagePrice: number | undefined;
}

/** Everything a decision may depend on. There is nothing else in reach. */
export interface DecisionContext<K extends string = string> {
  /** Each named feature, ready and finite. */
  readonly features: { readonly [P in K]: number };
  readonly regime: Regime;
  /** Present whenever the strategy names a model. */
  readonly prediction: Prediction | undefined;
  readonly position: PositionView;
  /** Last traded price in points. */
  readonly price: number;
  readonly session: SessionContext;
}

export interface StrategyDefinition<
  F extends Readonly<Record<string, FeatureSpec>> = Readonly<Record<string, FeatureSpec>>,
> {
  /** kebab-case; also the file name in strategies/. */
  readonly name: string;
  /** `trade` is the one instrument that orders go to; others are read. Continuous names resolve to the contract of the day. */
  readonly instruments: { readonly trade: string } & Readonly<Record<string, string>>;
  /** Interval such as 1m, 5m, 500v, 200t. */
  readonly candle: string;
  readonly features: F;
  readonly regime: RegimeDetectorSpec;
  /** Folder under models/; absent for a strategy without one. */
  readonly model?: string;
  /** Threshold preset of the model; default `fitted`. */
  readonly thresholds?: string;
  /** Candles before the session that state starts from; at least the warm-up of every feature and 50. */
  readonly warmupCandles?: number;
  /**
   * Default `none`. Otherwise the candles of the contract before stand in for those that a new contract does not have, at prices
   * moved by the distance of both (a difference in whole ticks, or a ratio rounded to the nearest tick), measured at the last
   * moment before the roll at which the store has both. Without such a moment the new contract begins as with `none`.
   */
  readonly warmupAcrossRoll?: WarmupAcrossRoll;
  /** Also decide every so many seconds of the clock, between candles. */
  readonly decideEverySeconds?: number;
  decide(context: DecisionContext<Extract<keyof F, string>>): Wanted;
  readonly risk: RiskSettings;
  readonly execution?: Partial<ExecutionSettings>;
  /** Of a strategy that `parametrised` made: nobody writes it by hand. */
  readonly parameters?: StrategyParameters;
}

/** What may be searched of a strategy, the values that it has, and the same strategy at others. */
export interface StrategyParameters {
  readonly specs: ParameterSpecs;
  readonly values: ParameterValues;
  /** What is left out has its default. Throws RangeError that names the parameter and what is expected. */
  at(values: ParameterValues): Strategy;
}

/** A strategy as the engine holds it. */
export type Strategy = StrategyDefinition;

/** A feature computed on another instrument of the strategy: `onInstrument('lead', ema.slope({ period: 20 }))`. */
export function onInstrument(role: string, spec: FeatureSpec): FeatureSpec {
  return { ...spec, role };
}

/**
 * One id stands for one feature: not for one of the catalogue and another of one's own, nor for two policies. Else a column would be
 * computed in another way than the strategy, or its model, names it.
 */
function checkIds(name: string, features: Readonly<Record<string, FeatureSpec>>): void {
  const first = new Map<string, { readonly key: string; readonly spec: FeatureSpec }>();
  for (const [key, spec] of Object.entries(features)) {
    const { id } = spec.meta;
    if (spec.own === true && featureById(id) !== undefined) {
      refuse(name, `features.${key}`, 'of an id that the catalogue does not have: it is your own feature', id);
    }
    const column = `${spec.role ?? 'trade'}.${id}`;
    const known = first.get(column);
    if (known === undefined) first.set(column, { key, spec });
    else if (!isSameFeature(known.spec, spec)) {
      refuse(name, `features.${key}`, `the feature that features.${known.key} is, or have another id`, id);
    }
  }
}

/** Checks the definition and returns it frozen. Throws RangeError that names the field and what is expected. */
export function defineStrategy<const F extends Readonly<Record<string, FeatureSpec>>>(
  definition: StrategyDefinition<F>,
): StrategyDefinition<F> {
  const { name, risk } = definition;
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) refuse(name, 'name', 'kebab-case, at most 40 characters', name);
  if (parseCandleInterval(definition.candle) === undefined) {
    refuse(name, 'candle', 'an interval such as 1m, 5m, 500v or 200t', definition.candle);
  }
  const refuseField = (field: string, expected: string, value: unknown): never => refuse(name, field, expected, value);
  checkRiskSettings(risk, refuseField);
  checkExecutionSettings(definition.execution ?? {}, refuseField);
  for (const [key, { role }] of Object.entries(definition.features)) {
    if (role !== undefined && !(role in definition.instruments)) {
      refuse(
        name,
        `features.${key}`,
        `on one of the instruments ${Object.keys(definition.instruments).join(', ')}`,
        role,
      );
    }
  }
  checkIds(name, definition.features);
  const across = definition.warmupAcrossRoll;
  if (across !== undefined && !WARMUPS_ACROSS_ROLL.includes(across)) {
    refuse(name, 'warmupAcrossRoll', `one of ${WARMUPS_ACROSS_ROLL.join(', ')}`, across);
  }
  const every = definition.decideEverySeconds;
  if (every !== undefined && !(Number.isInteger(every) && every >= 1)) {
    refuse(name, 'decideEverySeconds', 'a whole number of seconds from 1', every);
  }
  return Object.freeze(definition);
}
