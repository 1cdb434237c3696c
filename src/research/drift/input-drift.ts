// A sample of live days and the model's manifest, or a sample of reference days, in; a figure for each input and each thing that was said, out.

import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { DriftFigure } from './drift-finding.ts';
import type { JournalSample } from './journal-sample.ts';
import { sessionsBetween } from './sessions-between.ts';
import { variableDrift } from './variable-drift.ts';
import { type DayColumn, referenceOfColumn, referenceOfFacts, type VariableReference } from './variable-reference.ts';

/** Deviations of the mean, index of stability (0.1 and 0.25 are the usual limits), share outside. */
const SHIFT = { watch: 0.25, strong: 0.5 };
const STABILITY = { watch: 0.1, strong: 0.25 };
const OUTSIDE = { watch: 0.01, strong: 0.05 };

/** With a reference by its rows; else by the profile of the manifest. An input without either has an unknown drift. */
export function inputDrift(
  live: JournalSample,
  manifest: ModelManifest,
  reference: JournalSample | undefined,
): readonly DriftFigure[] {
  const like = likeTraining(live, manifest);
  const known = reference === undefined ? undefined : likeTraining(reference, manifest);
  const sessions = sessionsBetween(manifest.training);
  return manifest.inputs.map((name, place): DriftFigure => {
    const all = live.inputs.get(name)!;
    const facts = manifest.profile?.inputs[place];
    const of =
      known !== undefined
        ? referenceOfColumn(known(reference!.inputs.get(name)!))
        : facts === undefined
          ? undefined
          : referenceOfFacts(facts, sessions);
    const notReady = all.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0) / live.rows;
    return {
      ...figureOf('input', name, like(all), of),
      notReady,
      advice: `look at the feed and at qt features check ${name}; where the market itself is another one: qt retrain`,
    };
  });
}

/** Direction, magnitude and confidence wherever the model was asked. */
export function predictionDrift(live: JournalSample, reference: JournalSample | undefined): readonly DriftFigure[] {
  return (['direction', 'magnitude', 'confidence'] as const).map((name) => {
    const of =
      reference === undefined ? undefined : referenceOfColumn({ values: reference.said[name], day: reference.day });
    return {
      ...figureOf('prediction', name, { values: live.said[name], day: live.day }, of),
      advice: 'see which inputs have drifted; where none has, prove the model: qt models verify',
    };
  });
}

function figureOf(
  subject: DriftFigure['subject'],
  name: string,
  column: DayColumn,
  reference: VariableReference | undefined,
): Omit<DriftFigure, 'advice'> {
  const head = { subject, name, figure: 'mean, in deviations of the reference' };
  if (reference === undefined) {
    const rows = column.values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
    return { ...head, rows, shift: undefined, probability: undefined, sizes: [] };
  }
  const { rows, mean, outside, psi, psiByChance, ks, probability } = variableDrift(column, reference);
  return {
    ...{ ...head, rows, shift: mean, psi, psiByChance, ks, outside: outside?.mean, probability },
    sizes: [
      { size: mean === undefined ? undefined : Math.abs(mean.shift), ...SHIFT },
      { size: psi, ...STABILITY },
      { size: outside?.mean, ...OUTSIDE },
    ],
  };
}

/** Rows such as a model is trained on: every input ready, a regime that is traded, and a label to come in the session. */
function likeTraining(sample: JournalSample, { inputs, horizonCandles }: ModelManifest) {
  const isLike = new Uint8Array(sample.rows);
  for (let row = 0; row < sample.rows; row += 1) {
    const isReady = inputs.every((id) => !Number.isNaN(sample.inputs.get(id)![row]));
    const isLabelled = sample.day[row + horizonCandles] === sample.day[row];
    if (isReady && isLabelled && sample.regime[row] !== 'undefined') isLike[row] = 1;
  }
  return (values: Float64Array): DayColumn => ({
    values: values.map((value, row) => (isLike[row] === 1 ? value : Number.NaN)),
    day: sample.day,
  });
}
