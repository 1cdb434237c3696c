// A strategy, or the plan of a run of it, in; the columns that it decides on, and where their state starts from, out.

import { join } from 'node:path';
import { parseModelManifest } from '../../adapters/onnx/model-manifest-schema.ts';
import { readModelFile } from '../../adapters/onnx/verified-file.ts';
import { columnsOf, type StrategySetup, TRADE_ROLE, warmupCandlesOf } from '../../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import { packageRoot } from '../../runner/package-root.ts';

/** A plan says which model there is, where it is not that of the strategy's name. */
export type StrategyOrPlan = Strategy | { readonly setup: StrategySetup };

export interface StrategyColumns {
  readonly strategy: Strategy;
  /** On the traded instrument: those that it names, then those that only its model reads. */
  readonly specs: readonly FeatureSpec[];
  /** As many as a run takes: of every column, the regime, the strategy's own number and the model's. */
  readonly warmupCandles: number;
}

/** UserErrors `model-file-missing`, `model-file-invalid` where the strategy names a model. */
export async function strategyColumns(given: StrategyOrPlan): Promise<StrategyColumns> {
  const setup = 'setup' in given ? given.setup : await setupOf(given);
  const specs = columnsOf(setup).flatMap(({ role, spec }) => (role === TRADE_ROLE ? [spec] : []));
  return { strategy: setup.strategy, specs, warmupCandles: warmupCandlesOf(setup) };
}

async function setupOf(strategy: Strategy): Promise<StrategySetup> {
  if (strategy.model === undefined) return { strategy, model: undefined };
  const file = join(packageRoot, 'models', strategy.model, 'model.json');
  const text = new TextDecoder().decode(await readModelFile(file));
  return { strategy, model: parseModelManifest(text, file) };
}
