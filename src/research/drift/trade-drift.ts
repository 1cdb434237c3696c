// The entries of live days and what the price did after them in; their moves beside those of validation, out.

import { dailyMeans } from './daily-figures.ts';
import { dayShift } from './day-shift.ts';
import type { DriftFigure } from './drift-finding.ts';
import type { JournalSample } from './journal-sample.ts';
import type { RealisedRows } from './realised-rows.ts';
import type { TrainedFigures } from './trained-figures.ts';

/** In basis points of the price; half a point of WDO is about one. */
const LIMITS = { watch: 1, strong: 3 };

/** The shift is of the mean move to the horizon in the direction of the entry, before costs, in basis points, by days with entries. */
export function tradeDrift(
  { entered, day }: JournalSample,
  { move }: RealisedRows,
  passes: NonNullable<TrainedFigures['passes']>[string] | undefined,
  sessions: number,
): DriftFigure {
  const moves = move.map((value, row) => (entered[row] === 0 ? Number.NaN : 1e4 * entered[row]! * value));
  let [passed, sum] = [0, 0];
  for (const regime of Object.values(passes ?? {})) {
    passed += regime.passed;
    sum += regime.passed * (regime.meanReturn ?? 0);
  }
  const rows = moves.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
  const shift = passed === 0 ? undefined : dayShift(dailyMeans(moves, day), { mean: (1e4 * sum) / passed, sessions });
  return {
    ...{ subject: 'trades', name: 'entries', figure: 'move after an entry, basis points before costs', rows, shift },
    probability: shift?.probability,
    // more than was expected is no fault
    sizes: [{ size: shift === undefined ? undefined : -shift.shift, ...LIMITS }],
    advice:
      'entries bring less than in validation: lower the risk, and judge the trials behind the model (qt trials judge)',
  };
}
