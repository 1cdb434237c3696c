// The run.json of a run in; what of its choices the monitor needs, or why it cannot have them, out.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { RUN_FILE } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { parseModelManifest } from '../../adapters/onnx/model-manifest-schema.ts';
import { type CandleInterval, parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { defaultEngineSettings, type EngineSettings } from '../../core/engine/engine-context.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import { limitsOf, type RiskLimits, tighter } from '../../core/risk/risk-limits.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { readComposition } from '../../runner/read-composition.ts';
import type { Composition } from '../../runner/run-record.ts';

export interface RunTerms {
  readonly requested: string;
  readonly candle: string;
  readonly interval: CandleInterval;
  readonly engine: EngineSettings;
  /** Undefined where this version cannot read those of the run. */
  readonly limits: RiskLimits | undefined;
  readonly simulation: { readonly halfSpreadTicks: number; readonly slippageTicks: number } | undefined;
  /** Id of each feature by the name that the strategy gave it. */
  readonly featureIds: Readonly<Record<string, string>>;
}

/** Throws what is wrong: a run of another kind, or of another version. */
export function termsOf(info: RunInfo, folder: string): RunTerms {
  const composition = readComposition(info, join(folder, RUN_FILE));
  const settings = info.settings.strategy as Partial<Record<string, unknown>>;
  const candle = String(settings.candle);
  const interval = parseCandleInterval(candle);
  if (interval === undefined) throw new Error(`its candle ${candle} is no interval that this version knows`);
  return {
    requested: composition.instrument,
    candle,
    interval,
    engine: { ...defaultEngineSettings, ...(composition.engine as Partial<EngineSettings>) },
    limits: limitsOfRun(settings, composition),
    simulation: simulationOf(info),
    featureIds: (settings.features ?? {}) as Readonly<Record<string, string>>,
  };
}

function limitsOfRun(
  settings: Partial<Record<string, unknown>>,
  { tighterLimits }: Composition,
): RiskLimits | undefined {
  try {
    const { name, risk, execution } = settings as unknown as Pick<Strategy, 'name' | 'risk' | 'execution'>;
    const own = limitsOf({ name, risk, execution } as Strategy);
    return tighterLimits === undefined ? own : tighter(own, tighterLimits);
  } catch {
    return undefined;
  }
}

function simulationOf({ settings: { simulation } }: RunInfo): RunTerms['simulation'] {
  const { halfSpreadTicks, slippageTicks } = (simulation ?? {}) as Partial<Record<string, unknown>>;
  return typeof halfSpreadTicks === 'number' && typeof slippageTicks === 'number'
    ? { halfSpreadTicks, slippageTicks }
    : undefined;
}

/** The manifest that the run had, or why it cannot be shown: the folder may hold another model by now. */
export function manifestOf({ model }: RunInfo): ModelManifest | string | undefined {
  if (model === null) return undefined;
  const folder = isAbsolute(model.path) ? model.path : join(packageRoot, model.path);
  const file = join(folder, 'model.json');
  try {
    const text = readFileSync(file);
    const sha256 = createHash('sha256').update(text).digest('hex');
    if (sha256 !== model.manifestSha256) return `${file} is not the one that the run had`;
    return parseModelManifest(text.toString('utf8'), file);
  } catch (error) {
    return (error as Error).message;
  }
}
