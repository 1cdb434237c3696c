// Golden vectors: inputs with the outputs that each member must give, computed outside the ONNX runtime; and how far one is off.

import { z } from 'zod';
import type { ModelManifest, ModelMember } from '../../core/prediction/model-manifest.ts';
import { UserError } from '../user-error.ts';
import { parseJsonFile } from './parse-json-file.ts';

const MIN_GOLDEN_ROWS = 64;
const MAX_GOLDEN_ROWS = 10_000;

export interface Golden {
  readonly schemaVersion: 1;
  /** [rows][inputs], every value a float32. */
  readonly inputs: readonly (readonly number[])[];
  /** Per member file [rows][outputs]: three probabilities, or one expected absolute return. */
  readonly outputs: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const rows = z.array(z.array(z.number())).min(MIN_GOLDEN_ROWS).max(MAX_GOLDEN_ROWS);
const golden = z.strictObject({
  schemaVersion: z.literal(1),
  inputs: rows,
  outputs: z.record(z.string(), rows),
});

/** Throws UserError `model-file-invalid` when rows are missing, have holes, or are not what the manifest announces. */
export function parseGolden(text: string, file: string, manifest: ModelManifest): Golden {
  const parsed: Golden = parseJsonFile(text, golden, file);
  const fault = faultOf(parsed, manifest);
  if (fault !== undefined) {
    throw new UserError({
      code: 'model-file-invalid',
      message: `${file}: ${fault}.`,
      file,
      fix: 'Train the model again, so that its golden vectors are written with it.',
    });
  }
  return parsed;
}

function faultOf(parsed: Golden, manifest: ModelManifest): string | undefined {
  const columns = manifest.inputs.length;
  for (const [i, row] of parsed.inputs.entries()) {
    if (row.length !== columns) return `row ${i} has ${row.length} inputs instead of ${columns}`;
    const inexact = row.find((value) => Math.fround(value) !== value);
    if (inexact !== undefined) return `row ${i} holds ${inexact}, which is no float32`;
  }
  for (const member of manifest.members) {
    const outputs = parsed.outputs[member.file];
    if (outputs === undefined) return `no outputs for ${member.file}`;
    if (outputs.length !== parsed.inputs.length)
      return `${outputs.length} outputs of ${member.file} for ${parsed.inputs.length} rows`;
    const width = member.role === 'direction' ? 3 : 1;
    const odd = outputs.findIndex((row) => row.length !== width);
    if (odd >= 0) return `output ${odd} of ${member.file} has ${outputs[odd]!.length} values instead of ${width}`;
  }
  return undefined;
}

/**
 * What a difference of 1 means for a member: probabilities are compared as they are, magnitudes as a share of the largest
 * expected one, since 1e-6 would be a large part of a return over a few candles.
 */
export function goldenScale(expected: readonly (readonly number[])[], role: ModelMember['role']): number {
  if (role === 'direction') return 1;
  let largest = 0;
  for (const row of expected) largest = Math.max(largest, Math.abs(row[0]!));
  return largest === 0 ? 1 : largest;
}
