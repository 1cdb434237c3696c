// What a parity certificate says: a session beside its own replay and a backtest of its day; its schema, version 1.

import { z } from 'zod';
import { runModes } from '../../adapters/journal/run-info.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const day = z.iso.date();
const count = z.int().nonnegative();

/**
 * Why a session was not what a backtest of its day is. `unknown`: nothing that was recorded explains it. The rest is in `causeWords`.
 */
export const parityCauses = [
  'lateData',
  'fillModel',
  'latency',
  'operator',
  'gap',
  'broker',
  'guardian',
  'limits',
  'unknown',
] as const;
export type ParityCause = (typeof parityCauses)[number];

export const causeWords: Readonly<Record<ParityCause, string>> = {
  lateData: 'data came late, was missing, or was stale: the stored day has other events than the session was given',
  fillModel: 'filled at another price, or not filled: spread, queue and fill model',
  latency: 'an order or a prediction took longer, or less long',
  operator: 'a person asked for it',
  gap: 'a gap, a new epoch, a warm-up, gates that were not open, or hours in which it did not run',
  broker: 'the broker refused the order',
  guardian: 'the guardian of the host, or reconciliation, sent the order',
  limits: 'windows and limits of the machine, or a loss limit after an earlier difference',
  unknown: 'nothing that was recorded explains it',
};

/** What must never happen in a session, whatever the market does. */
export const violationKinds = ['nakedPosition', 'orphanOrder', 'positionDifference', 'error'] as const;
export type ViolationKind = (typeof violationKinds)[number];

const replaySchema = z.strictObject({
  isIdentical: z.boolean(),
  /** Decisions that were equal. */
  decisions: count,
  firstDifference: z
    .strictObject({ index: z.int(), timeUs: z.number(), path: z.string(), expected: z.string(), actual: z.string() })
    .nullable(),
  notices: z.array(z.string()),
});

const differenceSchema = z.strictObject({
  cause: z.enum(parityCauses),
  what: z.enum(['decision', 'entry', 'exit']),
  /** Microseconds UTC of the first and of the last place of the row. */
  timeUs: z.number(),
  lastUs: z.number(),
  count: z.int().positive(),
  run: z.string(),
  backtest: z.string(),
  detail: z.string(),
  /** Result of the session less that of the backtest, before costs, E4; null where it is told with another row of the trade. */
  effectE4: z.number().nullable(),
});

const backtestSchema = z.strictObject({
  isIdentical: z.boolean(),
  /** `datasets`: what the host captured, or was imported. `log`: what the session itself was given. */
  market: z.enum(['datasets', 'log']),
  /** `otherInputs`: of those that are the same, how many came of another value of some input. */
  decisions: z.strictObject({ run: count, backtest: count, same: count, otherInputs: count }),
  /** Results before costs, E4. */
  runE4: z.number(),
  backtestE4: z.number(),
  /** The counts add up to the places that differ, the effects to `runE4` less `backtestE4`. */
  causes: z.array(z.strictObject({ cause: z.enum(parityCauses), count: z.int().positive(), effectE4: z.number() })),
  /** In order of time, the first 200 rows; how many more there are. */
  differences: z.array(differenceSchema),
  moreDifferences: count,
  notices: z.array(z.string()),
});

const slippageSchema = z.strictObject({
  /** Trades whose entry was filled in both. */
  entries: count,
  /** Ticks a contract against the decided price, to our disadvantage above 0, weighted by contracts; null without entries. */
  entryTicks: z.number().nullable(),
  modelEntryTicks: z.number().nullable(),
  /** Trades that were entered alike and left the same way in both. */
  exits: count,
  /** Ticks a contract that the session left worse than the backtest; null without exits. */
  exitTicksWorse: z.number().nullable(),
});

const violationSchema = z.strictObject({
  kind: z.enum(violationKinds),
  /** Microseconds UTC; null where it is of the whole run. */
  timeUs: z.number().nullable(),
  text: z.string(),
});

export const certificateSchema = z.strictObject({
  kind: z.literal('parityCertificate'),
  schemaVersion: z.literal(1),
  /** Name of the run folder. */
  run: z.string().min(1),
  mode: z.enum(runModes),
  strategy: z.string().min(1),
  /** Id; null where the strategy was run from source. */
  release: sha256.nullable(),
  /** sha256 of model.json; null without a model. */
  model: sha256.nullable(),
  provenance: z.enum(['exchange', 'simulated', 'synthetic']),
  /** Session days, in order. A day can have several runs, and each has its certificate: count days. */
  days: z.array(day).min(1),
  /** False after a crash: what was journalled last may be missing. */
  isFinished: z.boolean(),
  journal: z.strictObject({
    runSha256: sha256,
    journalSha256: sha256,
    eventsSha256: sha256,
    epochs: z.array(z.strictObject({ epoch: z.int(), decisions: count, sha256 })),
  }),
  replay: replaySchema,
  backtest: backtestSchema,
  slippage: slippageSchema,
  violations: z.array(violationSchema),
  /** See `verdictOf`. */
  verdict: z.enum(['identical', 'explained', 'unexplained']),
  versions: z.strictObject({ program: z.string(), node: z.string() }),
});

export type ParityCertificate = Readonly<z.infer<typeof certificateSchema>>;
export type ParityDifference = ParityCertificate['backtest']['differences'][number];
export type ParityViolation = ParityCertificate['violations'][number];
export type ParityVerdict = ParityCertificate['verdict'];

/**
 * `identical`: replay and backtest are, and no invariant was violated. `explained`: the replay is, nothing was violated, and every difference
 * from the backtest has a known cause. `unexplained`: the rest.
 */
export function verdictOf(
  parts: Pick<ParityCertificate, 'replay' | 'violations'> & {
    readonly backtest: Pick<ParityCertificate['backtest'], 'isIdentical' | 'causes'>;
  },
): ParityVerdict {
  const { replay, backtest, violations } = parts;
  const isUnknown = backtest.causes.some(({ cause }) => cause === 'unknown');
  if (!replay.isIdentical || violations.length > 0 || isUnknown) return 'unexplained';
  return backtest.isIdentical ? 'identical' : 'explained';
}
