// Student's t against printed tables, Welch's test and the indices against what was computed by hand, and how often drift is a false alarm.
import { describe, expect, it } from 'vitest';
import { dailyMeans } from '../../../src/research/drift/daily-figures.ts';
import { dayShift } from '../../../src/research/drift/day-shift.ts';
import { type DriftFigure, judgeDrift } from '../../../src/research/drift/drift-finding.ts';
import { sessionsBetween } from '../../../src/research/drift/sessions-between.ts';
import { studentQuantile, studentTail } from '../../../src/research/drift/student-t.ts';
import { variableDrift } from '../../../src/research/drift/variable-drift.ts';
import { type DayColumn, referenceOfColumn } from '../../../src/research/drift/variable-reference.ts';
import { Random } from '../../../src/simulation/random.ts';

/** Rows of a day have a level of the day in common, as those of a market have. */
function days(random: Random, count: number, rows: number, level = 0): DayColumn {
  const values = new Float64Array(count * rows);
  const day = new Uint32Array(count * rows);
  for (let each = 0; each < count; each += 1) {
    const common = level + 0.5 * random.normal();
    for (let row = 0; row < rows; row += 1) {
      values[each * rows + row] = common + random.normal();
      day[each * rows + row] = each;
    }
  }
  return { values, day };
}

