// Runs of one model, the model, and runs to hold them against, in; everything that has drifted, the gravest first, out.

import { join } from 'node:path';
import { RUN_FILE, readRunInfo } from '../../adapters/journal/run-folder.ts';
import { type ModelFolder, readBeside } from '../../adapters/onnx/model-folders.ts';
import { UserError } from '../../adapters/user-error.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import type { CalibrationScores } from '../calibration/calibration-scores.ts';
import { calibrationDrift } from './calibration-drift.ts';
import { type DriftFigure, type DriftFinding, type DriftSettings, judgeDrift } from './drift-finding.ts';
import { gateDrift } from './gate-drift.ts';
import { inputDrift, predictionDrift } from './input-drift.ts';
import { type JournalSample, journalSample } from './journal-sample.ts';
import { realisedRows } from './realised-rows.ts';
import { sessionsBetween } from './sessions-between.ts';
import { tradeDrift } from './trade-drift.ts';
import { type TrainedFigures, trainedFigures } from './trained-figures.ts';

export interface DriftRequest extends DriftSettings {
  /** Folders of runs. */
  readonly runs: readonly string[];
  /** The model of all of them: `readModelFolder`. */
  readonly model: ModelFolder;
  /** Runs of the same model over days like those of its validation: without them only the profile of the manifest is there. */
  readonly reference?: readonly string[] | undefined;
  /** First and last session day of `runs`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** A move of no more than this is flat; that of training.json where absent. */
  readonly neutralPoints?: number | undefined;
}

export interface DriftReport {
  readonly model: string;
  readonly manifestSha256: string;
  readonly runs: readonly string[];
  /** First and last day with a decision, how many days and candles there are, and how many candles two runs decided at. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly candles: number;
  readonly repeated: number;
  readonly heldAgainst: 'runs' | 'profile' | 'nothing';
  /** Of the probabilities against what came; `reference` of the runs held against. */
  readonly scores: {
    readonly live: CalibrationScores | undefined;
    readonly reference: CalibrationScores | undefined;
  };
  readonly findings: readonly DriftFinding[];
  /** What could not be said, and why; a sentence each. */
  readonly notices: readonly string[];
}

/** UserErrors: `drift-no-model`, `drift-other-model`, `drift-no-days`, and those of a run that cannot be read. */
export async function driftReport(request: DriftRequest): Promise<DriftReport> {
  const { runs, model, reference, from, to, leastDays = 5 } = request;
  const { manifest } = model;
  const presets = new Set([...runs, ...(reference ?? [])].map((folder) => presetOf(folder, model)));
  const trained = trainedFigures(await readBeside(model.folder, 'training.json'));
  const live = journalSample({ runs, inputs: manifest.inputs, from, to });
  const against = reference === undefined ? undefined : journalSample({ runs: reference, inputs: manifest.inputs });
  const { figures, scores } = figuresOf(request, live, against, trained, presets);
  return {
    ...{ model: manifest.name, manifestSha256: model.manifestSha256, runs },
    ...{ from: live.days[0]!, to: live.days.at(-1)!, days: live.days.length, candles: live.rows },
    repeated: live.repeated,
    heldAgainst: against !== undefined ? 'runs' : manifest.profile !== undefined ? 'profile' : 'nothing',
    scores,
    findings: judgeDrift(figures, request),
    notices: [
      ...(live.days.length < leastDays
        ? [`${live.days.length} days are too few to say anything: ${leastDays} at least`]
        : []),
      ...(against === undefined && manifest.profile === undefined
        ? ['the model has no profile of its inputs and no runs were given to hold it against: inputs are not judged']
        : []),
      ...(against === undefined
        ? ['without --reference only means and ends of the inputs are judged: no PSI, no KS, no predictions']
        : sharedDays(live, against)),
      ...(scores.live === undefined
        ? ['calibration is not judged: no neutral points are known, or no candle has a prediction and an outcome']
        : []),
    ],
  };
}

function figuresOf(
  { model: { manifest }, neutralPoints }: DriftRequest,
  live: JournalSample,
  sample: JournalSample | undefined,
  trained: TrainedFigures,
  presets: ReadonlySet<string>,
): { readonly figures: readonly DriftFigure[]; readonly scores: DriftReport['scores'] } {
  const sessions = sessionsBetween(manifest.validation);
  const passes = presets.size === 1 ? trained.passes?.[[...presets][0]!] : undefined;
  const interval = parseCandleInterval(manifest.candle);
  const neutral = neutralPoints ?? trained.settings?.neutralPoints;
  const figures = [
    ...inputDrift(live, manifest, sample),
    ...predictionDrift(live, sample),
    ...gateDrift(live, { sample, passes, sessions }),
  ];
  if (neutral === undefined || interval?.kind !== 'time') {
    return { figures, scores: { live: undefined, reference: undefined } };
  }
  const realised = (of: JournalSample) => realisedRows(of, manifest.horizonCandles, interval.us, neutral);
  const calibration = calibrationDrift(live, realised(live), trained.classes);
  const known = sample === undefined ? undefined : calibrationDrift(sample, realised(sample), trained.classes);
  return {
    figures: [...figures, ...calibration.figures, tradeDrift(live, realised(live), passes, sessions)],
    scores: { live: calibration.scores, reference: known?.scores },
  };
}

/** The preset of thresholds of a run, which has to be one of the model. */
function presetOf(folder: string, { manifest, manifestSha256 }: ModelFolder): string {
  const { model } = readRunInfo(folder);
  const file = join(folder, RUN_FILE);
  if (model === null) {
    throw new UserError({
      ...{ code: 'drift-no-model', message: `The run ${folder} has no model: nothing was trained`, file },
      ...{ field: 'model', fix: 'Name runs of a strategy with a model.' },
    });
  }
  if (model.manifestSha256 === manifestSha256) return model.thresholds;
  throw new UserError({
    code: 'drift-other-model',
    message: `The run ${folder} is one of another model: ${model.name} ${model.manifestSha256.slice(0, 12)}, not ${manifest.name} ${manifestSha256.slice(0, 12)}`,
    file,
    field: 'model.manifestSha256',
    fix: 'Name runs of one model, and the folder of that model with --model.',
  });
}

function sharedDays(live: JournalSample, against: JournalSample): readonly string[] {
  const known = new Set(against.days);
  const shared = live.days.filter((day) => known.has(day));
  return shared.length === 0 ? [] : [`${shared.length} days are in the reference too: they cannot differ from it`];
}
