// A JSON file with settings of a regime detector in; the detector made with them, or what is wrong with the file, out.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../adapters/user-error.ts';
import type { HmmSettings } from '../core/regime/hmm-settings.ts';
import type { RegimeDetectorSpec } from '../core/regime/regime-detector.ts';

const numbers = z.record(z.string(), z.number());
const row = z.array(z.number());
const hmm = z.strictObject({
  observation: z.strictObject({
    returnCandles: z.number(),
    volatilityCandles: z.number(),
    means: row,
    deviations: row,
  }),
  model: z.strictObject({ start: row, transition: z.array(row), means: z.array(row), variances: z.array(row) }),
  kinds: z.array(z.enum(['trend_up', 'trend_down', 'range', 'undefined'])),
  rules: numbers.optional(),
});

export interface DetectorSettings {
  /** For detectors whose settings are plain numbers; without a file their defaults. */
  numbers(make: (settings: Readonly<Record<string, number>>) => RegimeDetectorSpec): RegimeDetectorSpec;
  hmm(make: (settings: HmmSettings) => RegimeDetectorSpec): RegimeDetectorSpec;
}

/** UserErrors `file-missing` and `bad-option`, naming the file and what is wrong in it. */
export function detectorSettings(file: string | undefined): DetectorSettings {
  const made = <T>(schema: z.ZodType<T>, make: (settings: T) => RegimeDetectorSpec): RegimeDetectorSpec => {
    const settings = parsed(file!, schema);
    try {
      return make(settings);
    } catch (error) {
      if (error instanceof RangeError) throw wrong(file!, error.message);
      throw error;
    }
  };
  return {
    numbers: (make) => (file === undefined ? make({}) : made(numbers, make)),
    hmm: (make) => made(hmm, (settings) => make(settings as HmmSettings)),
  };
}

function parsed<T>(file: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? wrong(file, `it is not JSON: ${error.message}`) : unreadable(file, error);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw wrong(file, `${issue.path.join('.')}: ${issue.message}`);
}

function unreadable(file: string, cause: unknown): UserError {
  const message = `The file ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new UserError({ code: 'file-missing', message, file, field: 'settings', fix: 'Check the path', cause });
}

function wrong(file: string, why: string): UserError {
  return new UserError({
    code: 'bad-option',
    message: `${file} cannot be used as settings: ${why}`,
    file,
    field: 'settings',
    fix: 'Correct the file: docs/regimes.md lists the settings of each detector',
  });
}
