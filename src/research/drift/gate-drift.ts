// A sample of live days and what passed each gate in validation in; a figure for each gate out.

import { dailyMeans } from './daily-figures.ts';
import { dayShift, type ShiftReference } from './day-shift.ts';
import type { DriftFigure } from './drift-finding.ts';
import type { JournalSample } from './journal-sample.ts';
import type { TrainedFigures } from './trained-figures.ts';

/** Of the share that passes. */
const LIMITS = { watch: 0.05, strong: 0.15 };

export interface GateReference {
  /** Runs over the days of validation: they count where they are given. */
  readonly sample: JournalSample | undefined;
  readonly passes: NonNullable<TrainedFigures['passes']>[string] | undefined;
  /** Sessions of the validation. */
  readonly sessions: number;
}

/**
 * The shift is of the share of the candles that pass, of those at which the gate was judged. Against training.json each candle counts less what passed in
 * validation in the same regime: another mix of regimes is no drift of a gate.
 */
export function gateDrift(live: JournalSample, { sample, passes, sessions }: GateReference): readonly DriftFigure[] {
  return [...live.gates].map(([name, values]): DriftFigure => {
    const known = sample?.gates.get(name);
    const expected = (row: number): number | undefined => passes?.[live.regime[row]!]?.passing[name];
    const isExpected = known === undefined && passes !== undefined;
    const daily = dailyMeans(
      isExpected ? values.map((value, row) => value - (expected(row) ?? Number.NaN)) : values,
      live.day,
    );
    const against: ShiftReference | undefined =
      known !== undefined ? dailyMeans(known, sample!.day) : isExpected ? { mean: 0, sessions } : undefined;
    const rows = values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
    const shift = against === undefined ? undefined : dayShift(daily, against, 0.25 / Math.max(1, rows));
    return {
      ...{ subject: 'gate', name, rows, shift, probability: shift?.probability },
      figure: isExpected ? 'share that passes, less that of validation' : 'share that passes',
      sizes: [{ size: shift === undefined ? undefined : Math.abs(shift.shift), ...LIMITS }],
      advice:
        'the thresholds let another share through than where they were fitted: see predictions and inputs, then fit them anew (qt retrain)',
    };
  });
}
