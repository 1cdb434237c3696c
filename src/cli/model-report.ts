// The text of a training.json in; the losses of its members beside their baselines, and what passed the thresholds, out.

import { z } from 'zod';

const loss = z.object({ loss: z.number(), baseline: z.number() });
const passes = z.object({ candles: z.number(), passed: z.number(), meanReturn: z.number().nullable() });
const report = z.object({
  rows: z.object({ training: z.number(), validation: z.number() }),
  members: z.array(z.object({ file: z.string(), validation: loss })),
  passes: z.record(z.string(), z.record(z.string(), passes)),
});

export type ModelReport = z.infer<typeof report>;

/** Undefined for no text, or one of another form: it is for people, and not every model has one. */
export function modelReport(text: string | undefined): ModelReport | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = report.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function reportLines({ rows, members, passes: presets }: ModelReport): readonly string[] {
  return [
    `rows: ${rows.training} to train, ${rows.validation} to validate`,
    ...members.map(({ file, validation: { loss: found, baseline } }) => {
      const better = (1 - found / baseline) * 100;
      return `  ${file}: validation loss ${found.toFixed(4)}, baseline ${baseline.toFixed(4)} (${better.toFixed(1)} % better)`;
    }),
    ...Object.entries(presets).flatMap(([preset, regimes]) =>
      Object.entries(regimes).map(([regime, { candles, passed, meanReturn }]) => {
        const mean = meanReturn === null ? '' : `, mean move ${(meanReturn * 1e4).toFixed(2)} bp before costs`;
        return `  ${preset} in ${regime}: ${passed} of ${candles} validation candles pass${mean}`;
      }),
    ),
  ];
}
