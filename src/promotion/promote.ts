// A strategy and a stage in; its gates run in order, and a signed release with the channel pointing to it, or listed as a candidate, out, or the first refusal.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { readVerifiedFile } from '../adapters/onnx/verified-file.ts';
import type { UserError } from '../adapters/user-error.ts';
import type { Provenance } from '../core/market/provenance.ts';
import { limitsOf } from '../core/risk/risk-limits.ts';
import { codeFromSource, DECIDING_MODULE, DECIDING_NAMES } from '../runner/engine-code.ts';
import { type LoadedStrategy, loadStrategy } from '../runner/load-strategy.ts';
import { planRun } from '../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../runner/simulated-run.ts';
import { tradesOf } from '../runner/trades/trades-of.ts';
import { readBuildFacts } from './build-facts.ts';
import { bundleStrategy } from './bundle.ts';
import { cleanCommitGate } from './gates/clean-commit-gate.ts';
import { datasetsGate } from './gates/datasets-gate.ts';
import { dayPositionsGate } from './gates/day-positions-gate.ts';
import { ledgerGate } from './gates/ledger-gate.ts';
import { type CheckedModel, modelPackageGate, thresholdsPresetOf } from './gates/model-package-gate.ts';
import { overfittingGates } from './gates/overfitting-gates.ts';
import { provenanceGate, weakestProvenance } from './gates/provenance-stage-gate.ts';
import { reproducibleGate } from './gates/reproducible-gate.ts';
import { strategyTestsGate } from './gates/strategy-tests-gate.ts';
import { trainingDataGate } from './gates/training-data-gate.ts';
import { typesGate } from './gates/types-gate.ts';
import { validationGates } from './gates/validation-gates.ts';
import { addCandidate } from './release/candidates.ts';
import { pointChannel, readChannel } from './release/channels.ts';
import type { Gate } from './release/gate.ts';
import { gatesText } from './release/gates-file.ts';
import { readTrustedKeys } from './release/keys.ts';
import { releaseError } from './release/release-error.ts';
import { CODE_FILE, GATES_FILE, GOLDEN_FILE, modelFolder, type ReleaseDraft } from './release/release-manifest.ts';
import { signingKey } from './release/signing-key.ts';
import type { Stage } from './release/stage.ts';
import { type BuiltRelease, buildRelease } from './release-builder.ts';

export interface PromoteOptions {
  readonly home: string;
  readonly packageRoot: string;
  readonly store: DatasetStore;
  readonly strategy: string;
  readonly stage: Stage;
  /** Days and instrument of the validation backtest. */
  readonly from: string;
  readonly to: string;
  readonly instrument?: string | undefined;
  /** Folder of the model in place of models/<name>. */
  readonly modelFolder?: string | undefined;
  readonly capitalBrl: number;
  readonly seed: number;
  /** UTC in ISO 8601, and who promotes. */
  readonly at: string;
  readonly by: string;
  /** The release is built and listed as a candidate; no channel points to it. */
  readonly isCandidate?: boolean | undefined;
  readonly onGate?: (gate: Gate) => void;
  readonly onNotice?: (text: string) => void;
}

export interface Promoted extends BuiltRelease {
  readonly gates: readonly Gate[];
  readonly validation: SimulatedRun;
  /** Release that the channel named before. */
  readonly before: string | undefined;
}

const MODEL_FILE = 'model.json';
/** How the model was made, for people. */
const TRAINING_FILE = 'training.json';
const NO_GOLDEN = '{"rows":[]}\n';

