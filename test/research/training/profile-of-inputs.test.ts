// The profile that training writes: facts of each input, and a distance that no training row but the rarest exceeds.
import { describe, expect, it } from 'vitest';
import { InputJudge } from '../../../src/core/prediction/input-validation.ts';
import { profileOf } from '../../../src/research/training/profile-of-inputs.ts';
import type { TrainingRows } from '../../../src/research/training/training-rows.ts';
import { UnchangedInSession } from '../../../src/research/training/unchanged-in-session.ts';
import { Random } from '../../../src/simulation/random.ts';

const ROWS = 4000;
const COLUMNS = ['a', 'b', 'always'];

/** Two days of rows: b is nearly a, the third input is always the same. */
function rows(): TrainingRows {
  const random = new Random(1, 'profile');
  const values = new Float64Array(ROWS * 3);
  for (let row = 0; row < ROWS; row++) {
    const a = random.normal();
    values.set([Math.fround(a), Math.fround(a + 0.1 * random.normal()), 5], row * 3);
  }
  const day = Uint32Array.from({ length: ROWS }, (_, row) => (row < ROWS / 2 ? 0 : 1));
  const unchanged = [day[0], day.at(-1)].map(() => new UnchangedInSession(3));
  for (const [at, session] of unchanged.entries()) {
    for (let candle = 0; candle < 10 + at * 10; candle++) {
      const vector = {
        ids: COLUMNS,
        ready: Uint8Array.of(1, 1, 1),
        ages: new Uint16Array(3),
        readyCount: 3,
        filledCount: 0,
      };
      session.update({ ...vector, values: Float64Array.of(candle, Math.min(candle, 4), 5) }, { close: candle });
    }
  }
  const matrix = { columns: COLUMNS, rows: ROWS, values };
  return { matrix, day, unchanged } as unknown as TrainingRows;
}

describe('the profile of inputs', () => {
  const all = rows();
  const firstDay = Uint32Array.from({ length: ROWS / 2 }, (_, row) => row);
  const profile = profileOf(all, firstDay);

  it('is made of the rows that are trained on, and of their days', () => {
    const [a, b, always] = profile.inputs;
    expect(profile.rows).toBe(ROWS / 2);
    expect([a!.unchangedMost, b!.unchangedMost, always!.unchangedMost]).toEqual([0, 5, 9]);
    expect(always).toMatchObject({ mean: 5, deviation: 0, low: 5, high: 5, unchangedShare: 1 });
    expect(
      profileOf(
        all,
        Uint32Array.from({ length: ROWS }, (_, row) => row),
      ).inputs[2]!.unchangedMost,
    ).toBe(19);
  });

  it('has mean, deviation and quantiles by nearest rank', () => {
    const column = Array.from(firstDay, (row) => all.matrix.values[row * 3]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    const sorted = column.toSorted((x, y) => x - y);
    expect(profile.inputs[0]!.mean).toBeCloseTo(mean, 12);
    expect(profile.inputs[0]!.deviation).toBeCloseTo(deviation, 12);
    expect([profile.inputs[0]!.low, profile.inputs[0]!.high]).toEqual([sorted[1], sorted[1997]]);
  });

  it('leaves inputs that never vary out of the distance, and objects to no row of training', () => {
    expect(profile.joint.columns).toEqual([0, 1]);
    expect(profile.joint.factor).toHaveLength(3);
    const judge = new InputJudge(COLUMNS, profile);
    const objected = Array.from(firstDay).filter(
      (row) => judge.judge(Float32Array.from(all.matrix.values.subarray(row * 3, row * 3 + 3))) !== undefined,
    );
    expect(objected).toEqual([]);
    expect(judge.judge(Float32Array.of(3, -3, 5))?.code).toBe('unlikelyInputs');
  });
});
