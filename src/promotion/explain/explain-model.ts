// A release in; where its model comes from, down to the parts it was trained on: members, recipe, notebook, features, thresholds, out.

import { UserError } from '../../adapters/user-error.ts';
import { trainedParts } from '../../research/training/trained-parts.ts';
import { knownTraining } from '../gates/known-training.ts';
import { modelFolder } from '../release/release-manifest.ts';
import type { ModelSummary } from '../release/release-parts.ts';
import { explainParts } from './explain-part.ts';
import { type Explained, explained, weakest } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';

const NO_MODEL = 'the strategy uses no model';

export async function explainModel(of: ExplainedRelease): Promise<Explained> {
  const { release, parts } = of;
  const used = release.manifest.model;
  if (used === null || parts.model === undefined) return explained('model', NO_MODEL, 'proved');
  const { members, recipe, training, validation, horizonCandles, candle } = parts.model;
  const data = await explainTrainingData(of, parts.model);
  const text = `${used.name}, model.json with sha256 ${used.manifestSha256}`;
  return explained('model', text, 'proved', [
    ...members.map(({ file, role, regimes, sha256 }) =>
      explained(file, `${role} in ${regimes.join(', ')}, sha256 ${sha256}`, 'proved'),
    ),
    explainMaking(of.home, used.manifestSha256),
    explained('predicts', `${horizonCandles} candles of ${candle} ahead`, 'proved'),
    explained('training', `${training.from} to ${training.to}`, 'stated'),
    explained('validation', `${validation.from} to ${validation.to}`, 'stated'),
    recipe === undefined
      ? explained('recipe', 'none is named: nobody can train it again from the release', 'missing')
      : explained('recipe', `${recipe.file}, sha256 ${recipe.sha256}`, 'proved'),
    explained('provenance', used.provenance, weakest([data])),
    data,
  ]);
}

/** By the ledger of the home that explains. */
function explainMaking(home: string, manifestSha256: string): Explained {
  const known = knownTraining(home, manifestSha256);
  switch (known.kind) {
    case 'madeHere':
      return explained('made', 'by a training in the ledger of this home', 'proved');
    case 'madeElsewhere':
      return explained('made', `elsewhere, stated by ${known.origin.by}: ${known.origin.why}`, 'stated');
    case 'unknown':
    case 'noneNamed':
      return explained('made', 'by no training that the ledger of this home names', 'missing');
  }
}

async function explainTrainingData(
  { home, store }: ExplainedRelease,
  { datasets, training, validation }: ModelSummary,
): Promise<Explained> {
  const children: Explained[] = [];
  for (const entry of datasets) {
    const found = partsOf(() => trainedParts(store, entry, { from: training.from, to: validation.to }));
    if (found === undefined) {
      const isMade = entry.path.startsWith('synthetic ');
      const why = isMade
        ? 'days made for the training, kept in no store'
        : 'this home does not hold these parts as they were';
      children.push(
        explained(entry.path, `${why}; sha256 over all parts ${entry.sha256}`, isMade ? 'stated' : 'missing'),
      );
      continue;
    }
    const named = found.map(({ instrument, kind, day, sha256 }) => ({
      path: `datasets/${instrument}/${kind}/${day}.parquet`,
      sha256,
    }));
    children.push(await explainParts(home, named, entry.path));
  }
  return explained('datasets', `${datasets.length} named by the model`, weakest(children), children);
}

/** A manifest that cannot be read is no part that is here. */
function partsOf<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

export function explainFeatures({ release: { manifest }, parts: { validation } }: ExplainedRelease): Explained {
  const schema =
    manifest.model === null
      ? []
      : [explained('schemaHash', `of the model's inputs: ${manifest.model.schemaHash}`, 'proved')];
  if (validation === undefined) {
    const inputs = (manifest.model?.inputs ?? []).map((id) => explained(id, 'an input of the model', 'proved'));
    const says =
      'those of the model; what the strategy reads beside them, a release of an earlier version does not say';
    return explained('features', says, 'stated', [...schema, ...inputs]);
  }
  const features = validation.features.map(({ id, version, inCatalogue }) => {
    const from = inCatalogue
      ? 'of the catalogue (qt features show)'
      : 'not in the catalogue by this id: in code of strategies/, or of other parameters';
    return explained(id, `version ${version}, ${from}`, 'proved');
  });
  return explained('features', `${features.length} that the validation decided by`, 'proved', [...schema, ...features]);
}

export function explainThresholds({ release: { manifest }, parts: { model } }: ExplainedRelease): Explained {
  if (manifest.model === null || model === undefined) return explained('thresholds', NO_MODEL, 'proved');
  const { name, thresholdsPreset } = manifest.model;
  const regimes = Object.entries(model.thresholds[thresholdsPreset] ?? {}).map(([regime, bounds]) => {
    const values = Object.entries(bounds).map(([bound, value]) => explained(bound, String(value), 'proved'));
    return explained(regime, `${values.length} lower bounds`, 'proved', values);
  });
  const from = `preset ${thresholdsPreset} of ${modelFolder(name)}/model.json, made with the model (${model.training.from} to ${model.validation.to})`;
  return explained('thresholds', from, 'proved', regimes);
}
