// What a trial is: a strategy or model that was tried on data, with its settings, its data and its result, and the schema of it.

import { z } from 'zod';
import { runInfoSchema } from '../journal/run-info.ts';
import { UserError } from '../user-error.ts';

/**
 * What was done. All but the last two count as trials. `paper` runs a release, `check` tries again what was tried before under other
 * conditions (doubled costs, another latency): neither chooses anything, and the ledger itself shows whether that is true (`countedTrials`).
 */
export const trialKinds = [
  'backtest',
  'sweep',
  'training',
  'evaluation',
  'retraining',
  'validation',
  'paper',
  'check',
] as const;
export type TrialKind = (typeof trialKinds)[number];

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const day = z.iso.date();
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const common = {
  kind: z.enum(trialKinds),
  /** Name of the strategy; of a training or an evaluation without one, of the model. */
  strategy: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'expected a name of letters, digits, . _ and -'),
  /**
   * `stopped`: by a person, before the last day. `threw`: counts where it had a session. `began`: a run of which something can be seen before it
   * ends; another entry names it when it has ended, and where none does it counts as a trial of unknown result.
   */
  outcome: z.enum(['finished', 'stopped', 'threw', 'began']),
  /** The entry of its beginning, where it has one. */
  began: z.strictObject({ seq: z.int().positive(), sha256 }).optional(),
  /**
   * sha256 of the file of the strategy, with all that it imports beside the package's sources; of a verified release, of its code; null for
   * what has no code of its own, and for code that nobody can name: functions without a file. Entries of earlier versions have that of the
   * file alone, and of the text of a function.
   */
  codeSha256: sha256.nullable(),
  /** sha256 of the sources of the package that ran it. Absent of a release, of what nothing was run for, and in entries of earlier versions. */
  packageSha256: sha256.optional(),
  release: sha256.nullable(),
  /** Everything that was chosen of the strategy or the model: parameters, thresholds, limits, options of a trainer. */
  settings: z.record(z.string(), z.json()),
  /** What it was tried under: costs, latencies, capital. */
  conditions: z.record(z.string(), z.json()),
  model: z.strictObject({ name: z.string().min(1), manifestSha256: sha256 }).nullable(),
  seed: z.int().nullable(),
  /** Name of the folder under runs/, where one is kept. */
  run: z.string().min(1).nullable(),
  /** For people and for reports, such as the sweep and its point; not part of what makes two trials the same. */
  labels: z.record(z.string(), plain),
};

const data = {
  instrument: z.string().min(1),
  provenance: runInfoSchema.shape.provenance,
  from: day,
  to: day,
};

const result = {
  digest: sha256.nullable(),
  /** Round trips that ended; null where nothing was traded by the nature of the trial. */
  trades: z.int().nonnegative().nullable(),
  /** Any other figures, by name: `auc`, `logLoss`. */
  measures: z.record(z.string(), z.number()),
};

const netE4 = z.array(z.int());
/** Round trips that ended on each of the days; absent where they are not known by day, as in entries of earlier versions. */
const dailyTrades = z.array(z.int().nonnegative()).optional();

export const trialSchema = z.strictObject({
  ...common,
  /** Parts in the order they were read. */
  data: z.strictObject({ ...data, datasets: runInfoSchema.shape.datasets }),
  result: z.strictObject({
    ...result,
    /** Net result of each session, integer E4 (BRL x 10,000), costs included; null where nothing was traded by nature. */
    daily: z
      .strictObject({ days: z.array(day), netE4, trades: dailyTrades })
      .refine(
        ({ days, netE4, trades }) => days.length === netE4.length && (trades?.length ?? days.length) === days.length,
        'a day without its result, or a result without its day',
      )
      .refine(({ days }) => days.every((each, at) => at === 0 || days[at - 1]! < each), 'the days do not ascend')
      .nullable(),
  }),
});

/** What is handed in. Plain JSON: finite numbers, days as YYYY-MM-DD. */
export type Trial = z.infer<typeof trialSchema>;

/** As it stands in the ledger: the long lists, which many trials share, are files of their own, named by their sha256. */
export const recordedTrialSchema = z.strictObject({
  ...common,
  data: z.strictObject({ ...data, datasets: sha256, parts: z.int().nonnegative() }),
  result: z.strictObject({ ...result, daily: z.strictObject({ days: sha256, netE4, trades: dailyTrades }).nullable() }),
});

export type RecordedTrial = z.infer<typeof recordedTrialSchema>;

/** Throws UserError `trial-invalid` with the field. */
export function checkedTrial(trial: Trial): Trial {
  const parsed = trialSchema.safeParse(trial);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw new UserError({
    code: 'trial-invalid',
    message: `A trial cannot be recorded: ${field === '' ? '' : `${field}: `}${issue.message}`,
    field: field === '' ? undefined : field,
    fix: 'Give what the field asks for: see Trial in quantumtrader/research',
  });
}
