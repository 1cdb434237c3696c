// Takes sessions of candles, features, a regime rule and recipes; gives the files of a model folder, the same bytes for the same input.

import { featureSchemaHash } from '../../adapters/onnx/feature-schema-hash.ts';
import { SCHEMA_HASH_KEY } from '../../adapters/onnx/onnx-metadata.ts';
import { sha256Of } from '../../adapters/onnx/verified-file.ts';
import { writeMagnitudeOnnx, writeSoftmaxOnnx } from '../../adapters/onnx/write-linear-onnx.ts';
import { confidenceFormula } from '../../core/prediction/ensemble.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { ModelManifest, RegimeThresholds, TradedRegime } from '../../core/prediction/model-manifest.ts';
import { notebookField } from './export/notebook-record.ts';
import { fitThresholds } from './fit-thresholds.ts';
import { type GateValues, gateValues } from './gate-values.ts';
import { goldenVectors } from './golden-vectors.ts';
import type { MemberRecipe } from './member-recipe.ts';
import { missionThresholds } from './mission-thresholds.ts';
import { profileOf } from './profile-of-inputs.ts';
import { type SessionSplit, type SplitRules, splitSessions } from './split-sessions.ts';
import { type TrainedMember, trainMember } from './train-member.ts';
import { type TrainingReport, trainingReport } from './training-report.ts';
import { type RowRules, type TrainingDay, type TrainingRows, trainingRows } from './training-rows.ts';
import { type Refused, refused } from './training-sample.ts';

export interface EnsembleSettings extends RowRules, SplitRules {
  readonly name: string;
  /** Candle interval of the sessions, e.g. `1m`. */
  readonly candle: string;
  readonly recipes: readonly MemberRecipe[];
  /** What a round trip costs, slippage included, in points. A fitted signal must expect this and one tick more. */
  readonly costPoints: number;
  /** Share of the validation candles of a regime that should pass the fitted thresholds, 0..1. */
  readonly passShare: number;
  readonly provenance: ModelManifest['provenance'];
  readonly sideSource: ModelManifest['sideSource'];
  readonly datasets: ModelManifest['datasets'];
  /** Version of the code that trains, for the metadata of the ONNX files. */
  readonly codeVersion: string;
  /** Seed of the data where they are synthetic, for the metadata; training itself draws nothing. */
  readonly seed: number;
}

export interface TrainedEnsemble {
  readonly kind: 'trained';
  readonly manifest: ModelManifest;
  readonly report: TrainingReport;
  /** By file name: the ONNX files, golden.json, training.json, model.json. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const GOLDEN_TOLERANCE = 1e-6;

export function trainEnsemble(days: Iterable<TrainingDay>, settings: EnsembleSettings): TrainedEnsemble | Refused {
  const sessions = [...days];
  const rows = trainingRows(sessions, settings);
  if (rows.matrix.rows === 0) return refused('no candle has all inputs, a regime and a label');
  const split = splitSessions(rows, settings);
  if (split.kind === 'refused') return split;
  const trained: TrainedMember[] = [];
  for (const recipe of settings.recipes) {
    const member = trainMember(recipe, rows, split.training.rows);
    if (member.kind === 'refused') return member;
    trained.push(member);
  }
  const files = memberFiles(trained, split, settings);
  const golden = goldenVectors(trained, rows.matrix, rangesOf(rows, split.training.rows));
  files.set('golden.json', jsonBytes(golden));
  const members = trained.map((member) => manifestMember(member, files));
  const values = gateValues(trained, members, rows, split.validation.rows);
  const absent = tradedRegimes.find((regime) => !values.some((each) => each.regime === regime));
  if (absent !== undefined) return refused(`no candle of the validation part is in ${absent}`);
  const payingMagnitude = payingReturn(sessions, rows, settings.costPoints);
  const thresholds = { fitted: fitted(values, settings.passShare, payingMagnitude), mission: missionThresholds };
  const manifest: ModelManifest = {
    schemaVersion: 2,
    name: settings.name,
    members,
    inputs: rows.matrix.columns,
    schemaHash: featureSchemaHash(Object.values(settings.features)),
    horizonCandles: settings.horizonCandles,
    candle: settings.candle,
    warmupCandles: settings.warmupCandles,
    regimeDetector: { id: settings.regime.id, parameters: settings.regime.parameters },
    confidenceFormula,
    thresholds,
    ranges: rangesOf(rows, split.training.rows),
    profile: profileOf(rows, split.training.rows),
    provenance: settings.provenance,
    sideSource: settings.sideSource,
    training: { from: split.training.from, to: split.training.to },
    validation: { from: split.validation.from, to: split.validation.to },
    datasets: settings.datasets,
    golden: { file: 'golden.json', sha256: sha256Of(files.get('golden.json')!), tolerance: GOLDEN_TOLERANCE },
    ...notebookField(),
  };
  const report = trainingReport(rows, split, trained, values, thresholds, settings);
  files.set('training.json', jsonBytes(report, 2)).set('model.json', jsonBytes(manifest, 2));
  return { kind: 'trained', manifest, report, files };
}

function memberFiles(
  trained: readonly TrainedMember[],
  split: SessionSplit,
  settings: EnsembleSettings,
): Map<string, Uint8Array> {
  const specs = Object.values(settings.features);
  const metadata = {
    [SCHEMA_HASH_KEY]: featureSchemaHash(specs),
    features: specs.map((spec) => spec.meta.id).join(','),
    regime: JSON.stringify({ id: settings.regime.id, parameters: settings.regime.parameters }),
    trainingFrom: split.training.from,
    trainingTo: split.training.to,
    provenance: settings.provenance,
    codeVersion: settings.codeVersion,
    seed: String(settings.seed),
  };
  const files = new Map<string, Uint8Array>();
  for (const member of trained) {
    const about = { ...metadata, l2: String(member.recipe.l2), regimes: member.recipe.regimes.join(',') };
    const bytes =
      member.kind === 'direction' ? writeSoftmaxOnnx(member.model, about) : writeMagnitudeOnnx(member.model, about);
    files.set(`${member.recipe.name}.onnx`, bytes);
  }
  return files;
}

function manifestMember({ recipe }: TrainedMember, files: ReadonlyMap<string, Uint8Array>) {
  const file = `${recipe.name}.onnx`;
  const sha256 = sha256Of(files.get(file)!);
  return { file, sha256, weight: recipe.weight, regimes: recipe.regimes, role: recipe.role };
}

/** Costs and one tick, as a return at the lowest price seen, where they weigh most. */
function payingReturn(sessions: readonly TrainingDay[], rows: TrainingRows, costPoints: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const price of rows.entryPrice) lowest = Math.min(lowest, price);
  return (costPoints + sessions[0]!.session.tick) / lowest;
}

function fitted(
  values: readonly GateValues[],
  passShare: number,
  payingMagnitude: number,
): Record<TradedRegime, RegimeThresholds> {
  const of = (regime: TradedRegime) =>
    fitThresholds(
      values.filter((each) => each.regime === regime),
      { passShare, payingMagnitude },
    );
  return { trend_up: of('trend_up'), trend_down: of('trend_down'), range: of('range') };
}

/** Smallest and largest value of each input on the rows that were trained on. */
function rangesOf(rows: TrainingRows, training: Uint32Array): [number, number][] {
  const width = rows.matrix.columns.length;
  return rows.matrix.columns.map((_, column) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of training) {
      const value = rows.matrix.values[row * width + column]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return [low, high];
  });
}

function jsonBytes(value: unknown, indent?: number): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, indent)}\n`);
}
