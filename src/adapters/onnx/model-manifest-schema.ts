// Takes the text of a model.json; gives the manifest, or the field that is wrong and why. Unknown keys are errors.

import { z } from 'zod';
import { type ModelManifest, RECIPE_FILE } from '../../core/prediction/model-manifest.ts';
import { UserError } from '../user-error.ts';
import { checkoutModelCode, type ModelCode } from './model-code.ts';
import { parseJsonFile } from './parse-json-file.ts';

const MAX_MEMBERS = 64;
const MAX_INPUTS = 1024;
const MAX_CELLS = 100_000;
const MAX_HORIZON_CANDLES = 10_000;
/** No model may drift further from its golden vectors than this, whatever its manifest says. */
const MAX_TOLERANCE = 1e-6;

const share = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const fileName = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, 'expected a plain file name');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD');
const regime = z.enum(['trend_up', 'trend_down', 'range']);
const period = z.strictObject({ from: day, to: day }).refine((p) => p.from <= p.to, 'ends before it begins');

const thresholds = z.strictObject({
  regimeConfidence: share,
  probability: share,
  direction: share,
  magnitude: z.number().min(0),
  confidence: share,
});

const member = z.strictObject({
  file: fileName,
  sha256,
  weight: z.number().positive(),
  regimes: z.array(regime).min(1),
  role: z.enum(['direction', 'magnitude']),
});

const profile = z.strictObject({
  rows: z.int().positive(),
  inputs: z.array(
    z
      .strictObject({
        mean: z.number(),
        deviation: z.number().min(0),
        low: z.number(),
        high: z.number(),
        unchangedMost: z.int().min(0),
        unchangedShare: share,
      })
      .refine(({ low, high }) => low <= high, 'low is above high'),
  ),
  joint: z.strictObject({
    columns: z.array(z.int().min(0)),
    factor: z.array(z.number()),
    limit: z.number().min(0),
  }),
});

const notebook = z.strictObject({
  path: z
    .string()
    .regex(/^(?!\/|[A-Za-z]:)(?!(.*\/)?\.\.(\/|$))[^\\]+\.ipynb$/, 'expected the relative path of an .ipynb file')
    .optional(),
  cells: z.array(sha256).min(1).max(MAX_CELLS),
  parameters: z.record(z.string(), z.json()).optional(),
});

const manifest = z.strictObject({
  schemaVersion: z.union([z.literal(1), z.literal(2)]),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a name in kebab-case'),
  members: z.array(member).min(1).max(MAX_MEMBERS),
  inputs: z.array(z.string().min(1)).min(1).max(MAX_INPUTS),
  schemaHash: sha256,
  horizonCandles: z.int().positive().max(MAX_HORIZON_CANDLES),
  candle: z.string(),
  warmupCandles: z.int().positive().max(100_000),
  regimeDetector: z.strictObject({ id: z.string().min(1), parameters: z.record(z.string(), z.number()) }),
  confidenceFormula: z.string().min(1),
  thresholds: z
    .record(z.string().min(1), z.strictObject({ trend_up: thresholds, trend_down: thresholds, range: thresholds }))
    .refine((presets) => Object.hasOwn(presets, 'fitted'), 'the preset fitted is missing'),
  ranges: z.array(z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, 'low is above high')),
  profile: profile.optional(),
  provenance: z.enum(['exchange', 'simulated', 'synthetic']),
  sideSource: z.enum(['feed', 'quoteRule', 'tickRule', 'none']),
  training: period,
  validation: period,
  datasets: z.array(z.strictObject({ path: z.string().min(1), sha256, refusedParts: z.int().min(1).optional() })),
  golden: z.strictObject({ file: fileName, sha256, tolerance: z.number().positive().max(MAX_TOLERANCE) }),
  recipe: z.strictObject({ file: z.literal(RECIPE_FILE), sha256 }).optional(),
  notebook: notebook.optional(),
});

/**
 * Throws UserError `model-file-invalid` naming file and field, `model-thresholds-low` when a preset is below the floors.
 * `file` is used in messages only.
 */
export function parseModelManifest(text: string, file: string, code: ModelCode = checkoutModelCode): ModelManifest {
  const parsed: ModelManifest = parseJsonFile(text, manifest, file);
  const isInterval = code.parseCandleInterval(parsed.candle) !== undefined;
  const fault = isInterval ? inconsistency(parsed) : { field: 'candle', reason: 'expected an interval such as 1m' };
  if (fault !== undefined) {
    throw new UserError({
      code: 'model-file-invalid',
      message: `${file}: ${fault.field}: ${fault.reason}`,
      file,
      field: fault.field,
      fix: 'Correct the file, or train the model again.',
    });
  }
  const low = code.belowFloor(parsed.thresholds);
  if (low !== undefined) {
    throw new UserError({
      code: 'model-thresholds-low',
      message: `${file}: threshold ${low.threshold} of preset ${low.preset} in ${low.regime} is ${low.value}, below the floor ${low.floor}.`,
      file,
      field: `thresholds.${low.preset}.${low.regime}.${low.threshold}`,
      fix: `Raise it to at least ${low.floor}.`,
    });
  }
  return parsed;
}

/** What the fields say against each other. */
function inconsistency(parsed: ModelManifest): { readonly field: string; readonly reason: string } | undefined {
  if (new Set(parsed.inputs).size !== parsed.inputs.length) return { field: 'inputs', reason: 'an input stands twice' };
  if (parsed.ranges.length !== parsed.inputs.length) {
    return { field: 'ranges', reason: `${parsed.ranges.length} ranges for ${parsed.inputs.length} inputs` };
  }
  const fault = profileFault(parsed);
  if (fault !== undefined) return { field: 'profile', reason: fault };
  const files = parsed.members.map((m) => m.file);
  if (new Set(files).size !== files.length) return { field: 'members', reason: 'a file stands twice' };
  for (const asked of new Set(parsed.members.flatMap((m) => m.regimes))) {
    for (const role of ['direction', 'magnitude'] as const) {
      if (!parsed.members.some((m) => m.role === role && m.regimes.includes(asked))) {
        return { field: 'members', reason: `${asked} has no ${role} member` };
      }
    }
  }
  return undefined;
}

function profileFault({ schemaVersion, inputs, profile }: ModelManifest): string | undefined {
  if ((profile !== undefined) !== (schemaVersion === 2)) return 'belongs to schemaVersion 2, and to it only';
  if (profile === undefined) return undefined;
  if (profile.inputs.length !== inputs.length) return `${profile.inputs.length} inputs for ${inputs.length}`;
  const { columns, factor } = profile.joint;
  const isAscending = columns.every((column, at) => at === 0 || column > columns[at - 1]!);
  if (!isAscending || columns.some((column) => !((profile.inputs[column]?.deviation ?? 0) > 0)))
    return 'joint.columns must be inputs that vary, in order';
  const size = columns.length;
  if (factor.length !== (size * (size + 1)) / 2) return `${factor.length} numbers in joint.factor for ${size} columns`;
  if (columns.some((_, row) => !(factor[(row * (row + 3)) / 2]! > 0))) return 'joint.factor has no positive diagonal';
  return undefined;
}
