// What is to be promoted and the days to validate it on in; every gate but those of the bundle judged, and what the validation showed, out.

import type { DatasetStore } from '../adapters/datasets/store.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Provenance } from '../core/market/provenance.ts';
import type { ModelManifest } from '../core/prediction/model-manifest.ts';
import { planRun } from '../runner/run-plan.ts';
import { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../runner/simulated-run.ts';
import { tradesOf } from '../runner/trades/trades-of.ts';
import { featuresRead } from './features-read.ts';
import type { GateRun } from './gate-run.ts';
import { cleanCommitGate } from './gates/clean-commit-gate.ts';
import { datasetsGate } from './gates/datasets-gate.ts';
import { dayPositionsGate } from './gates/day-positions-gate.ts';
import { leakCheckGate, warmupCheckGate } from './gates/feature-gates.ts';
import { askedAt } from './gates/gate-table.ts';
import { type LedgerChecked, ledgerGate } from './gates/ledger-gate.ts';
import { type CheckedModel, modelPackageGate } from './gates/model-package-gate.ts';
import { overfittingGates } from './gates/overfitting-gates.ts';
import { provenanceGate } from './gates/provenance-stage-gate.ts';
import { reproducibleGate } from './gates/reproducible-gate.ts';
import { riskLimitsGate } from './gates/risk-limits-gate.ts';
import { demoSessionsGate, paperSessionsGate } from './gates/session-gates.ts';
import { stressGates } from './gates/stress-gates.ts';
import { refusedDataGate, trainingDataGate } from './gates/training-data-gate.ts';
import { type ValidationFacts, validationGates } from './gates/validation-gates.ts';
import { seenBacktestGate } from './judge-backtest.ts';
import { judgeNotebook, judgeRerun, type NotebookOptions } from './judge-notebook.ts';
import { judgePerformance, type MeasuredPerformance } from './judge-performance.ts';
import type { FoundNotebook } from './notebook/find-notebook.ts';
import { readPromotionSettings } from './promotion-settings.ts';
import type { CheckedGate } from './release/gate.ts';
import { sha256Of } from './release/plain-file.ts';
import type { Subject } from './subject.ts';

export interface JudgeOptions extends NotebookOptions {
  readonly home: string;
  readonly store: DatasetStore;
  /** Days and instrument of the validation backtest. */
  readonly from: string;
  readonly to: string;
  readonly instrument?: string | undefined;
  readonly capitalBrl: number;
  readonly seed: number;
  /** Digest that the backtest of a notebook gave; the validation must give the same, also where a backtest lies beside the model. */
  readonly expectDigest?: string | undefined;
  /** For a retraining: the validation is recorded as one of its trials. */
  readonly isCandidate?: boolean | undefined;
  /** What takes long, and how far it is, 0..1. */
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

export interface Judged {
  readonly checked: CheckedModel;
  readonly validation: SimulatedRun;
  readonly validated: ValidationFacts;
  /** Of the validation, and of the model where there is one. */
  readonly sources: readonly Provenance[];
  readonly ledger: LedgerChecked;
  /** Undefined where it could not be measured. */
  readonly performance: MeasuredPerformance | undefined;
  /** That made the model, as it is here; undefined where there is none, or it is another by now. */
  readonly notebook: FoundNotebook | undefined;
}

/** Throws what `GateRun.add` throws. In a dry run undefined where the validation could not be run; what it would have judged has failed. */
export async function judge(subject: Subject, options: JudgeOptions, run: GateRun): Promise<Judged | undefined> {
  const checked = await modelPackageGate(subject.modelFolder, subject.strategy);
  run.add(checked.gate);
  // cheap and final: what the model was trained on is known before a minute is spent
  const early = provenanceGate(run.stage, [checked.model?.manifest.provenance ?? 'exchange']);
  if (!early.passed) run.add(early);
  run.add(dayPositionsGate(subject.limits), riskLimitsGate(options.home, subject.limits));
  await judgeTraining(options, checked, run);
  const notebook = judgeNotebook(subject, checked, run);
  run.add(cleanCommitGate(subject.git, subject.uncommitted));
  for await (const gate of subject.sourceGates()) run.add(gate);
  try {
    await judgeSessions(subject, options, checked, run);
    const judged = await judgeValidation(subject, options, checked, run);
    await judgeRerun(subject, options, checked, notebook, run);
    return { ...judged, notebook };
  } catch (error) {
    if (!run.isDryRun || !(error instanceof UserError)) throw error;
    run.unmeasured(error.message);
    return undefined;
  }
}

async function judgeTraining({ store, home }: JudgeOptions, { model }: CheckedModel, run: GateRun): Promise<void> {
  const refused = refusedDataGate(model?.manifest);
  if (refused !== undefined) run.add(refused);
  else if (askedAt({ id: 'trainingData', isMissing: true }, run.stage) !== 'notAsked') {
    run.add(await trainingDataGate(store, home, model?.manifest, model?.manifestSha256));
  }
}

/** How it did at the stage before. */
async function judgeSessions(
  subject: Subject,
  { home }: JudgeOptions,
  { model }: CheckedModel,
  run: GateRun,
): Promise<void> {
  if (!run.asks('paperSessions') && !run.asks('demoSessions')) return;
  const { paperSessions, demoSessions } = readPromotionSettings(home);
  const codeSha256 = sha256Of(await subject.bundle());
  const of = { home, strategy: subject.strategy.name, codeSha256, modelSha256: model?.manifestSha256 ?? null };
  if (run.asks('paperSessions')) run.add(paperSessionsGate(of, paperSessions));
  if (run.asks('demoSessions')) run.add(demoSessionsGate(of, demoSessions));
}

async function judgeValidation(
  subject: Subject,
  options: JudgeOptions,
  checked: CheckedModel,
  run: GateRun,
): Promise<Omit<Judged, 'notebook'>> {
  const { home } = options;
  const manifest = checked.model?.manifest;
  const validation = await validate(subject, options, 'validation');
  run.add(reproducibleGate(validation.digest, (await validate(subject, options, 'validation again')).digest));
  await judgeDigest(subject, options, checked, validation, run);
  run.add(await datasetsGate(home, validation.info.datasets));
  await judgeFeatures(subject, options, validation, manifest, run);
  const { provenance } = validation.feeds;
  const sources = manifest === undefined ? [provenance] : [provenance, manifest.provenance];
  run.add(provenanceGate(run.stage, sources));
  const ledger = ledgerGate(home, validation);
  run.add(ledger.gate, ...overfittingGates(home, validation));
  const { days } = validation.feeds;
  const trades = tradesOf(validation.collector).length;
  const validated = { from: days[0]!.day, to: days.at(-1)!.day, trades };
  run.add(...validationGates(validated, manifest));
  const performance = await judgePerformance(subject, options, validation, run);
  if (run.asks('stressLatency')) run.add(...(await stressed(subject, options, validation)));
  return { checked, validation, validated, sources, ledger, performance };
}

/** Of what its author saw, named or recorded beside the model. */
async function judgeDigest(
  subject: Subject,
  options: JudgeOptions,
  checked: CheckedModel,
  validation: SimulatedRun,
  run: GateRun,
): Promise<void> {
  const gate = await seenBacktestGate(subject, checked, validation, options, (record) =>
    validate(subject, { ...options, ...record }, 'backtest of the notebook', {
      kind: record.kind,
      purpose: { kind: 'check', labels: { backtest: 'recorded beside the model' } },
    }),
  );
  if (gate !== undefined) run.add(gate);
}

/** Those that the strategy names, and those that its model reads. */
async function judgeFeatures(
  subject: Subject,
  { store, instrument }: JudgeOptions,
  { feeds }: SimulatedRun,
  manifest: ModelManifest | undefined,
  run: GateRun,
): Promise<void> {
  const features = featuresRead(subject, manifest);
  const day = feeds.days.at(-1)!.day;
  const of = { store, symbol: instrument ?? subject.strategy.instruments.trade, day };
  run.add(await leakCheckGate(features, of));
  run.add(warmupCheckGate(features));
}

function stressed(subject: Subject, options: JudgeOptions, validation: SimulatedRun): Promise<readonly CheckedGate[]> {
  return stressGates(validation, options, (name, changes) =>
    validate(subject, options, name, { ...changes, purpose: { kind: 'check', labels: { stress: name } } }),
  );
}

async function validate(
  subject: Subject,
  options: JudgeOptions,
  what: string,
  changes: Partial<SimulatedRunOptions> = {},
): Promise<SimulatedRun> {
  const { home, store, from, to, instrument, seed, capitalBrl, onProgress } = options;
  const { code, strategy, strategyFile, release, manifestSha256 } = subject;
  const modelFolder = strategy.model === undefined ? undefined : subject.modelFolder;
  const plan = await planRun({ code, instrument, modelFolder, manifestSha256 });
  try {
    return await simulatedRun({
      ...{ mode: 'backtest', home, store, plan, from, to, seed, capitalBrl, strategyFile, release },
      record: false,
      purpose: { kind: options.isCandidate === true ? 'retraining' : 'validation' },
      onDay: (done, total) => onProgress?.(what, done / total),
      ...changes,
    });
  } finally {
    await plan.model?.predictor.close();
  }
}
