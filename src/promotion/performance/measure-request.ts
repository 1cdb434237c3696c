// What the process that measures a bundle is asked for, and what it answers: their schemas.

import { z } from 'zod';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import { figuresSchema } from './performance-figures.ts';

export const measureRequestSchema = z.strictObject({
  /** File of the bundle, and the sha256 of the bytes that it must have. */
  code: z.string().min(1),
  codeSha256: z.string(),
  /** Absent without a model. */
  modelFolder: z.string().exactOptional(),
  manifestSha256: z.string().exactOptional(),
  instrument: z.string().min(1),
  /** Of the datasets, and one that is thrown away. */
  home: z.string().min(1),
  scratchHome: z.string().min(1),
  days: z.array(z.iso.date()).min(1),
  kind: z.custom<PartKind>((kind) => typeof kind === 'string'),
  seed: z.int(),
  capitalBrl: z.number().positive(),
  budgetMs: z.number().positive(),
});

export type MeasureRequest = z.infer<typeof measureRequestSchema>;

export const measureAnswerSchema = z.union([
  z.strictObject({ figures: figuresSchema }),
  /** Code and message of what it threw. */
  z.strictObject({ code: z.string(), message: z.string() }),
]);

export type MeasureAnswer = z.infer<typeof measureAnswerSchema>;
