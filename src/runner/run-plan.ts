// Strategy, model, machine and simulation choices in; everything that makes the engine of a run, in a form that a replay can repeat.

import { isAbsolute, join, relative } from 'node:path';
import { canonicalJson } from '../adapters/journal/canonical-json.ts';
import { type LoadedModel, loadModel } from '../adapters/onnx/load-model.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Engine } from '../core/engine/engine.ts';
import type { EngineSettings } from '../core/engine/engine-context.ts';
import type { FeatureSource } from '../core/engine/feature-source.ts';
import type { StrategySetup } from '../core/engine/strategy-setup.ts';
import type { FactsNeed } from '../core/market/session-facts.ts';
import type { RiskLimits } from '../core/risk/risk-limits.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import type { ParameterValues } from '../core/signal/strategy-parameters.ts';
import type { EngineCode } from './engine-code.ts';
import { rememberStrategy } from './loaded-code.ts';
import { packageRoot } from './package-root.ts';
import { type ThresholdChanges, withParameters, withThresholds } from './plan-choices.ts';
import { protectOnly } from './protect-only.ts';
import type { SidesNeeded } from './session-feeds.ts';
import { guarded } from './strategy-guard.ts';
import { rememberPlanned } from './verified-code.ts';

export interface PlanOptions {
  /** Strategy and engine, from source or from a release. */
  readonly code: EngineCode;
  /** Instrument to trade in place of the strategy's own. */
  readonly instrument?: string | undefined;
  /** Threshold preset in place of the strategy's own. */
  readonly thresholds?: string | undefined;
  /** Folder of the model in place of models/<name>. */
  readonly modelFolder?: string | undefined;
  /** sha256 that model.json must have: of the model that a release was signed with. */
  readonly manifestSha256?: string | undefined;
  /** Of a parametrised strategy, in place of its defaults. */
  readonly parameters?: ParameterValues | undefined;
  /** Thresholds in place of those of the preset. */
  readonly thresholdChanges?: ThresholdChanges | undefined;
}

export interface RunPlan {
  readonly code: EngineCode;
  /** Undefined where the thresholds are those of the preset. */
  readonly thresholdChanges?: ThresholdChanges | undefined;
  readonly strategy: Strategy;
  readonly model: LoadedModel | undefined;
  readonly modelFolder: string | undefined;
  readonly setup: StrategySetup;
  readonly warmupCandles: number;
  /** Traded instrument first. */
  readonly requested: readonly string[];
  /** Undefined where no input of the model depends on the aggressors of trades. */
  readonly sides: SidesNeeded | undefined;
  /** By requested symbol: what its features read of earlier sessions. */
  readonly facts: ReadonlyMap<string, FactsNeed>;
}

/** Loads and checks the model, and puts the choices of this run into the strategy. */
export async function planRun(options: PlanOptions): Promise<RunPlan> {
  const { code } = options;
  const strategy = withChoices(options);
  const modelFolder =
    strategy.model === undefined ? undefined : (options.modelFolder ?? join(packageRoot, 'models', strategy.model));
  const features = (id: string) => code.specOfInput(id, strategy);
  const model = modelFolder === undefined ? undefined : await loadModel(modelFolder, { features, code });
  if (model !== undefined) checkModel(strategy, model, modelFolder!, options.manifestSha256);
  const setup: StrategySetup = { strategy, model: changedManifest(strategy, model, options.thresholdChanges) };
  const { trade, ...others } = strategy.instruments;
  const plan: RunPlan = {
    code,
    thresholdChanges: options.thresholdChanges,
    strategy,
    model,
    modelFolder,
    setup,
    warmupCandles: code.warmupCandlesOf(setup),
    requested: [trade, ...new Set(Object.values(others).filter((symbol) => symbol !== trade))],
    sides: sidesNeeded(code, strategy, model),
    facts: code.factsNeededOf(setup),
  };
  rememberPlanned(plan, code);
  rememberStrategy(plan);
  return plan;
}

/** What the engine of a session against the host is made with beside its settings. */
export interface EngineChoices {
  /** Of the machine. */
  readonly tighterLimits?: Partial<RiskLimits> | undefined;
  /** No strategy: orders, brackets, reconciliation and flatten only. */
  readonly isProtectOnly?: boolean | undefined;
  /** Of backtests over prepared days: features that were computed before. */
  readonly featureSource?: FeatureSource | undefined;
}

