// A feature over candles and a slow reference's column in; an error that names the first candle where they differ out.

import { expect } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import type { Step } from '../candles.ts';
import type { Column } from '../reference.ts';

export function columnOf(spec: FeatureSpec, steps: readonly Step[]): Column {
  const feature = spec.create();
  return steps.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

/** Equal readiness; values within 1e-9 of the larger of the value and a thousandth of the column's largest. */
export function expectColumn(spec: FeatureSpec, steps: readonly Step[], expected: Column): void {
  const actual = columnOf(spec, steps);
  const scale = Math.max(...expected.map((x) => Math.abs(x ?? 0))) * 1e-3;
  expected.forEach((wanted, t) => {
    const value = actual[t];
    if (value === undefined || wanted === undefined) {
      if (value === wanted) return;
    } else if (Math.abs(value - wanted) <= 1e-9 * Math.max(Math.abs(wanted), scale)) return;
    throw new Error(`${spec.meta.id} at candle ${t + 1}: ${value}, not ${wanted}`);
  });
  expect(expected.findIndex((x) => x !== undefined)).toBe(spec.meta.warmup - 1);
}

/** Every candle the same, without range. */
export function standingStill(steps: readonly Step[], price: number): Step[] {
  const prices = { open: price, high: price, low: price, close: price };
  return steps.map(({ candle, session }) => ({ session, candle: { ...candle, ...prices } }));
}

/** The largest size and spread of a column, by which differences are judged. */
function spreadOf(column: Column): number {
  const values = column.filter((x) => x !== undefined);
  const middle = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / values.length);
}

/** From each start on, once settled, the value is that of the longer history but for `share` of its size or of the column's spread. */
export function expectSettled(
  spec: FeatureSpec,
  steps: readonly Step[],
  starts: readonly number[],
  share: number,
): void {
  const whole = columnOf(spec, steps);
  const spread = spreadOf(whole);
  for (const start of starts) {
    const late = columnOf(spec, steps.slice(start, start + spec.meta.settled + 100));
    for (let t = spec.meta.settled - 1; t < late.length; t++) {
      const [value, wanted] = [late[t], whole[start + t]];
      const bound = share * Math.max(Math.abs(wanted ?? 0), spread);
      if (value !== undefined && wanted !== undefined && Math.abs(value - wanted) <= bound) continue;
      if (value === wanted) continue;
      throw new Error(`${spec.meta.id} from candle ${start}, ${t + 1} later: ${value}, not ${wanted}`);
    }
  }
}
