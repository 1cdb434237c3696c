// Labels of pure noise that only a leak can predict: shuffled or unpurged folds look brilliant on them, purged and embargoed ones are at chance.
import { describe, expect, it } from 'vitest';
import { combinatorialPurged } from '../../../src/research/splits/combinatorial-purged.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import type { RowTimes } from '../../../src/research/splits/row-times.ts';
import { walkForward } from '../../../src/research/splits/walk-forward.ts';
import { Random } from '../../../src/simulation/random.ts';
import { madeRows } from './made-rows.ts';

const DAYS = 240;
const ROWS_PER_DAY = 2;
/** Enough that rows which share a day are nearer to each other than any two of all others. */
const DIMENSIONS = 32;
const SEEDS = 10;
/** Days whose noise a label is made of. */
const SPAN = 3;

interface Planted {
  readonly rows: RowTimes;
  /** What the predictor sees: it names the days behind the label, and says nothing of their noise. */
  readonly codes: readonly Float64Array[];
  readonly label: Int8Array;
}

/**
 * Each day has noise and a random code. A row's label is the sign of the noise of its days, its input the sum of their codes: rows that
 * share days look alike and have like labels, rows that share none have nothing to do with each other.
 */
function planted(seed: number, daysOf: (day: number) => readonly number[], minutes: number): Planted {
  const random = new Random(seed, 'leak');
  const noise = Float64Array.from({ length: DAYS + 2 * SPAN }, () => random.normal());
  const code = Array.from(noise, () => Float64Array.from({ length: DIMENSIONS }, () => random.normal()));
  const rows = madeRows({ days: DAYS, rowsPerDay: ROWS_PER_DAY, minutes: () => minutes });
  const of = Array.from(rows.day, (day) => daysOf(day).map((each) => each + SPAN));
  return {
    rows,
    codes: of.map((days) =>
      Float64Array.from({ length: DIMENSIONS }, (_, at) => days.reduce((sum, day) => sum + code[day]![at]!, 0)),
    ),
    label: Int8Array.from(of, (days) => (days.reduce((sum, day) => sum + noise[day]!, 0) > 0 ? 1 : -1)),
  };
}

/** Share of the test rows whose nearest training row has their label. */
function accuracy({ codes, label }: Planted, training: Iterable<number>, test: readonly number[]): number {
  const known = [...training];
  let right = 0;
  for (const row of test) {
    let nearest = Number.POSITIVE_INFINITY;
    let said = 0;
    for (const other of known) {
      let distance = 0;
      for (let at = 0; at < DIMENSIONS; at++) distance += (codes[row]![at]! - codes[other]![at]!) ** 2;
      if (distance >= nearest) continue;
      nearest = distance;
      said = label[other]!;
    }
    if (said === label[row]) right += 1;
  }
  return right / test.length;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

/** Five standard deviations around a half, of so many tosses that are independent of each other. */
function expectChance(share: number, tosses: number): void {
  expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / tosses));
}

/** The last days of a block of ten, which share their noise with days that are not in it. */
const edge = (rows: RowTimes, test: Uint32Array, days: number): number[] =>
  [...test].filter((row) => rows.day[row]! >= rows.day[test.at(-1)!]! + 1 - days);

describe('labels that last three days', () => {
  const ahead = (day: number): readonly number[] => Array.from({ length: SPAN }, (_, at) => day + at);
  const sets = seeds.map((seed) => planted(seed, ahead, (SPAN - 1) * 1440));

  it('are predicted by folds of shuffled rows', () => {
    const shares = sets.map((set, seed) => {
      const random = new Random(seed, 'shuffle');
      const isTested = Array.from(set.label, () => random.chance(0.2));
      const all = isTested.map((tested, row) => [tested, row] as const);
      const rowsOf = (wanted: boolean): number[] => all.flatMap(([tested, row]) => (tested === wanted ? [row] : []));
      return accuracy(set, rowsOf(false), rowsOf(true));
    });
    expect(mean(shares)).toBeGreaterThan(0.9);
  });

  it('are predicted at the edges of folds that are not purged, and not where they are', () => {
    const [purged, unpurged]: [number[], number[]] = [[], []];
    let edges = 0;
    for (const set of sets) {
      for (const { training, test } of purgedKFold(set.rows, { folds: DAYS / 10 }).slice(0, -1)) {
        const last = edge(set.rows, test, SPAN - 1);
        const isTested = new Set(test);
        edges += 1;
        purged.push(accuracy(set, training, last));
        unpurged.push(
          accuracy(
            set,
            [...set.label.keys()].filter((row) => !isTested.has(row)),
            last,
          ),
        );
      }
    }
    // normal noise of which 2/3 or 1/3 is shared has one sign in 1/2 + asin(share)/pi of the cases: 0.73 and 0.61
    expect(mean(unpurged)).toBeGreaterThan(0.62);
    expectChance(mean(purged), edges);
  });

  it('are not predicted by purged folds, combinatorial splits or a walk forward', () => {
    const embargo = { sessions: 1 };
    const ways = [
      (rows: RowTimes) => purgedKFold(rows, { folds: 6, embargo }),
      (rows: RowTimes) => combinatorialPurged(rows, { groups: 5, testGroups: 2, embargo }).splits,
      (rows: RowTimes) => walkForward(rows, { train: 60, test: 30, embargo }),
    ];
    for (const splits of ways) {
      const shares = sets.flatMap((set) =>
        splits(set.rows).map(({ training, test }) => accuracy(set, training, [...test])),
      );
      // rows of one day, and of days that share noise, are one toss
      expectChance(mean(shares), (SEEDS * DAYS) / SPAN / 2);
    }
  });
});

describe('labels known on their own day that share noise with the day before', () => {
  // no two labels of different days overlap, so there is nothing to purge: what is left is for the embargo
  const back = (day: number): readonly number[] => [day - 1, day];
  const sets = seeds.map((seed) => planted(seed + 100, back, 10));

  const edgesWith = (sessions: number): readonly number[] =>
    sets.flatMap((set) =>
      purgedKFold(set.rows, { folds: DAYS / 10, embargo: { sessions } })
        .slice(0, -1)
        .map(({ training, test, purged }) => {
          expect(purged).toBe(0);
          return accuracy(set, training, edge(set.rows, test, 1));
        }),
    );

  it('are predicted at the end of a fold without an embargo', () => {
    // half of the noise is shared: one sign in 2/3 of the cases
    expect(mean(edgesWith(0))).toBeGreaterThan(0.6);
  });

  it('are not predicted with an embargo of one session', () => {
    const shares = edgesWith(1);
    expectChance(mean(shares), shares.length);
  });
});
