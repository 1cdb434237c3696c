// Combinatorial purged cross-validation against the published example: which groups each split tests, and which split each path takes.
import { describe, expect, it } from 'vitest';
import { combinatorialPurged, pathCount, splitCount } from '../../../src/research/splits/combinatorial-purged.ts';
import { pathValues } from '../../../src/research/splits/path-values.ts';
import { madeRows } from './made-rows.ts';
import { thrown } from './thrown.ts';

const rows = madeRows({ days: 20, rowsPerDay: 5, minutes: () => 1, hasLabel: (row) => row % 5 !== 4 });

describe('López de Prado 2018, section 12.4.1: N = 6, k = 2', () => {
  const made = combinatorialPurged(rows, { groups: 6, testGroups: 2 });
  /** "G1, S2" of the book is group 0 of split 1 here. */
  const pathOfBook = (path: readonly number[]): string[] => path.map((split, group) => `G${group + 1},S${split + 1}`);

  it('makes 15 splits in the order of figure 12.1', () => {
    expect(made.splits.map(({ testGroups }) => testGroups.map((group) => group + 1).join(''))).toEqual([
      ...['12', '13', '14', '15', '16', '23', '24', '25', '26', '34', '35', '36', '45', '46', '56'],
    ]);
  });

  it('makes 5 paths, joined as in figure 12.2', () => {
    expect(made.paths).toHaveLength(5);
    expect(pathOfBook(made.paths[0]!)).toEqual(['G1,S1', 'G2,S1', 'G3,S2', 'G4,S3', 'G5,S4', 'G6,S5']);
    expect(pathOfBook(made.paths[1]!)).toEqual(['G1,S2', 'G2,S6', 'G3,S6', 'G4,S7', 'G5,S8', 'G6,S9']);
  });

  it('trains on 1 - k/N of the groups', () => {
    for (const { training, test, testGroups } of made.splits) {
      const tested = testGroups.reduce((sum, group) => sum + made.groupRows[group]!.length, 0);
      expect(test.length).toBe(tested);
      expect(training.length).toBe(80 - tested);
    }
  });
});

describe('the number of splits and paths', () => {
  it.each([
    // the book: k = 1 gives one path, k = 2 gives N - 1; the rest by C(N, k) k / N
    [6, 1, 6, 1],
    [6, 2, 15, 5],
    [10, 2, 45, 9],
    [6, 3, 20, 10],
    [10, 5, 252, 126],
    [16, 8, 12_870, 6435],
  ])('N = %i, k = %i: %i splits, %i paths', (groups, testGroups, splits, paths) => {
    expect(splitCount(groups, testGroups)).toBe(splits);
    expect(pathCount(groups, testGroups)).toBe(paths);
    expect((splits * testGroups) / groups).toBe(paths);
    if (groups > 10) return;
    const made = combinatorialPurged(rows, { groups, testGroups });
    expect(made.splits).toHaveLength(splits);
    expect(made.paths).toHaveLength(paths);
  });

  it('is that of folds where one group is tested', () => {
    const made = combinatorialPurged(rows, { groups: 4, testGroups: 1 });
    expect(made.paths).toEqual([[0, 1, 2, 3]]);
  });
});

describe('paths', () => {
  const made = combinatorialPurged(rows, { groups: 5, testGroups: 3, embargo: { candles: 2 } });
  // says of each prediction which split it is from and for which row
  const bySplit = made.splits.map(({ test }, split) => Float64Array.from(test, (row) => split * 1000 + row));
  const joined = pathValues(made, bySplit);

  it('have each row with a label once', () => {
    expect([...joined.rows]).toEqual(Array.from({ length: 100 }, (_, row) => row).filter((row) => row % 5 !== 4));
    expect(joined.paths).toHaveLength(6);
  });

  it('take every prediction of every split once, each for its own row', () => {
    const taken = joined.paths.flatMap((values) => [...values]);
    for (const values of joined.paths) {
      for (const [at, value] of values.entries()) expect(value % 1000).toBe(joined.rows[at]);
    }
    expect(taken.sort((a, b) => a - b)).toEqual(bySplit.flatMap((values) => [...values]).sort((a, b) => a - b));
  });

  it('take one split for a whole group', () => {
    for (const [path, values] of joined.paths.entries()) {
      for (const [at, value] of values.entries()) {
        const group = made.groupRows.findIndex((of) => of.includes(joined.rows[at]!));
        expect(Math.floor(value / 1000)).toBe(made.paths[path]![group]);
      }
    }
  });

  it('cannot be made of too few values', () => {
    expect(thrown(() => pathValues(made, bySplit.slice(1))).code).toBe('split-rows');
    expect(thrown(() => pathValues(made, bySplit.with(2, new Float64Array(1)))).message).toMatch(/^Split 2 tests/);
  });
});

it('makes one block of neighbours: no embargo between them takes rows that are tested', () => {
  const { splits } = combinatorialPurged(rows, { groups: 4, testGroups: 2, embargo: { sessions: 1 } });
  const embargoed = new Map(splits.map((split) => [split.testGroups.join(), split.embargoed]));
  // after groups 0 and 1 one session of group 2; after 0 and 2 one each of 1 and 3; after the last group nothing
  expect([...embargoed]).toEqual([
    ...([
      ['0,1', 4],
      ['0,2', 8],
      ['0,3', 4],
    ] as const),
    ...([
      ['1,2', 4],
      ['1,3', 4],
      ['2,3', 0],
    ] as const),
  ]);
});

it('refuses what would not fit into memory', () => {
  expect(thrown(() => combinatorialPurged(rows, { groups: 20, testGroups: 10 })).code).toBe('bad-option');
});
