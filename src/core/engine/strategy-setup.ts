// What the engine is given of a strategy: its definition, its model's manifest, and limits that the machine tightens.

import { assert } from '../assert.ts';
import { featureById } from '../catalogue/catalogue.ts';
import type { FeatureSpec } from '../features/feature.ts';
import type { ModelManifest } from '../prediction/model-manifest.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import type { Strategy } from '../signal/strategy.ts';
import type { FeatureSource } from './feature-source.ts';

/** Fewer closed candles than this give no regime and no prediction, whatever the features say. */
export const LEAST_CANDLES = 50;

export interface StrategySetup {
  readonly strategy: Strategy;
  readonly model: ModelManifest | undefined;
  readonly tighterLimits?: Partial<RiskLimits>;
  /** Why nothing is decided: what is held stays protected, and that is all. */
  readonly protectOnly?: string;
  /** Where features come from; without it they are computed. */
  readonly featureSource?: FeatureSource | undefined;
}

/** Where a column of the decision's inputs comes from. */
export interface Column {
  readonly id: string;
  readonly role: string;
  readonly spec: FeatureSpec;
}

export const TRADE_ROLE = 'trade';

/** Spec of a feature id as it stands in a model manifest: `emaSlope_20`, or `lead.emaSlope_20` for another role. */
export function specOfInput(id: string, strategy: Strategy): FeatureSpec | undefined {
  for (const spec of Object.values(strategy.features)) if (columnId(spec) === id) return spec;
  const dot = id.indexOf('.');
  const role = dot < 0 ? undefined : id.slice(0, dot);
  if (role === undefined || !(role in strategy.instruments)) return featureById(id);
  const spec = featureById(id.slice(dot + 1));
  return spec === undefined ? undefined : { ...spec, role };
}

/** Id of a feature's column: the role stands before it unless it is the traded instrument. */
export function columnId(spec: FeatureSpec): string {
  return spec.role === undefined || spec.role === TRADE_ROLE ? spec.meta.id : `${spec.role}.${spec.meta.id}`;
}

/** The columns of a strategy: what it names, then what only its model needs, each once. */
export function columnsOf(setup: StrategySetup): readonly Column[] {
  const columns = new Map<string, Column>();
  const add = (spec: FeatureSpec): void => {
    const id = columnId(spec);
    if (!columns.has(id)) columns.set(id, { id, role: spec.role ?? TRADE_ROLE, spec });
  };
  for (const spec of Object.values(setup.strategy.features)) add(spec);
  for (const input of setup.model?.inputs ?? []) {
    const spec = specOfInput(input, setup.strategy);
    assert(spec !== undefined, `model input ${input} is no feature; the loader checks this`);
    add(spec);
  }
  return [...columns.values()];
}

/**
 * Candles before a session that a strategy's state starts from: as many as it says, or its model was trained with, else as many as
 * it takes until the start no longer shows in any feature; never fewer than every feature needs for its first value.
 */
export function warmupCandlesOf(setup: StrategySetup): number {
  const { strategy, model } = setup;
  const regime = strategy.regime.create();
  let least = Math.max(LEAST_CANDLES, regime.warmup);
  let settled = Math.max(least, regime.settled);
  for (const { spec } of columnsOf(setup)) {
    least = Math.max(least, spec.meta.warmup);
    settled = Math.max(settled, spec.meta.settled);
  }
  if (strategy.warmupCandles === undefined && model === undefined) return settled;
  return Math.max(strategy.warmupCandles ?? 0, model?.warmupCandles ?? 0, least);
}
