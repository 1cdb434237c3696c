// Cumulative sums: a published worked example, the published time to a false alarm, and the cap.

import { describe, expect, it } from 'vitest';
import { TwoSidedCusum } from '../../../src/core/regime/two-sided-cusum.ts';
import { Random } from '../../../src/simulation/random.ts';

/** Montgomery, Introduction to Statistical Quality Control, table 9.1: 20 draws of N(10, 1), then 10 of N(11, 1). */
const MONTGOMERY = [
  ...[9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08],
  ...[9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52],
];

describe('the two-sided cumulative sum', () => {
  it("gives the example of Montgomery's table 9.2: above 5 first at period 29, with 5.28", () => {
    const sums = new TwoSidedCusum(0.5, Number.POSITIVE_INFINITY);
    const scores = MONTGOMERY.map((x) => {
      sums.push(x - 10);
      return [...sums.scores];
    });
    expect(scores.findIndex(([up]) => up! > 5)).toBe(28);
    expect(scores[28]![0]).toBeCloseTo(5.28, 10);
    expect(scores[29]![0]).toBeCloseTo(5.3, 10);
    // the lower side: 0.05, 1.56, 1.77 at the first three periods
    expect(scores.slice(0, 3).map(([, down]) => down)).toEqual([0.05, 1.56, 1.77].map((x) => expect.closeTo(x, 10)));
  });

  it('raises a false alarm at reference ½ and threshold 4 every 168 numbers (Montgomery, table 9.3)', () => {
    const random = new Random(2, 'alarms');
    const sums = new TwoSidedCusum(0.5, 100);
    let alarms = 0;
    const count = 400_000;
    for (let i = 0; i < count; i++) {
      sums.push(random.normal());
      if (Math.max(...sums.scores) <= 4) continue;
      alarms++;
      sums.scores.fill(0);
    }
    expect(count / alarms).toBeGreaterThan(160);
    expect(count / alarms).toBeLessThan(176);
  });

  it('grows no further than its cap', () => {
    const sums = new TwoSidedCusum(0.5, 3);
    for (let i = 0; i < 10; i++) sums.push(2);
    expect([...sums.scores]).toEqual([3, 0]);
  });
});
