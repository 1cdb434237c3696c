// Features over candles as columns, markets that stand still, and the comparison of a column with its slow reference.

import { expect } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { randomCandles, type Step } from '../candles.ts';
import type { Column } from '../reference.ts';

export function run(spec: FeatureSpec, steps: readonly Step[]): Column {
  const feature = spec.create();
  return steps.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

/** `f` of both where both are there. */
export function zip(a: Column, b: Column, f: (x: number, y: number) => number): Column {
  return a.map((x, t) => (x === undefined || b[t] === undefined ? undefined : f(x, b[t])));
}

/**
 * Equal readiness; values within 1e-9 of the larger of the value and `scale`, the size that rounding acts on: unless given a thousandth of
 * the column's largest.
 * A reference that is not finite (0/0 of a flat window) stands for not ready.
 */
export function expectColumn(id: string, actual: Column, expected: Column, scale = sizeOf(expected) * 1e-3): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, t) => {
    const wanted = Number.isFinite(expected[t]) ? expected[t] : undefined;
    if (value === undefined || wanted === undefined) {
      if (value !== wanted) throw new Error(`${id} at candle ${t + 1}: ${value}, not ${wanted}`);
      return;
    }
    const off = Math.abs(value - wanted);
    if (off > 1e-9 * Math.max(Math.abs(wanted), scale))
      throw new Error(`${id} at candle ${t + 1}: ${value}, not ${wanted}`);
  });
}

function sizeOf(column: Column): number {
  return Math.max(...column.filter((x) => x !== undefined && Number.isFinite(x)).map((x) => Math.abs(x!)));
}

/** The first value stands at the candle that the metadata states. */
export function expectFirstAt(spec: FeatureSpec, steps: readonly Step[]): void {
  const first = run(spec, steps).findIndex((value) => value !== undefined);
  expect([spec.meta.id, first + 1]).toEqual([spec.meta.id, spec.meta.warmup]);
}

/** Random candles that stand at one price from `from` on, for `count` candles. */
export function standingStill(total: number, seed: number, from: number, count: number): Step[] {
  const steps = randomCandles(total, seed);
  const price = steps[from]!.candle.close;
  const flat = { open: price, high: price, low: price, close: price };
  return steps.map((step, t) =>
    t >= from && t < from + count ? { ...step, candle: { ...step.candle, ...flat } } : step,
  );
}

/**
 * After `settled` candles a feature begun at any of `starts` differs by less than 1e-6 from one that has seen all, relative to the value or
 * to the spread of its values.
 */
export function expectSettled(spec: FeatureSpec, steps: readonly Step[], starts: readonly number[]): void {
  const { id, settled } = spec.meta;
  const all = run(spec, steps);
  const values = all.filter((x) => x !== undefined);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  for (const start of starts) {
    const late = run(spec, steps.slice(start));
    expect(late.length).toBeGreaterThan(settled);
    for (let t = settled; t < late.length; t++) {
      const [now, truth] = [late[t], all[start + t]];
      if (now === truth) continue;
      if (
        now === undefined ||
        truth === undefined ||
        Math.abs(now - truth) > 1e-6 * Math.max(Math.abs(truth), spread)
      ) {
        throw new Error(`${id} begun at candle ${start + 1}: ${now} after ${t + 1} candles, not ${truth}`);
      }
    }
  }
}
