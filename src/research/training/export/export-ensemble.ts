// An ensemble per regime and the facts of its training in; a whole model folder, proven and with its validation figures, out.

import { createHash } from 'node:crypto';
import { featureSchemaHash } from '../../../adapters/onnx/feature-schema-hash.ts';
import { parseModelManifest } from '../../../adapters/onnx/model-manifest-schema.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { featureById } from '../../../core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../../core/features/feature.ts';
import { confidenceFormula } from '../../../core/prediction/ensemble.ts';
import { tradedRegimes } from '../../../core/prediction/model-checks.ts';
import { type ModelManifest, RECIPE_FILE, type TradedRegime } from '../../../core/prediction/model-manifest.ts';
import { recordExport } from '../../ensembles/record-ensemble.ts';
import type { EnsembleMember, RegimeEnsemble } from '../../ensembles/train-for-regimes.ts';
import type { Frame } from '../../frames/frame.ts';
import type { CompleteRecipe } from '../../recipes/complete-recipe.ts';
import { recipeSha256, recipeText } from '../../recipes/model-recipe.ts';
import { missionThresholds } from '../mission-thresholds.ts';
import { checkExportedRecipe } from './check-exported-recipe.ts';
import type { CodeVersion } from './code-version.ts';
import { datasetsOfFrame } from './datasets-of-frame.ts';
import { exportModel, type ModelFile, type ParityReport } from './export-model.ts';
import { notebookField } from './notebook-record.ts';
import { profileOfRows } from './profile-of-rows.ts';
import { trainedFacts } from './trained-facts.ts';

export interface EnsembleExportRequest {
  /** In kebab-case. */
  readonly name: string;
  /** `features(...)` that the ensemble was trained on: its `meta` names data and provenance. */
  readonly features: Frame;
  /** `tradingData(...).candles`, or what `regimeColumns` gave: a column `close`. Without it live inputs are judged by ranges only. */
  readonly candles?: Frame | undefined;
  /** Of the candles that were labelled, such as `1m`. */
  readonly candle: string;
  readonly horizonCandles: number;
  /** That the features were computed with. */
  readonly warmupCandles: number;
  readonly regime: ModelManifest['regimeDetector'];
  readonly sideSource: ModelManifest['sideSource'];
  readonly seed: number;
  /** `codeVersionOf(packageRoot)`. */
  readonly code: CodeVersion;
  /** Features of one's own, by id; those of the catalogue are known. */
  readonly ownFeatures?: Readonly<Record<string, FeatureSpec>> | undefined;
  /** 100,000 where absent. */
  readonly parityRows?: number | undefined;
  /** Of `exportByRecipe`: what the ensemble was trained by. Without one no command can train it again, and training.json says so. */
  readonly recipe?: CompleteRecipe | undefined;
  /** False for what is traded but never promoted, as the points of a sweep: then the ledger does not say which files came of the training. */
  readonly isRecorded?: boolean | undefined;
}

