// A verified release in; what its small files say (gates, validated days, its model in short), out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Gate } from './gate.ts';
import { parseGates } from './gates-file.ts';
import { releaseError } from './release-error.ts';
import { GATES_FILE, modelFolder, VALIDATION_FILE } from './release-manifest.ts';
import { parseValidation, type ValidationRecord } from './validation-record.ts';
import type { VerifiedRelease } from './verify-release.ts';

const span = z.object({ from: z.string(), to: z.string() });

/** What people are shown of model.json; fields of later versions are left alone. */
const modelSchema = z.object({
  members: z.array(z.object({ file: z.string(), sha256: z.string(), role: z.string(), regimes: z.array(z.string()) })),
  horizonCandles: z.number(),
  candle: z.string(),
  thresholds: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
  training: span,
  validation: span,
  datasets: z.array(z.object({ path: z.string(), sha256: z.string() })),
  recipe: z.object({ file: z.string(), sha256: z.string() }).optional(),
  notebook: z
    .object({
      path: z.string().optional(),
      cells: z.array(z.string()),
      parameters: z.record(z.string(), z.json()).optional(),
    })
    .optional(),
});

export type ModelSummary = z.infer<typeof modelSchema>;

export interface ReleaseParts {
  readonly gates: readonly Gate[];
  /** Undefined in releases of before it was kept. */
  readonly validation: ValidationRecord | undefined;
  /** Undefined without a model. */
  readonly model: ModelSummary | undefined;
}

/** Throws UserError `release-bad-manifest` where a file is not of its form, or the validated days are of another run than the manifest says. */
export function releaseParts({ dir, manifest }: VerifiedRelease): ReleaseParts {
  const gatesFile = join(dir, GATES_FILE);
  const gates = parseGates(readFileSync(gatesFile, 'utf8'), gatesFile);
  return { gates, validation: validationOf(dir, manifest), model: modelOf(dir, manifest) };
}

function validationOf(dir: string, manifest: VerifiedRelease['manifest']): ValidationRecord | undefined {
  if (!manifest.files.some(({ path }) => path === VALIDATION_FILE)) return undefined;
  const file = join(dir, VALIDATION_FILE);
  const record = parseValidation(readFileSync(file, 'utf8'), file);
  const { digest, trades } = manifest.validation;
  if (record.digest === digest && record.trades === trades) return record;
  const message = `${file}: its run is not the one that release.json names`;
  throw releaseError('release-bad-manifest', message, { file, field: 'digest' });
}

function modelOf(dir: string, { model }: VerifiedRelease['manifest']): ModelSummary | undefined {
  if (model === null) return undefined;
  const file = join(dir, ...modelFolder(model.name).split('/'), 'model.json');
  const parsed = modelSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw releaseError('release-bad-manifest', `${file}: ${field}: ${issue.message}`, { file, field });
}
