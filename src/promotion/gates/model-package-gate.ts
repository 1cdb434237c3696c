// The folder of a model and the strategy that reads it in; a gate that says whether the two fit and every file is whole, out.

import { join } from 'node:path';
import { loadModel } from '../../adapters/onnx/load-model.ts';
import { readVerifiedFile } from '../../adapters/onnx/verified-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import { specOfInput } from '../../core/engine/strategy-setup.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import type { CheckedGate } from '../release/gate.ts';

export interface CheckedModel {
  readonly gate: CheckedGate;
  /** Undefined when the gate failed or the strategy has no model. */
  readonly model: { readonly manifest: ModelManifest; readonly manifestSha256: string } | undefined;
}

const BASE = { id: 'modelPackage' } as const;

/**
 * Loads the model as trading will: hashes, shapes, golden vectors on this machine, and the features it reads in their order.
 * The value is the largest deviation from the golden vectors, the limit its tolerance.
 */
export async function modelPackageGate(folder: string, strategy: Strategy): Promise<CheckedModel> {
  if (strategy.model === undefined) {
    const reason = `${strategy.name} uses no model`;
    return { gate: { ...BASE, passed: true, value: null, limit: null, reason, fix: '' }, model: undefined };
  }
  try {
    const loaded = await loadModel(folder, { features: (id) => specOfInput(id, strategy) });
    await loaded.predictor.close();
    const { manifest, manifestSha256, goldenDeviation } = loaded;
    const { recipe } = manifest;
    // trading does not read it, and the release carries it
    if (recipe !== undefined) await readVerifiedFile(join(folder, recipe.file), recipe.sha256);
    const mismatch = mismatchOf(manifest, strategy);
    if (mismatch !== undefined) return failed(mismatch.reason, mismatch.fix);
    const inputs = `${manifest.inputs.length} inputs in the order of ${strategy.name}`;
    const reason = `${manifest.name} is whole, reads ${inputs} and gives its golden vectors here`;
    const limit = manifest.golden.tolerance;
    return {
      gate: { ...BASE, passed: true, value: goldenDeviation, limit, reason, fix: '' },
      model: { manifest, manifestSha256 },
    };
  } catch (error) {
    if (error instanceof UserError) return failed(error.message, error.fix);
    throw error;
  }
}

function mismatchOf(
  manifest: ModelManifest,
  strategy: Strategy,
): { readonly reason: string; readonly fix: string } | undefined {
  if (manifest.name !== strategy.model) {
    return { reason: `The model is ${manifest.name}, the strategy wants ${strategy.model}`, fix: 'Correct its name' };
  }
  if (manifest.candle !== strategy.candle) {
    const reason = `The model was trained on ${manifest.candle} candles, the strategy decides on ${strategy.candle}`;
    return { reason, fix: `Train the model on ${strategy.candle} candles` };
  }
  const preset = thresholdsPresetOf(strategy);
  if (!Object.hasOwn(manifest.thresholds, preset)) {
    const known = Object.keys(manifest.thresholds).join(', ');
    return { reason: `The model has no thresholds ${preset}`, fix: `Use one of: ${known}` };
  }
  return undefined;
}

/** The preset that a strategy uses when it names none is `fitted`. */
export function thresholdsPresetOf(strategy: Strategy): string {
  return strategy.thresholds ?? 'fitted';
}

function failed(reason: string, fix: string): CheckedModel {
  return { gate: { ...BASE, passed: false, value: null, limit: null, reason, fix }, model: undefined };
}