/** Throws UserError `release-gate-failed` at the first required gate that fails; nothing is written then. */
export async function promote(options: PromoteOptions): Promise<Promoted> {
  const { home, packageRoot, stage } = options;
  const gates: Gate[] = [];
  const pass = (gate: Gate): void => {
    gates.push(gate);
    options.onGate?.(gate);
    if (!gate.passed && gate.severity === 'required') throw gateFailed(gate, options);
  };
  const loaded = await loadStrategy(options.strategy, packageRoot);
  const { strategy, file } = loaded;
  const facts = readBuildFacts(packageRoot);
  const folder = options.modelFolder ?? join(packageRoot, 'models', strategy.model ?? '');
  const checked = await modelPackageGate(folder, strategy);
  pass(checked.gate);
  // cheap and final: what the model was trained on is known before a minute is spent
  const early = provenanceGate(stage, [checked.model?.manifest.provenance ?? 'exchange']);
  if (!early.passed) pass(early);
  pass(dayPositionsGate(limitsOf(strategy)));
  const trainingData = await trainingDataGate(options.store, home, checked.model?.manifest, stage);
  if (trainingData !== undefined) pass(trainingData);
  pass(cleanCommitGate(facts.git, stage));
  pass(await typesGate(packageRoot, file));
  pass(await strategyTestsGate(packageRoot, strategy.name, stage));
  const validation = await validate(options, loaded, folder);
  pass(reproducibleGate(validation.digest, (await validate(options, loaded, folder)).digest));
  const { datasets } = validation.info;
  pass(await datasetsGate(home, datasets));
  const sources = sourcesOf(validation, checked);
  pass(provenanceGate(stage, sources));
  const ledger = ledgerGate(home, stage, validation);
  pass(ledger.gate);
  for (const gate of overfittingGates(home, validation)) pass(gate);
  const validated = {
    from: validation.feeds.days[0]!.day,
    to: validation.feeds.days.at(-1)!.day,
    trades: tradesOf(validation.collector).length,
  };
  for (const gate of validationGates(validated, checked.model?.manifest)) pass(gate);
  const draft: ReleaseDraft = {
    schemaVersion: 1,
    strategy: strategy.name,
    stage,
    ...facts,
    engineVersion: facts.packageVersion,
    limits: limitsOf(strategy),
    model: modelEntry(checked, strategy),
    provenance: weakestProvenance(sources),
    datasets,
    validation: { digest: validation.digest, ...validated },
    ledger: ledger.anchor,
  };
  const files = await releaseFiles(packageRoot, file, checked, folder, gates);
  const { key, notice } = await signingKey(home);
  if (notice !== undefined) options.onNotice?.(notice);
  const newest = { newestEntry: ledger.newest, keepsNewest: !ledger.gate.passed };
  const built = buildRelease({ home, draft, files, key, ...newest });
  return { ...built, gates, validation, before: entered(options, strategy.name, built.id) };
}

function sourcesOf({ feeds }: SimulatedRun, { model }: CheckedModel): readonly Provenance[] {
  return model === undefined ? [feeds.provenance] : [feeds.provenance, model.manifest.provenance];
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

async function validate(options: PromoteOptions, loaded: LoadedStrategy, folder: string): Promise<SimulatedRun> {
  const { home, store, from, to, instrument, seed, capitalBrl } = options;
  const { strategy, file } = loaded;
  const modelFolder = strategy.model === undefined ? undefined : folder;
  const plan = await planRun({ code: codeFromSource(strategy), instrument, modelFolder });
  try {
    return await simulatedRun({
      ...{ mode: 'backtest', home, store, plan, from, to, seed, capitalBrl },
      strategyFile: file,
      release: null,
      record: false,
      purpose: { kind: options.isCandidate === true ? 'retraining' : 'validation' },
    });
  } finally {
    await plan.model?.predictor.close();
  }
}

function modelEntry({ model }: CheckedModel, strategy: LoadedStrategy['strategy']): ReleaseDraft['model'] {
  if (model === undefined) return null;
  const { name, inputs, schemaHash, provenance, sideSource } = model.manifest;
  const thresholdsPreset = thresholdsPresetOf(strategy);
  const { manifestSha256 } = model;
  return { name, manifestSha256, inputs: [...inputs], schemaHash, thresholdsPreset, provenance, sideSource };
}

async function releaseFiles(
  packageRoot: string,
  strategyFile: string,
  { model }: CheckedModel,
  folder: string,
  gates: readonly Gate[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const encoder = new TextEncoder();
  const exports = DECIDING_NAMES.map((name) => ({ name, as: name, from: DECIDING_MODULE }));
  const strategies = join(packageRoot, 'strategies');
  const files = new Map<string, Uint8Array>();
  files.set(CODE_FILE, await bundleStrategy({ packageRoot, strategies, strategyFile, exports }));
  files.set(GATES_FILE, encoder.encode(gatesText(gates)));
  if (model === undefined) return files.set(GOLDEN_FILE, encoder.encode(NO_GOLDEN));
  const { manifest } = model;
  const inside = modelFolder(manifest.name);
  files.set(`${inside}/${MODEL_FILE}`, readFileSync(join(folder, MODEL_FILE)));
  // whatever else lies in the folder is no part of the model
  const recipe = manifest.recipe === undefined ? [] : [manifest.recipe];
  for (const { file, sha256 } of [...manifest.members, manifest.golden, ...recipe]) {
    files.set(`${inside}/${file}`, await readVerifiedFile(join(folder, file), sha256));
  }
  const report = join(folder, TRAINING_FILE);
  if (existsSync(report)) files.set(`${inside}/${TRAINING_FILE}`, readFileSync(report));
  return files.set(GOLDEN_FILE, files.get(`${inside}/${manifest.golden.file}`)!);
}

function gateFailed(gate: Gate, { strategy, stage }: PromoteOptions): UserError {
  return releaseError(
    'release-gate-failed',
    `${strategy} is not promoted to ${stage}: gate ${gate.id}: ${gate.reason}`,
    {
      field: gate.id,
      fix: gate.fix,
    },
  );
}
