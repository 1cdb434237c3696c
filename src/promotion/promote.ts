// A strategy and a stage in; its gates run in order, and a signed release with the channel pointing to it, or listed as a candidate, out, or the first refusal.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BACKTEST_FILE } from '../adapters/onnx/backtest-record.ts';
import { readVerifiedFile } from '../adapters/onnx/verified-file.ts';
import type { UserError } from '../adapters/user-error.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import type { SimulatedRun } from '../runner/simulated-run.ts';
import { readBuildFacts } from './build-facts.ts';
import { featuresRead } from './features-read.ts';
import { GateRun } from './gate-run.ts';
import { type CheckedModel, thresholdsPresetOf } from './gates/model-package-gate.ts';
import { weakestProvenance } from './gates/provenance-stage-gate.ts';
import { type Judged, type JudgeOptions, judge } from './judge.ts';
import { releasedNotebook } from './judge-notebook.ts';
import { recordValidation } from './record-validation.ts';
import { addCandidate } from './release/candidates.ts';
import { pointChannel, readChannel } from './release/channels.ts';
import type { Gate } from './release/gate.ts';
import { gatesText } from './release/gates-file.ts';
import { readTrustedKeys } from './release/keys.ts';
import { writePerformance } from './release/performance-record.ts';
import {
  CODE_FILE,
  GATES_FILE,
  GOLDEN_FILE,
  modelFolder,
  type ReleaseDraft,
  VALIDATION_FILE,
} from './release/release-manifest.ts';
import { signingKey } from './release/signing-key.ts';
import type { Stage } from './release/stage.ts';
import { validationText } from './release/validation-record.ts';
import { type BuiltRelease, buildRelease } from './release-builder.ts';
import { type Subject, subjectOfSource } from './subject.ts';
import { type AskedWaivers, checkedWaivers } from './waivers.ts';

export interface PromoteOptions extends JudgeOptions {
  readonly packageRoot: string;
  readonly strategy: string;
  readonly stage: Stage;
  /** Folder of the model in place of models/<name>. */
  readonly modelFolder?: string | undefined;
  /** UTC in ISO 8601, and who promotes. */
  readonly at: string;
  readonly by: string;
  /** The release is built and listed as a candidate; no channel points to it. */
  readonly isCandidate?: boolean | undefined;
  readonly waivers?: AskedWaivers | undefined;
  readonly onGate?: (gate: Gate) => void;
  readonly onNotice?: (text: string) => void;
}

export interface Promoted extends BuiltRelease {
  readonly gates: readonly Gate[];
  readonly validation: SimulatedRun;
  /** Release that the channel named before. */
  readonly before: string | undefined;
}

export interface DryRun {
  readonly gates: readonly Gate[];
  /** Waivers of gates that pass. */
  readonly refusedWaivers: readonly UserError[];
  /** Undefined where the validation could not be run. */
  readonly validation: SimulatedRun | undefined;
}

const MODEL_FILE = 'model.json';
/** Beside a model, where they are there: how it was made, for people, and the backtest that its author saw. */
const BESIDE: readonly string[] = ['training.json', BACKTEST_FILE];
const NO_GOLDEN = '{"rows":[]}\n';

/** Throws UserError `release-gate-failed` at the first required gate that fails, and `waiver-refused`; nothing is written then. */
export async function promote(options: PromoteOptions): Promise<Promoted> {
  const { home, packageRoot, stage } = options;
  const facts = readBuildFacts(packageRoot);
  const { subject, judged, run } = await judgedSource(options, facts.git, false);
  // a gate that could not be measured ended all but a dry run
  const { checked, validation, validated, sources, ledger, performance } = judged!;
  run.finish();
  const { gates } = run;
  const { strategy } = subject;
  const draft: ReleaseDraft = {
    ...{ schemaVersion: 1, strategy: strategy.name, stage, ...facts, engineVersion: facts.packageVersion },
    limits: subject.limits,
    model: modelEntry(checked, strategy),
    provenance: weakestProvenance(sources),
    datasets: validation.info.datasets,
    validation: { digest: validation.digest, ...validated },
    ledger: ledger.anchor,
  };
  const files = await releaseFiles(subject, judged!, gates);
  const { key, notice } = await signingKey(home);
  if (notice !== undefined) options.onNotice?.(notice);
  const newest = { newestEntry: ledger.newest, keepsNewest: !ledger.gate.passed };
  const built = buildRelease({ home, draft, files, key, ...newest });
  if (performance !== undefined) writePerformance({ strategy: strategy.name, id: built.id }, home, performance, key);
  return { ...built, gates, validation, before: entered(options, strategy.name, built.id) };
}