export function makeEngine(plan: RunPlan, settings: EngineSettings, choices: EngineChoices = {}): Engine {
  const { tighterLimits, isProtectOnly, featureSource } = choices;
  const base = isProtectOnly === true ? protectOnly(plan.setup) : plan.setup;
  const limited = tighterLimits === undefined ? base : { ...base, tighterLimits };
  const setup = featureSource === undefined ? limited : { ...limited, featureSource };
  return new plan.code.Engine([setup], { ...settings, guard: guarded });
}

/** A path as a run remembers it: relative to the package when it lies inside, with `/` on every system. */
export function rememberedPath(path: string): string {
  const inside = relative(packageRoot, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll('\\', '/');
}

function withChoices({ code, instrument, thresholds, parameters }: PlanOptions): Strategy {
  const strategy = withParameters(code.strategy, parameters);
  return {
    ...strategy,
    instruments: { ...strategy.instruments, trade: instrument ?? strategy.instruments.trade },
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}

function changedManifest(
  strategy: Strategy,
  model: LoadedModel | undefined,
  changes: ThresholdChanges | undefined,
): StrategySetup['model'] {
  try {
    return withThresholds(strategy, model?.manifest, changes);
  } catch (error) {
    void model?.predictor.close();
    throw error;
  }
}

/** A model that is refused is closed again. */
function checkModel(strategy: Strategy, model: LoadedModel, folder: string, manifestSha256: string | undefined): void {
  try {
    checkSigned(model, folder, manifestSha256);
    checkFits(strategy, model, folder);
  } catch (error) {
    void model.predictor.close();
    throw error;
  }
}

function checkSigned({ manifestSha256 }: LoadedModel, folder: string, signed: string | undefined): void {
  if (signed === undefined || signed === manifestSha256) return;
  const file = join(folder, 'model.json');
  throw new UserError({
    code: 'release-hash-mismatch',
    message: `${file} is not the file that was signed`,
    file,
    fix: 'Promote the strategy again, or copy the release again from where it was built',
  });
}

/** The inputs that count buyers and sellers, by the symbol whose trades they read. */
function sidesNeeded(code: EngineCode, strategy: Strategy, model: LoadedModel | undefined): SidesNeeded | undefined {
  if (model === undefined) return undefined;
  const inputs = new Map<string, string>();
  for (const id of model.manifest.inputs) {
    const spec = code.specOfInput(id, strategy);
    if (spec?.meta.inputs.includes('flow') !== true) continue;
    const symbol = strategy.instruments[spec.role ?? 'trade'];
    if (symbol !== undefined && !inputs.has(symbol)) inputs.set(symbol, id);
  }
  const { name, sideSource } = model.manifest;
  return inputs.size === 0 ? undefined : { model: name, sideSource, inputs };
}

function checkFits(strategy: Strategy, { manifest }: LoadedModel, folder: string): void {
  const preset = strategy.thresholds ?? 'fitted';
  if (!(preset in manifest.thresholds)) {
    throw new UserError({
      code: 'thresholds-unknown',
      message: `The model ${manifest.name} has no thresholds ${preset}`,
      file: join(folder, 'model.json'),
      field: 'thresholds',
      fix: `Use one of: ${Object.keys(manifest.thresholds).join(', ')}`,
    });
  }
  const { id, parameters } = strategy.regime;
  const detector = manifest.regimeDetector;
  if (detector.id !== id || canonicalJson(detector.parameters) !== canonicalJson(parameters)) {
    throw new UserError({
      code: 'regime-differs',
      message: `The model ${manifest.name} was trained under another regime detector than the strategy ${strategy.name} uses`,
      file: join(folder, 'model.json'),
      field: 'regimeDetector',
      fix: 'Train the model with the detector of the strategy, parameters included',
    });
  }
  if (manifest.candle !== strategy.candle) {
    throw new UserError({
      code: 'candle-differs',
      message: `The model ${manifest.name} was trained on ${manifest.candle} candles, the strategy decides on ${strategy.candle}`,
      file: join(folder, 'model.json'),
      field: 'candle',
      fix: 'Train the model on the candles of the strategy',
    });
  }
}
