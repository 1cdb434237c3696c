// What a model said of each candle and what came in; whether its probabilities still hold, and whether they say more than nothing, out.

import { type CalibrationScores, calibrationScores } from '../calibration/calibration-scores.ts';
import { dailyMeans } from './daily-figures.ts';
import { dayShift } from './day-shift.ts';
import type { DriftFigure } from './drift-finding.ts';
import type { JournalSample } from './journal-sample.ts';
import type { RealisedRows } from './realised-rows.ts';

const CLASSES = ['down', 'flat', 'up'] as const;
/** Of a probability, and of log loss. */
const PROBABILITY = { watch: 0.03, strong: 0.1 };
const LOSS = { watch: 0.005, strong: 0.02 };
const LEAST = 1e-15;

export interface CalibrationDrift {
  /** Of the live days; undefined where no candle has both a prediction and an outcome. */
  readonly scores: CalibrationScores | undefined;
  readonly figures: readonly DriftFigure[];
}

/**
 * `shares`: of the classes down, flat and up in training; a model that loses more than by always saying them knows nothing any more. Rows where nothing was
 * predicted or nothing came of it do not count.
 */
export function calibrationDrift(
  sample: JournalSample,
  { outcome }: RealisedRows,
  shares: readonly [number, number, number] | undefined,
): CalibrationDrift {
  const { said, day, rows } = sample;
  const known = outcome.map((value, row) => (Number.isNaN(said.up[row]!) ? Number.NaN : value));
  const count = known.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  if (count === 0) return { scores: undefined, figures: [] };
  const figures = CLASSES.map((name, place): DriftFigure => {
    const off = known.map((value, row) => said[name][row]! - (Number.isNaN(value) ? value : Number(value === place)));
    const shift = dayShift(dailyMeans(off, day), { mean: 0, sessions: Number.POSITIVE_INFINITY });
    return {
      ...{ subject: 'calibration', name, figure: 'probability less share that came', rows: count, shift },
      probability: shift?.probability,
      sizes: [{ size: Math.abs(shift?.shift ?? 0), ...PROBABILITY }],
      advice:
        'the probabilities are off: calibrate anew (qt retrain), and let no threshold on probabilities decide meanwhile',
    };
  });
  const probabilities = Float64Array.from({ length: rows * 3 }, (_, at) => {
    return said[CLASSES[at % 3]!][Math.floor(at / 3)]!;
  });
  const scores = calibrationScores({ probabilities, outputs: 3, label: known });
  return { scores, figures: shares === undefined ? figures : [...figures, lossFigure(sample, known, count, shares)] };
}

function lossFigure(
  { said, day }: JournalSample,
  outcome: Float64Array,
  rows: number,
  shares: readonly [number, number, number],
): DriftFigure {
  const total = shares[0] + shares[1] + shares[2];
  const more = outcome.map((value, row) => {
    if (Number.isNaN(value)) return value;
    const p = said[CLASSES[value]!][row]!;
    return Math.log(Math.max(LEAST, shares[value]! / total)) - Math.log(Math.max(LEAST, p));
  });
  const shift = dayShift(dailyMeans(more, day), { mean: 0, sessions: Number.POSITIVE_INFINITY });
  return {
    ...{ subject: 'calibration', name: 'log loss', figure: 'log loss less that of knowing nothing', rows, shift },
    probability: shift?.probability,
    // less loss is no fault
    sizes: [{ size: shift?.shift, ...LOSS }],
    advice:
      'the model says less than the shares of its training would: pause the strategy, and train anew before it trades again',
  };
}