export interface ExportedEnsemble {
  /** By name: the ONNX files, golden.json, training.json, model.json, recipe.json where there is one. For `writeModelFolder`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: ModelManifest;
  readonly parity: ParityReport;
}

/**
 * A member whose weight differs between regimes becomes a file for each weight. Training and validation of the manifest are the days of
 * the rows and of the tested rows: those of splits lie within training. Recorded in the ledger of trials before it is given, where the training is. Throws UserError `model-export`, `model-parity`, `model-features`,
 * what the manifest is refused for, and those of the ledger.
 */
export async function exportEnsemble(
  ensemble: RegimeEnsemble,
  request: EnsembleExportRequest,
): Promise<ExportedEnsemble> {
  const { rows } = ensemble;
  checkExportedRecipe(ensemble, request);
  const used = Uint32Array.from(rows.isUsed.keys()).filter((row) => rows.isUsed[row] === 1);
  const schemaHash = featureSchemaHash(specsOf(rows.inputs, request));
  const { provenance } = request.features.meta;
  if (provenance === undefined) {
    const fix = 'Give the frame that `features(...)` made, not one of columns that nobody vouches for';
    throw new UserError({
      code: 'model-export',
      message: 'Nobody says where the features come from',
      field: 'features',
      fix,
    });
  }
  const datasets = datasetsOfFrame(request.features.meta);
  const training = daysOf(rows.times, used);
  const thresholds = { fitted: fittedThresholds(ensemble), mission: missionThresholds };
  const exported = await exportModel({
    ...{ files: ensemble.members.flatMap(filesOf), thresholds, parityRows: request.parityRows },
    training: {
      rows: used.length,
      columns: rows.columns.map((column) => Float32Array.from(used, (row) => column[row]!)),
    },
    facts: { schemaHash, training, datasets, provenance, code: request.code, seed: request.seed },
  });
  const profile = request.candles === undefined ? undefined : profileOfRows(rows, used, request.candles);
  const { name, horizonCandles, candle, warmupCandles, regime, sideSource, recipe } = request;
  const tested = Uint32Array.from(ensemble.predictions.flat(), ({ row }) => row);
  const manifest: ModelManifest = {
    ...{
      schemaVersion: profile === undefined ? 1 : 2,
      name,
      members: exported.members,
      inputs: rows.inputs,
      schemaHash,
    },
    ...{ horizonCandles, candle, warmupCandles, regimeDetector: { id: regime.id, parameters: regime.parameters } },
    ...{ confidenceFormula, thresholds, ranges: rows.columns.map((column) => rangeOf(column, used)) },
    ...(profile === undefined ? {} : { profile }),
    ...{ provenance, sideSource, training, validation: daysOf(rows.times, tested), datasets, golden: exported.golden },
    ...(recipe === undefined ? {} : { recipe: { file: RECIPE_FILE, sha256: recipeSha256(recipe) } }),
    ...notebookField(),
  };
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  parseModelManifest(text, 'model.json');
  const files = new Map(exported.files);
  const counts = { training: used.length, validation: tested.length };
  files.set('training.json', jsonBytes(reportOf(ensemble, manifest, counts, exported.parity)));
  if (recipe !== undefined) files.set(RECIPE_FILE, new TextEncoder().encode(recipeText(recipe)));
  files.set('model.json', new TextEncoder().encode(text));
  const manifestSha256 = createHash('sha256').update(text).digest('hex');
  if (request.isRecorded !== false) recordExport(ensemble, { name, manifestSha256 });
  return { files, manifest, parity: exported.parity };
}

/** Regimes of equal weight share a file. */
function filesOf({ recipe, live, weights }: EnsembleMember): readonly ModelFile[] {
  const byWeight = new Map<number, TradedRegime[]>();
  for (const regime of tradedRegimes) {
    const weight = weights[regime];
    if (weight !== undefined) byWeight.set(weight, [...(byWeight.get(weight) ?? []), regime]);
  }
  return [...byWeight].map(([weight, regimes]) => {
    const name = byWeight.size === 1 ? recipe.name : `${recipe.name}-${regimes.join('-')}`;
    return { name, live, weight, regimes };
  });
}

function specsOf(inputs: readonly string[], { ownFeatures = {} }: EnsembleExportRequest): readonly FeatureSpec[] {
  return inputs.map((id) => {
    const spec = ownFeatures[id] ?? featureById(id);
    if (spec !== undefined) return spec;
    throw new UserError({
      code: 'model-features',
      message: `The model reads ${id}, which is no feature of the catalogue`,
      field: 'ownFeatures',
      fix: 'Name your own features by their ids in ownFeatures, or train without the column',
    });
  });
}

function fittedThresholds({ thresholds }: RegimeEnsemble): ModelManifest['thresholds'][string] {
  const { trend_up, trend_down, range } = thresholds;
  return { trend_up: trend_up.thresholds, trend_down: trend_down.thresholds, range: range.thresholds };
}

/** First and last of them. */
function daysOf({ day, days }: RegimeEnsemble['rows']['times'], among: Uint32Array): ModelManifest['training'] {
  let [first, last] = [days.length - 1, 0];
  for (const row of among) [first, last] = [Math.min(first, day[row]!), Math.max(last, day[row]!)];
  return { from: days[first]!, to: days[last]! };
}

function rangeOf(column: Float32Array, used: Uint32Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of used) [low, high] = [Math.min(low, column[row]!), Math.max(high, column[row]!)];
  return [low, high];
}

/** For people, and for the model card: what the validation found, honest where it found nothing. */
function reportOf(
  ensemble: RegimeEnsemble,
  manifest: ModelManifest,
  counts: { readonly training: number; readonly validation: number },
  parity: ParityReport,
): object {
  const { thresholds, statistics, memberStatistics, members, rows } = ensemble;
  return {
    schemaVersion: 2,
    recipe: manifest.recipe ?? null,
    ...{ rows: counts, leftOut: rows.leftOut },
    ...trainedFacts(ensemble, manifest),
    members: members.map((member) => {
      const files = filesOf(member).map(({ name, regimes }) => ({ file: `${name}.onnx`, regimes }));
      return { ...member.recipe, weights: member.weights, trainedOn: member.trainedOn, files };
    }),
    memberStatistics: memberStatistics.toRows(),
    paths: Object.fromEntries(
      tradedRegimes.map((regime) => {
        const { trades, netReturn, paysOnAllPaths } = thresholds[regime];
        return [regime, { trades, netReturn, paysOnAllPaths }];
      }),
    ),
    ...{ statistics: statistics.toRows(), parity },
  };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}
