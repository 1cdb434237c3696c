// The text of a facts file in; what a file made elsewhere cannot say of itself (inputs, times, data, golden rows), out.

import { z } from 'zod';
import { parseJsonFile } from '../../../adapters/onnx/parse-json-file.ts';
import { directionClasses } from '../../../core/prediction/fitted/live-model.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD');
const period = z.strictObject({ from: day, to: day });
const rows = z.array(z.array(z.number()).min(1)).min(64, 'expected at least 64 rows').max(10_000);
const thresholds = z.strictObject({
  regimeConfidence: z.number(),
  probability: z.number(),
  direction: z.number(),
  magnitude: z.number(),
  confidence: z.number(),
});

const inputs = z.array(z.string().min(1)).min(1);

const facts = z.strictObject({
  /** Feature ids of the model, in order. */
  inputs,
  /** Which of them a file reads, in its order; all where absent. */
  reads: z.strictObject({ direction: inputs.optional(), magnitude: inputs.optional() }).optional(),
  /** What class 0, 1 ... of the direction file means. */
  classes: z.array(z.enum(directionClasses)).min(2).max(3).optional(),
  candle: z.string(),
  horizonCandles: z.int().positive(),
  warmupCandles: z.int().positive(),
  regimeDetector: z.strictObject({ id: z.string().min(1), parameters: z.record(z.string(), z.number()) }).optional(),
  training: period,
  validation: period,
  provenance: z.enum(['exchange', 'simulated', 'synthetic']),
  sideSource: z.enum(['feed', 'quoteRule', 'tickRule', 'none']),
  datasets: z.array(z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  seed: z.int().min(0).optional(),
  /** Smallest and largest value of each input in training. */
  ranges: z.array(z.tuple([z.number(), z.number()])),
  /** The preset `fitted`; `mission` where absent. */
  thresholds: z.strictObject({ trend_up: thresholds, trend_down: thresholds, range: thresholds }).optional(),
  /** Rows of inputs, and what Python said of them: `predict_proba` in the order of the classes, and the size. */
  golden: z.strictObject({ inputs: rows, direction: rows, magnitude: rows }),
});

export type ImportFacts = z.infer<typeof facts>;

/** Throws UserError `model-file-invalid` that names the field. */
export function parseImportFacts(text: string, file: string): ImportFacts {
  return parseJsonFile<ImportFacts>(text, facts, file);
}
