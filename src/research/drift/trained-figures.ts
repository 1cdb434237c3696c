// The text of a training.json in; what live days can be held against, as far as it stands there, out.

import { z } from 'zod';

const regimePasses = z.object({
  candles: z.number(),
  passing: z.record(z.string(), z.number()),
  passed: z.number(),
  meanReturn: z.number().nullable(),
});

const report = z.object({
  /** No neutral points where the labels were barriers or trends: what came at the horizon is no class of such a model. */
  settings: z.object({ neutralPoints: z.number().min(0).optional() }).optional(),
  classes: z.tuple([z.number(), z.number(), z.number()]).optional(),
  /** By preset of thresholds and regime. */
  passes: z.record(z.string(), z.record(z.string(), regimePasses)).optional(),
});

export type TrainedFigures = z.infer<typeof report>;

/** Nothing is known where there is no text, or one of another form: not every model comes with one. */
export function trainedFigures(text: string | undefined): TrainedFigures {
  if (text === undefined) return {};
  try {
    return report.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
