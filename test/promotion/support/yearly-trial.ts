// A seed and the mean of a day in; a trial of 160 days that are drawn at random, out.
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { Random } from '../../../src/simulation/random.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';

const DAYS: readonly string[] = Array.from({ length: 160 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
);

/** `mean` in standard deviations of a day, which are 100 BRL. `days`: the first and the number of them. */
export function yearlyTrial(
  seed: number,
  mean: number,
  changes: Partial<Trial> = {},
  [first, count] = [0, 160],
): Trial {
  const random = new Random(seed, 'days');
  const days = DAYS.slice(first, first + count);
  const netE4 = days.map(() => Math.round(1_000_000 * (mean + random.normal())));
  const base = aTrial({ seed, ...changes });
  return {
    ...base,
    data: { ...base.data, from: days[0]!, to: days.at(-1)! },
    result: {
      ...base.result,
      trades: 400,
      measures: { costsBrl: 100, assumedCostsBrl: 100 },
      daily: { days: [...days], netE4 },
    },
  };
}
