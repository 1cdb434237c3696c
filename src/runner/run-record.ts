// What run.json says of a run: its choices, fingerprints and counts, enough to tell it and to repeat it.

import type { PartManifest } from '../adapters/datasets/manifest.ts';
import { isRefused } from '../adapters/datasets/usable-part.ts';
import { type RunInfo, type RunMode, runSettings } from '../adapters/journal/run-info.ts';
import type { EngineSettings } from '../core/engine/engine-context.ts';
import type { Provenance } from '../core/market/provenance.ts';
import type { RiskLimits } from '../core/risk/risk-limits.ts';
import type { ParameterValues } from '../core/signal/strategy-parameters.ts';
import type { SimulationSettings } from '../simulation/settings.ts';
import type { ThresholdChanges } from './plan-choices.ts';
import { type RunPlan, rememberedPath } from './run-plan.ts';

type JsonObject = RunInfo['composition'];

/** Choices from which a replay composes the engine again. */
export interface Composition {
  readonly strategyFile: string | null;
  readonly instrument: string;
  readonly thresholds: string | null;
  readonly modelFolder: string | null;
  /** All values of a parametrised strategy; absent for others. */
  readonly parameters?: ParameterValues;
  /** Absent where the thresholds are those of the preset. */
  readonly thresholdChanges?: ThresholdChanges;
  /** Candles that state started from: of the strategy, its model, or as many as its features and regime need. Absent in older runs. */
  readonly warmupCandles?: number;
  /** All settings of the engine; the guard is the runner's own. */
  readonly engine: Omit<EngineSettings, 'guard'>;
  /** Limits of the machine, where it has some. */
  readonly tighterLimits?: Partial<RiskLimits>;
  /** Of a session against the host. */
  readonly session?: SessionOfRun;
}

export interface SessionOfRun {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Null where no orders are sent. */
  readonly account: string | null;
  /** Name of the run folder that this run goes on from. */
  readonly continues: string | null;
  /** Orders, brackets, reconciliation and flatten; no strategy. */
  readonly isProtectOnly: boolean;
}

export interface RunStart {
  readonly mode: RunMode;
  readonly plan: RunPlan;
  readonly strategyFile: string | null;
  readonly release: string | null;
  /** Null where orders go to no simulated venue. */
  readonly simulation: SimulationSettings | null;
  readonly engine: EngineSettings;
  readonly tighterLimits?: Partial<RiskLimits> | undefined;
  readonly session?: SessionOfRun;
  readonly seed?: number | undefined;
  readonly capitalBrl: number;
  readonly provenance: Provenance;
  readonly startedAtUtc: string;
}

/** A strategy's settings as plain JSON: everything about it that is not code. */
function strategySettings({ strategy, thresholdChanges }: RunPlan): JsonObject {
  const { name, instruments, candle, features, regime, risk } = strategy;
  const ids = Object.fromEntries(Object.entries(features).map(([key, spec]) => [key, spec.meta.id]));
  return {
    name,
    instruments: { ...instruments },
    candle,
    features: ids,
    regime: { id: regime.id, parameters: { ...regime.parameters } },
    model: strategy.model ?? null,
    thresholds: strategy.thresholds ?? null,
    warmupCandles: strategy.warmupCandles ?? null,
    warmupAcrossRoll: strategy.warmupAcrossRoll ?? 'none',
    decideEverySeconds: strategy.decideEverySeconds ?? null,
    risk: { ...risk },
    execution: { ...strategy.execution },
    ...changedSettings(strategy.parameters?.values, thresholdChanges),
  };
}

/** Only where there are any: the settings of all other runs keep their hash. */
function changedSettings(
  parameters: ParameterValues | undefined,
  thresholdChanges: ThresholdChanges | undefined,
): Pick<Composition, 'parameters' | 'thresholdChanges'> {
  return {
    ...(parameters === undefined ? {} : { parameters }),
    ...(thresholdChanges === undefined ? {} : { thresholdChanges }),
  };
}

function withoutGuard({ guard: _guard, ...others }: EngineSettings): Composition['engine'] {
  return others;
}

export function runInfoAtStart(start: RunStart): RunInfo {
  const { plan, engine } = start;
  const composition: Composition = {
    strategyFile: start.strategyFile === null ? null : rememberedPath(start.strategyFile),
    instrument: plan.strategy.instruments.trade,
    thresholds: plan.strategy.thresholds ?? null,
    modelFolder: plan.modelFolder === undefined ? null : rememberedPath(plan.modelFolder),
    ...changedSettings(plan.strategy.parameters?.values, plan.thresholdChanges),
    warmupCandles: plan.warmupCandles,
    engine: withoutGuard(engine),
    ...(start.tighterLimits === undefined ? {} : { tighterLimits: start.tighterLimits }),
    ...(start.session === undefined ? {} : { session: start.session }),
  };
  return {
    schemaVersion: 1,
    pid: process.pid,
    mode: start.mode,
    strategy: plan.strategy.name,
    release: start.release,
    seeds: start.seed === undefined ? {} : { simulation: start.seed },
    settings: runSettings(
      strategySettings(plan),
      start.simulation === null ? null : (JSON.parse(plan.code.canonicalSettings(start.simulation)) as JsonObject),
    ),
    capitalBrl: start.capitalBrl,
    datasets: [],
    model:
      plan.model === undefined || plan.modelFolder === undefined
        ? null
        : {
            name: plan.model.manifest.name,
            path: rememberedPath(plan.modelFolder),
            manifestSha256: plan.model.manifestSha256,
            thresholds: plan.strategy.thresholds ?? 'fitted',
          },
    provenance: start.provenance,
    startedAtUtc: start.startedAtUtc,
    finishedAtUtc: null,
    digest: null,
    counts: {},
    composition: composition as unknown as JsonObject,
  };
}

/** Parts read, each once, in the order they were read. */
export function datasetReferences(manifests: readonly PartManifest[]): RunInfo['datasets'] {
  const seen = new Map<string, RunInfo['datasets'][number]>();
  for (const manifest of manifests) {
    const { instrument, kind, day, sha256 } = manifest;
    const path = `datasets/${instrument}/${kind}/${day}.parquet`;
    seen.set(path, { path, sha256, ...(isRefused(manifest) ? { refused: true as const } : {}) });
  }
  return [...seen.values()];
}