/** Every gate, also after one that fails. Nothing is written but the trials of the validation, which the ledger must know of. */
export async function dryRun(options: PromoteOptions): Promise<DryRun> {
  const { judged, run } = await judgedSource(options, readBuildFacts(options.packageRoot).git, true);
  run.finish();
  return { gates: run.gates, refusedWaivers: run.refusedWaivers(), validation: judged?.validation };
}

interface JudgedSource {
  readonly subject: Subject;
  readonly judged: Judged | undefined;
  readonly run: GateRun;
}

async function judgedSource(
  options: PromoteOptions,
  git: ReleaseDraft['git'],
  isDryRun: boolean,
): Promise<JudgedSource> {
  const { stage, strategy, onGate } = options;
  const waivers = checkedWaivers(options.waivers ?? { reasons: {}, by: undefined }, stage);
  const subject = await subjectOfSource({ ...options, git });
  const run = new GateRun({ strategy, stage, waivers, isDryRun, onGate });
  return { subject, judged: await judge(subject, options, run), run };
}

/** Where it is found from now on: the channel of its stage or the list of candidates. Gives what the channel named before. */
function entered(options: PromoteOptions, strategy: string, id: string): string | undefined {
  const { home, stage, at, by, isCandidate } = options;
  if (isCandidate !== true) {
    return pointChannel({ home, strategy, stage, release: id, at, by, trustedKeys: readTrustedKeys(home) }).from;
  }
  addCandidate(home, strategy, { release: id, stage, at, by });
  return readChannel(home, strategy, stage)?.release;
}

function modelEntry({ model }: CheckedModel, strategy: Strategy): ReleaseDraft['model'] {
  if (model === undefined) return null;
  const { name, inputs, schemaHash, provenance, sideSource } = model.manifest;
  const thresholdsPreset = thresholdsPresetOf(strategy);
  const { manifestSha256 } = model;
  return { name, manifestSha256, inputs: [...inputs], schemaHash, thresholdsPreset, provenance, sideSource };
}

async function releaseFiles(
  subject: Subject,
  { checked: { model }, validation, notebook }: Judged,
  gates: readonly Gate[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  files.set(CODE_FILE, await subject.bundle());
  files.set(GATES_FILE, encoder.encode(gatesText(gates)));
  files.set(
    VALIDATION_FILE,
    encoder.encode(validationText(recordValidation(validation, featuresRead(subject, model?.manifest)))),
  );
  if (model === undefined) return files.set(GOLDEN_FILE, encoder.encode(NO_GOLDEN));
  const { manifest } = model;
  const folder = subject.modelFolder;
  const inside = modelFolder(manifest.name);
  files.set(`${inside}/${MODEL_FILE}`, readFileSync(join(folder, MODEL_FILE)));
  // whatever else lies in the folder is no part of the model
  const recipe = manifest.recipe === undefined ? [] : [manifest.recipe];
  for (const { file, sha256 } of [...manifest.members, manifest.golden, ...recipe]) {
    files.set(`${inside}/${file}`, await readVerifiedFile(join(folder, file), sha256));
  }
  for (const file of BESIDE) {
    if (existsSync(join(folder, file))) files.set(`${inside}/${file}`, readFileSync(join(folder, file)));
  }
  if (notebook !== undefined) files.set(...releasedNotebook(notebook));
  return files.set(GOLDEN_FILE, files.get(`${inside}/${manifest.golden.file}`)!);
}
