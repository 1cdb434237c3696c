// What the validation of a release showed, day by day, and under which settings it was simulated: as the text of validation.json, and back.

import { z } from 'zod';
import { releaseError } from './release-error.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const day = z.iso.date();

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of the run; the manifest has the same. */
  digest: sha256,
  /** As the strategy asks for it. */
  instrument: z.string().min(1),
  seed: z.int(),
  /** That it decided by, those of its model among them; `inCatalogue`: by this very id, else it is one's own or has other parameters. */
  features: z.array(z.strictObject({ id: z.string().min(1), version: z.int(), inCatalogue: z.boolean() })),
  /** At the opening of each session, BRL. */
  capitalBrl: z.number().positive(),
  /** What orders were matched against. */
  matchedOn: z.enum(['bars', 'trades', 'book', 'exchange']),
  /** Latencies, costs, queue and spread of the simulated exchange. */
  simulation: z.record(z.string(), z.json()),
  /** Costs taken off. */
  netBrl: z.number(),
  costsBrl: z.number().min(0),
  trades: z.int().min(0),
  /** Contracts bought and sold. */
  contracts: z.int().min(0),
  /** From the highest mark of equity to the lowest after it, BRL; 0 where it never fell. */
  deepestFallBrl: z.number().min(0),
  /** Of every validated day, ascending. Trades count on the day on which they ended, costs on that of the fill. */
  days: z
    .array(z.strictObject({ day, netBrl: z.number(), trades: z.int().min(0), costsBrl: z.number().min(0) }))
    .min(1),
  /** Net result since the start at chosen marks: each peak and trough among them. Microseconds UTC. */
  equity: z
    .strictObject({ timeUs: z.array(z.int()), netBrl: z.array(z.number()) })
    .refine(({ timeUs, netBrl }) => timeUs.length === netBrl.length, 'a time without its result, or the other way'),
});

export type ValidationRecord = Readonly<z.infer<typeof schema>>;

/** The same validation gives the same text; no time of the clock and no path is in it. */
export function validationText(record: ValidationRecord): string {
  return `${JSON.stringify(schema.parse(record), null, 1)}\n`;
}

/** Throws UserError `release-bad-manifest` naming the field. `file` is used in messages only. */
export function parseValidation(text: string, file: string): ValidationRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('release-bad-manifest', `${file} is not JSON`, { file, cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw releaseError('release-bad-manifest', `${file}: ${field}: ${issue.message}`, { file, field });
}
