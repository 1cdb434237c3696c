// Days to train on and a folder in; the wdo-regime ensemble trained, written and loaded back as trading will load it.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import { isCandleKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import { loadModel } from '../../adapters/onnx/load-model.ts';
import { sha256Of } from '../../adapters/onnx/verified-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import { featureById } from '../../core/catalogue/catalogue.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import { ruleRegime } from '../../core/regime/rule-regime.ts';
import { plainSettings } from '../trials/plain-settings.ts';
import { barInputs, fewBarInputs } from './bar-inputs.ts';
import { ensembleRecipes } from './member-recipe.ts';
import { type StoredSessions, storedSessions } from './stored-sessions.ts';
import { syntheticSessions } from './synthetic-sessions.ts';
import { type TrainedEnsemble, trainEnsemble } from './train-ensemble.ts';
import { writeModelFolder } from './write-model-folder.ts';

export type TrainingSpan =
  | {
      readonly kind: 'stored';
      readonly store: DatasetStore;
      readonly symbol: string;
      readonly from: string;
      readonly to: string;
      /** Kind of the parts, e.g. candles-1m; of trades the minutes are built. */
      readonly parts: string;
    }
  | {
      readonly kind: 'synthetic';
      readonly seed: number;
      readonly days: number;
      readonly from: string;
      readonly edge: number;
    };

export interface TrainWdoRegime {
  readonly span: TrainingSpan;
  readonly name: string;
  readonly out: string;
  readonly packageRoot: string;
}

export interface TrainedFolder {
  readonly trainingRows: number;
  readonly validationRows: number;
  readonly notices: readonly string[];
}

/** Choices of the shipped ensemble; points are WDO points. */
const CHOICES = {
  candle: '1m',
  warmupCandles: 500,
  horizonCandles: 10,
  // a tick of slippage on each side; fees add a few hundredths of a point
  neutralPoints: 1,
  costPoints: 1,
  validationShare: 0.25,
  embargoSessions: 1,
  passShare: 0.05,
} as const;

/**
 * The same days give the same bytes. A training on stored days is in the ledger of trials of their home before its model is written. Throws
 * UserError `not-trained`, those of `recordTrial`, and those of reading the days and writing the folder.
 */
export async function trainWdoRegime({ span, name, out, packageRoot }: TrainWdoRegime): Promise<TrainedFolder> {
  const sessions = await sessionsOf(span);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const inputs = Object.values(barInputs).map((spec) => spec.meta.id);
  const result = trainEnsemble(sessions.days, {
    ...CHOICES,
    name,
    features: barInputs,
    regime: ruleRegime(),
    recipes: ensembleRecipes(inputs, fewBarInputs),
    provenance: sessions.provenance,
    sideSource: sessions.sideSource,
    datasets: sessions.datasets,
    codeVersion: version,
    seed: span.kind === 'synthetic' ? span.seed : 0,
  });
  if (result.kind === 'refused') {
    throw new UserError({ code: 'not-trained', message: `Not trained: ${result.reason}`, fix: 'Train on more days' });
  }
  recordTraining(span, result);
  await writeModelFolder(out, result.files);
  const loaded = await loadModel(out, { features: featureById });
  await loaded.predictor.close();
  const { missing } = sessions;
  const notices = missing.length === 0 ? [] : [`${missing.length} trading days are missing: ${missing.join(' ')}`];
  const { rows } = result.report;
  return { trainingRows: rows.training, validationRows: rows.validation, notices };
}

/** Synthetic days are made from their seed: nothing about the market can be chosen by them. */
function recordTraining(span: TrainingSpan, { manifest, report, files }: TrainedEnsemble): void {
  if (span.kind === 'synthetic') return;
  const losses = report.members.map(({ file, validation }) => [`loss ${file}`, validation.loss] as const);
  const passes = tradedRegimes.map((regime) => [`return ${regime}`, report.passes.fitted![regime].meanReturn] as const);
  const measures: Record<string, number> = {};
  for (const [name, value] of [...losses, ...passes]) if (Number.isFinite(value)) measures[name] = value!;
  recordTrial(dirname(span.store.root), {
    ...{ kind: 'training', strategy: manifest.name, outcome: 'finished', codeSha256: null, release: null },
    settings: { ...report.settings, inputs: [...manifest.inputs], regime: plainSettings(manifest.regimeDetector) },
    conditions: {},
    model: { name: manifest.name, manifestSha256: sha256Of(files.get('model.json')!) },
    ...{ seed: null, run: null, labels: {} },
    data: {
      ...{ instrument: span.symbol, provenance: manifest.provenance, from: span.from, to: span.to },
      datasets: manifest.datasets.map(({ path, sha256 }) => ({ path, sha256 })),
    },
    result: { digest: null, trades: null, daily: null, measures },
  });
}

async function sessionsOf(span: TrainingSpan): Promise<StoredSessions> {
  if (span.kind === 'synthetic') {
    const { seed, days, from, edge } = span;
    return syntheticSessions({ root: 'WDO', seed, days, from, edge }, CHOICES.candle);
  }
  const parts = parsePartKind(span.parts);
  if (parts === undefined || (parts !== 'trades' && !isCandleKind(parts))) {
    throw new UserError({
      code: 'bad-option',
      message: `${span.parts} is no kind of data to train on`,
      field: 'kind',
      fix: 'Use candles with their interval, such as candles-1m, or trades',
    });
  }
  return storedSessions(span.store, span.symbol, span.from, span.to, parts);
}
