// Splits against their definition, row by row: who is tested, who is purged, who is embargoed; and what cannot be split.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/research/frames/frame.ts';
import { combinatorialPurged } from '../../../src/research/splits/combinatorial-purged.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import type { RowTimes } from '../../../src/research/splits/row-times.ts';
import type { Split } from '../../../src/research/splits/split.ts';
import { walkForward } from '../../../src/research/splits/walk-forward.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { MINUTE_US, madeRows } from './made-rows.ts';
import { thrown } from './thrown.ts';

const daysOf = (rows: RowTimes, numbers: Uint32Array): number[] => [
  ...new Set(Array.from(numbers, (n) => rows.day[n]!)),
];

/** 10 days of 6 minutes, each label known 2 minutes later. */
const short = madeRows({ days: 10, rowsPerDay: 6, minutes: () => 2 });

describe('walk forward', () => {
  it('rolls a window of whole sessions, each tested once', () => {
    const splits = walkForward(short, { train: 4, test: 2 });
    expect(splits.map(({ training }) => daysOf(short, training))).toEqual([
      [0, 1, 2, 3],
      [2, 3, 4, 5],
      [4, 5, 6, 7],
    ]);
    expect(splits.map(({ test }) => daysOf(short, test))).toEqual([
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
    expect(splits.map(({ testUnits }) => testUnits[0])).toEqual(['day 4', 'day 6', 'day 8']);
  });

  it('keeps all that was before when it is anchored, and tests what is left over', () => {
    const splits = walkForward(short, { train: 4, test: 4, window: 'anchored' });
    expect(splits.map(({ training }) => daysOf(short, training).length)).toEqual([4, 8]);
    expect(splits.map(({ test }) => daysOf(short, test))).toEqual([
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  it('steps as it is told', () => {
    expect(walkForward(short, { train: 4, test: 2, step: 1 }).map(({ testUnits }) => testUnits.length)).toEqual([
      ...[2, 2, 2, 2, 2, 1],
    ]);
  });

  it('leaves the embargo out between training and test', () => {
    const sessions = walkForward(short, { train: 4, test: 2, embargo: { sessions: 1 } });
    expect(daysOf(short, sessions[0]!.training)).toEqual([0, 1, 2]);
    expect(sessions[0]).toMatchObject({ purged: 0, embargoed: 6 });
    const candles = walkForward(short, { train: 4, test: 2, embargo: { candles: 2 } });
    // labels of the last four rows of day 3 are known in its last two minutes or later
    expect(Array.from(candles[0]!.training)).toEqual(Array.from({ length: 20 }, (_, row) => row));
    expect(candles[0]).toMatchObject({ embargoed: 4 });
  });

  it('purges labels that are not known before the test begins', () => {
    const long = madeRows({ days: 6, rowsPerDay: 4, minutes: (row) => (row === 6 ? 3 * 1440 : 1) });
    const [first] = walkForward(long, { train: 3, test: 1 });
    expect(first).toMatchObject({ purged: 1, embargoed: 0 });
    expect(Array.from(first!.training)).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
  });

  it('moves by contracts', () => {
    const splits = walkForward(short, { train: 2, test: 1, by: 'contracts' });
    expect(splits.map(({ testUnits }) => testUnits)).toEqual([['contract 2'], ['contract 3']]);
    expect(splits.map(({ training }) => daysOf(short, training))).toEqual([
      [0, 1, 2, 3, 4, 5],
      [3, 4, 5, 6, 7, 8],
    ]);
  });
});

describe('folds', () => {
  it('test each row with a label once, in stretches that differ by one session at most', () => {
    const rows = madeRows({ days: 10, rowsPerDay: 6, minutes: () => 2, hasLabel: (row) => row % 6 < 4 });
    const splits = purgedKFold(rows, { folds: 4 });
    const tested = splits.flatMap(({ test }) => [...test]);
    expect(tested).toEqual(Array.from({ length: 60 }, (_, row) => row).filter((row) => row % 6 < 4));
    expect(splits.map(({ testUnits }) => testUnits.length)).toEqual([2, 3, 2, 3]);
  });

  it('leave sessions after the test out', () => {
    const [first] = purgedKFold(short, { folds: 5, embargo: { sessions: 1 } });
    expect(daysOf(short, first!.training)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    const [share] = purgedKFold(short, { folds: 5, embargo: { shareOfSessions: 0.15 } });
    expect(daysOf(short, share!.training)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('count candles without a label in an embargo of candles', () => {
    const rows = madeRows({ days: 4, rowsPerDay: 6, minutes: () => 2, hasLabel: (row) => row % 2 === 0 });
    const [first] = purgedKFold(rows, { folds: 2, embargo: { candles: 4 } });
    // the fold ends with day 1; rows 12 to 15 are the next four candles
    expect(Array.from(first!.training)).toEqual([16, 18, 20, 22]);
    expect(first).toMatchObject({ purged: 0, embargoed: 2 });
  });

  it('take a frame of labels as they take its columns', () => {
    const frame = Frame.fromColumns(
      {
        decision_time: short.decisionTimeUs,
        known_time: Array.from(short.knownTimeUs, (us, row) => (row % 6 === 5 ? undefined : us)),
        day: Array.from(short.day, (day) => short.days[day]!),
        contract: Array.from(short.contract!, (contract) => short.contracts![contract]!),
      },
      { index: 'decision_time', kinds: { known_time: 'time' } },
    );
    const columns = { ...short, hasLabel: Uint8Array.from(short.day, (_, row) => Number(row % 6 !== 5)) };
    expect(purgedKFold(frame, { folds: 3 })).toEqual(purgedKFold(columns, { folds: 3 }));
    const contracts = { folds: 2, by: 'contracts' } as const;
    expect(purgedKFold(frame, contracts)).toEqual(purgedKFold(columns, contracts));
  });
});

/** By definition: each training row against each test row. */
function overlaps(rows: RowTimes, training: number, test: Uint32Array): boolean {
  const [from, to] = [rows.decisionTimeUs[training]!, rows.knownTimeUs[training]!];
  return test.some((row) => rows.decisionTimeUs[row]! <= to && rows.knownTimeUs[row]! >= from);
}

const generated = fc
  .record({
    days: fc.integer({ min: 4, max: 9 }),
    rowsPerDay: fc.integer({ min: 2, max: 6 }),
    // up to two days: labels that cross days are what purging is for
    minutes: fc.array(fc.integer({ min: 1, max: 2880 }), { minLength: 60, maxLength: 60 }),
    labelled: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
  })
  .map(({ days, rowsPerDay, minutes, labelled }) =>
    madeRows({ days, rowsPerDay, minutes: (row) => minutes[row]!, hasLabel: (row) => labelled[row]! || row % 7 === 0 }),
  );

/** Rows that are too few for the wish are refused; no other refusal may come of them. */
function splitsOf(make: () => readonly Split[]): readonly Split[] {
  try {
    return make();
  } catch (error) {
    expect(error).toMatchObject({ code: 'too-few-days' });
    return [];
  }
}

describe('whatever the rows are', () => {
  it('no training label overlaps a test label, no session stands on both sides, and no other row is lost', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        generated,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 0, max: 1 }),
        (rows, groups, sessions) => {
          const embargo = { sessions };
          const all = [
            ...splitsOf(() => purgedKFold(rows, { folds: groups, embargo })),
            ...splitsOf(() => walkForward(rows, { train: groups, test: 2, window: 'anchored', embargo })),
            ...splitsOf(() => combinatorialPurged(rows, { groups: groups + 1, testGroups: 2, embargo }).splits),
          ];
          for (const { training, test, purged, embargoed } of all) {
            checked += 1;
            const testDays = new Set(daysOf(rows, test));
            for (const row of training) {
              expect(overlaps(rows, row, test)).toBe(false);
              expect(testDays.has(rows.day[row]!)).toBe(false);
            }
            const labelled = rows.hasLabel!.reduce((sum, has) => sum + has, 0);
            expect(training.length + test.length + purged + embargoed).toBeLessThanOrEqual(labelled);
            for (const part of [training, test]) {
              expect([...part]).toEqual([...new Set(part)].sort((a, b) => a - b));
              expect(part.every((row) => rows.hasLabel![row] === 1)).toBe(true);
            }
          }
        },
      ),
      { seed: 7, numRuns: propertyRuns(150) },
    );
    expect(checked).toBeGreaterThan(300);
  });

  it('folds without an embargo lose only rows whose label overlaps the span of the test', () => {
    fc.assert(
      fc.property(generated, (rows) => {
        for (const { training, test, purged } of splitsOf(() => purgedKFold(rows, { folds: 3 }))) {
          const from = Math.min(...Array.from(test, (row) => rows.decisionTimeUs[row]!));
          const to = Math.max(...Array.from(test, (row) => rows.knownTimeUs[row]!));
          const isTested = new Set(test);
          const expected = [...rows.decisionTimeUs.keys()].filter(
            (row) =>
              rows.hasLabel![row] === 1 &&
              !isTested.has(row) &&
              (rows.decisionTimeUs[row]! > to || rows.knownTimeUs[row]! < from),
          );
          expect([...training]).toEqual(expected);
          expect(purged).toBe(rows.hasLabel!.reduce((sum, has) => sum + has, 0) - test.length - training.length);
        }
      }),
      { seed: 8, numRuns: propertyRuns(150) },
    );
  });
});

describe('what cannot be split', () => {
  const code = (make: () => unknown): string => thrown(make).code;

  it('says that there are too few days', () => {
    expect(code(() => purgedKFold(short, { folds: 11 }))).toBe('too-few-days');
    expect(code(() => walkForward(short, { train: 10, test: 1 }))).toBe('too-few-days');
    expect(code(() => purgedKFold(short, { folds: 2, embargo: { sessions: 9 } }))).toBe('too-few-days');
    const none = { ...short, hasLabel: new Uint8Array(60) };
    expect(thrown(() => purgedKFold(none, { folds: 2 }))).toMatchObject({ message: 'No row has a label' });
  });

  it('names the option', () => {
    const options = [
      () => purgedKFold(short, { folds: 1 }),
      () => purgedKFold(short, { folds: 2, embargo: { sessions: -1 } }),
      () => purgedKFold(short, { folds: 2, embargo: { shareOfSessions: 1 } }),
      () => purgedKFold(short, { folds: 2, embargo: {} as never }),
      () => purgedKFold(short, { folds: 2, by: 'weeks' as never }),
      () => walkForward(short, { train: 0, test: 1 }),
      () => walkForward(short, { train: 1, test: 1.5 }),
      () => walkForward(short, { train: 1, test: 1, window: 'sliding' as never }),
      // a typing mistake must not take the embargo away
      () => purgedKFold(short, { folds: 2, embarg: { sessions: 1 } } as never),
      () => walkForward(short, { train: 2, test: 1, embarg: { sessions: 1 } } as never),
      () => combinatorialPurged(short, { groups: 4, testGroups: 2, embarg: { sessions: 1 } } as never),
      () => purgedKFold(short, { folds: 2, embargo: 1 as never }),
      () => purgedKFold(short, { folds: 2, embargo: null as never }),
      () => purgedKFold(short, undefined as never),
      () => combinatorialPurged(short, { groups: 4, testGroups: 4 }),
      () => combinatorialPurged(short, { groups: 1, testGroups: 1 }),
    ];
    for (const make of options) expect(code(make)).toBe('bad-option');
  });

  it('names the row', () => {
    const back = { ...short, decisionTimeUs: short.decisionTimeUs.with(3, 0) };
    expect(thrown(() => purgedKFold(back, { folds: 2 }))).toMatchObject({
      code: 'split-rows',
      field: 'decision_time',
    });
    const early = { ...short, knownTimeUs: short.decisionTimeUs };
    expect(thrown(() => purgedKFold(early, { folds: 2 }))).toMatchObject({ field: 'known_time' });
    const missing = { ...short, knownTimeUs: short.knownTimeUs.with(3, Number.NaN) };
    expect(code(() => purgedKFold(missing, { folds: 2 }))).toBe('split-rows');
    expect(code(() => purgedKFold({ ...short, day: [0] }, { folds: 2 }))).toBe('split-rows');
    const { contract: _, ...without } = short;
    expect(code(() => purgedKFold(without, { folds: 2, by: 'contracts' }))).toBe('split-rows');
  });

  it('refuses a day that would stand on both sides', () => {
    const contract = Uint32Array.from(short.contract!, (place, row) => (row < 20 ? place : place + 1));
    const contracts = ['a', 'b', 'c', 'd', 'e'];
    expect(code(() => purgedKFold({ ...short, contract, contracts }, { folds: 2, by: 'contracts' }))).toBe(
      'split-rows',
    );
    const back = Uint32Array.from(short.contract!, (place: number) => place % 2);
    expect(code(() => purgedKFold({ ...short, contract: back }, { folds: 2, by: 'contracts' }))).toBe('split-rows');
  });
});

it('keeps what a decision at the very moment of knowledge could have seen apart', () => {
  // day 1 begins at the minute at which the last label of day 0 is known
  const rows = madeRows({ days: 3, rowsPerDay: 2, minutes: (row) => (row === 1 ? 1439 : 1) });
  expect(rows.knownTimeUs[1]).toBe(rows.decisionTimeUs[2]);
  const [, second] = purgedKFold(rows, { folds: 3 });
  expect([...second!.training]).toEqual([0, 4, 5]);
  expect(MINUTE_US).toBe(60_000_000);
});