describe("Student's t", () => {
  // critical values of Abramowitz and Stegun, table 26.10
  it.each([
    [1, 0.05, 12.706],
    [4, 0.05, 2.776],
    [10, 0.05, 2.228],
    [10, 0.01, 3.169],
    [30, 0.001, 3.646],
    [120, 0.05, 1.98],
  ])('with %d degrees is beyond its value with probability %d at %d', (freedom, probability, value) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(value, 3);
    expect(studentTail(studentQuantile(probability, freedom), freedom)).toBeCloseTo(probability, 10);
  });

  it('with one degree is the distribution of Cauchy, with two has a root', () => {
    for (const t of [0, 0.1, 1, 3, 50]) {
      expect(studentTail(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(studentTail(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });
});

describe('the shift of days', () => {
  it("is Welch's where neighbours do not follow from each other", () => {
    // alternating signs about the mean: no correlation of neighbours above 0
    const a = Float64Array.of(1, 5, 2, 6);
    const b = Float64Array.of(9, 4, 8, 5);
    // means 3.5 and 6.5, variances 17/3 and 17/3, so t = −3 / √(17/6) with 6 degrees
    const shift = dayShift(a, b)!;
    expect(shift.shift).toBeCloseTo(-3, 12);
    expect(shift.probability).toBeCloseTo(studentTail(3 / Math.sqrt(17 / 6), 6), 12);
    expect(shift.high - shift.shift).toBeCloseTo(Math.sqrt(17 / 6) * studentQuantile(0.05, 6), 10);
  });

  it("is scipy's Welch test to its digits", () => {
    // scipy.stats.ttest_ind(a, b, equal_var=False); neighbours of both go up and down
    const a = Float64Array.of(2.1, 3.4, 1.9, 4.4, 2.7, 3.1);
    const b = Float64Array.of(3.9, 5.2, 2.8, 4.6, 4.1);
    const shift = dayShift(a, b)!;
    expect(shift.probability).toBeCloseTo(0.05929854006832749, 12);
    expect(shift.low).toBeCloseTo(-2.4312145279046353, 10);
    expect(shift.high).toBeCloseTo(0.05788119457130203, 10);
  });

  it('is less sure where days follow from each other', () => {
    const alternating = dayShift(Float64Array.of(1, 3, 1, 3, 1, 3), { mean: 0, sessions: 100 })!;
    const following = dayShift(Float64Array.of(1, 1, 1, 3, 3, 3), { mean: 0, sessions: 100 })!;
    expect(following.shift).toBe(alternating.shift);
    expect(following.probability).toBeGreaterThan(2 * alternating.probability);
  });

  it('is certain or nothing where no day differs, and not known of one day', () => {
    const same = new Float64Array(6).fill(2);
    expect(dayShift(same, { mean: 2, sessions: 10 })!.probability).toBe(1);
    expect(dayShift(same, { mean: 3, sessions: 10 })!.probability).toBe(0);
    // a share of 0.002 that was never seen on few rows is no shift
    expect(dayShift(new Float64Array(6), { mean: 0.002, sessions: 10 }, 0.002 / 500)!.probability).toBeGreaterThan(0.3);
    expect(dayShift(Float64Array.of(1), { mean: 0, sessions: 10 })).toBeUndefined();
  });

  it('leaves out rows that are not ready, and days that are a piece', () => {
    const values = [1, 3, Number.NaN, 5, 5, 5, 5, 9];
    expect([...dailyMeans(values, [0, 0, 0, 1, 1, 1, 1, 2])]).toEqual([2, 5, 9]);
    expect([
      ...dailyMeans([...values, 5, 5, 5, 5, 5, 5, 5, 5], [0, 0, 0, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1]),
    ]).toEqual([2, 5, 9]);
    const long = Float64Array.from({ length: 21 }, (_, row) => row);
    expect(
      dailyMeans(
        long,
        long.map((_, row) => (row < 10 ? 0 : row < 20 ? 1 : 2)),
      ),
    ).toHaveLength(2);
  });

  it('counts working days as sessions', () => {
    expect(sessionsBetween({ from: '2025-08-04', to: '2025-08-08' })).toBe(4);
    expect(sessionsBetween({ from: '2025-08-04', to: '2025-08-31' })).toBe(20);
  });
});

describe('the drift of a variable', () => {
  const one = (values: readonly number[]): DayColumn => ({
    values: Float64Array.from(values),
    day: values.map((_, row) => row % 2),
  });

  it('gives index and distance of the groups as by hand', () => {
    const reference = referenceOfColumn(one([...Array(50).fill(0), ...Array(30).fill(1), ...Array(20).fill(2)]))!;
    expect(reference.cuts).toEqual({ at: [0, 1], share: [0.5, 0.8] });
    const drift = variableDrift(one([...Array(20).fill(0), ...Array(30).fill(1), ...Array(50).fill(2)]), reference);
    const shares = [20.5 / 101.5, 30.5 / 101.5, 50.5 / 101.5];
    const psi = [0.5, 0.3, 0.2].reduce((sum, e, at) => sum + (shares[at]! - e) * Math.log(shares[at]! / e), 0);
    expect(drift.psi).toBeCloseTo(psi, 12);
    // cumulative 0.2 and 0.5 against 0.5 and 0.8
    expect(drift.ks).toBeCloseTo(0.3, 12);
  });

  it('knows nothing of a variable that was never ready', () => {
    const reference = referenceOfColumn(one([1, 2, 3, 4]))!;
    expect(variableDrift(one([Number.NaN, Number.NaN]), reference)).toMatchObject({
      rows: 0,
      psi: undefined,
      probability: undefined,
    });
    expect(referenceOfColumn(one([Number.NaN]))).toBeUndefined();
  });
});

/** Ten variables of twenty live days against sixty of the reference. */
function report(seed: number, level: number) {
  const random = new Random(seed, 'drift');
  const figures = Array.from({ length: 10 }, (_, place): DriftFigure => {
    const reference = referenceOfColumn(days(random, 60, 12))!;
    const drift = variableDrift(days(random, 20, 12, place === 0 ? level : 0), reference);
    const { rows, mean: shift, psi, probability } = drift;
    const sizes = [{ size: Math.abs(shift!.shift), watch: 0, strong: 0.5 }];
    return { subject: 'input', name: `v${place}`, figure: '', rows, shift, psi, probability, sizes, advice: '' };
  });
  return judgeDrift(figures);
}

describe('a whole report', () => {
  it('gives a false alarm in at most 5 % of those without drift, by surety alone', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 120; seed += 1) if (report(seed, 0)[0]!.severity !== 'none') alarms += 1;
    // 6 expected at the most; 11 or more of 120 would come with a probability of 4 % at exactly 5 %
    expect(alarms).toBeLessThanOrEqual(10);
  });

  it('finds a level that has moved by 0.8 of a row and names it first', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const [first] = report(seed, 0.8);
      expect([first!.name, first!.severity], `seed ${seed}`).toEqual(['v0', 'strong']);
    }
  });

  it('corrects by Holm, keeps what is too little unknown, and asks for size too', () => {
    const shift = dayShift(Float64Array.of(1, 2, 1, 2, 1), { mean: 0, sessions: 9 })!;
    const figure = (name: string, probability: number, size: number, few = false): DriftFigure => ({
      ...{ subject: 'gate', name, figure: '', rows: 1, probability, advice: '' },
      ...{ shift: few ? { ...shift, days: 4 } : shift, sizes: [{ size, watch: 0.1, strong: 0.3 }] },
    });
    const found = judgeDrift([
      ...[figure('small', 0.001, 0.05), figure('large', 0.01, 0.5), figure('chance', 0.03, 0.5)],
      ...[figure('middle', 0.004, 0.2), figure('few', 0, 9, true)],
    ]);
    expect(found.map(({ name, severity, adjusted }) => [name, severity, adjusted])).toEqual([
      ['large', 'strong', 0.02],
      ['chance', 'strong', 0.03],
      ['middle', 'watch', 0.012],
      ['few', 'unknown', undefined],
      ['small', 'none', 0.004],
    ]);
  });
});
