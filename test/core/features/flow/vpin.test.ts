// The imbalance in buckets of equal volume against a slow reference that cuts the whole line of contracts.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../../src/core/candles/candle.ts';
import { vpin } from '../../../../src/core/features/flow/index.ts';
import type { SessionFacts } from '../../../../src/core/market/session-facts.ts';
import { randomCandles, type Step, sessionOn } from '../candles.ts';

type WithFacts = Omit<Step, 'session'> & { readonly session: Step['session'] & { readonly facts?: SessionFacts } };

const factsOf = (meanDailyVolume: number | undefined): SessionFacts => ({
  previous: undefined,
  meanDailyVolume,
  largeTradeSize: undefined,
});

const withVolume = (steps: readonly Step[], usual: (step: Step) => number | undefined): WithFacts[] =>
  steps.map((step) => ({ ...step, session: { ...step.session, facts: factsOf(usual(step)) } }));

/** Buys, or sells, of the first `x` contracts of candles laid end to end. */
function upTo(candles: readonly Candle[], x: number, of: (candle: Candle) => number): number {
  let start = 0;
  let sum = 0;
  for (const candle of candles) {
    const part = Math.min(1, Math.max(0, (x - start) / candle.volume));
    sum += of(candle) * part;
    start += candle.volume;
  }
  return sum;
}

/** VPIN at the last candle; `from`: the first candle of the size, from which buckets are counted both ways. */
function slowVpin(candles: readonly Candle[], from: number, size: number, buckets: number): number | undefined {
  const total = candles.reduce((sum, { volume }) => sum + volume, 0);
  const zero = candles.slice(0, from).reduce((sum, { volume }) => sum + volume, 0);
  const last = Math.floor((total - zero) / size + 1e-9);
  let imbalance = 0;
  let sided = 0;
  for (let bucket = last - buckets; bucket < last; bucket++) {
    const [a, b] = [zero + bucket * size, zero + (bucket + 1) * size];
    if (a < -1e-6) return undefined;
    const [buy, sell] = [({ buyVolume }: Candle) => buyVolume, ({ sellVolume }: Candle) => sellVolume].map(
      (of) => upTo(candles, b, of) - upTo(candles, a, of),
    ) as [number, number];
    imbalance += Math.abs(buy - sell);
    sided += buy + sell;
  }
  return sided >= 0.5 * buckets * size ? imbalance / sided : undefined;
}

function run(steps: readonly WithFacts[], options: Parameters<typeof vpin>[0]): (number | undefined)[] {
  const feature = vpin(options).create();
  return steps.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

function expectClose(actual: readonly (number | undefined)[], expected: readonly (number | undefined)[]): void {
  expected.forEach((value, t) => {
    if (value === undefined || actual[t] === undefined) expect([t, actual[t]]).toEqual([t, value]);
    else expect(Math.abs(actual[t] - value), `candle ${t}`).toBeLessThanOrEqual(1e-9);
  });
}

const random = randomCandles(400, 12, 100);

describe('vpin', () => {
  it.each([
    [700, 5],
    [3333.3, 10],
    [123.25, 50],
    [40_000, 3],
  ])(
    'equals a slow reference with buckets of %s contracts, %s of them, counted from the first candle',
    (size, buckets) => {
      const steps = withVolume(random, () => size * 50);
      const candles = steps.map(({ candle }) => candle);
      const expected = steps.map((_, t) => slowVpin(candles.slice(0, t + 1), 0, size, buckets));
      expectClose(run(steps, { buckets }), expected);
      expect(expected.some((value) => value !== undefined)).toBe(true);
    },
  );

  it('counts buckets of the session backwards over the candles before it, which had no facts or other ones', () => {
    const from = 200;
    const size = 2511.7;
    for (const before of [undefined, 60_000]) {
      const steps = withVolume(random, ({ session }) => (session.day < random[from]!.session.day ? before : size * 50));
      const candles = steps.map(({ candle }) => candle);
      const expected = steps.slice(from).map((_, t) => slowVpin(candles.slice(0, from + t + 1), from, size, 20));
      const values = run(steps, { buckets: 20 }).slice(from);
      expect(values[0]).toBeDefined();
      expectClose(values, expected);
    }
  });

  it('gives the same value for every history that holds its buckets', () => {
    const from = 200;
    const steps = withVolume(random, ({ session }) => (session.day < random[from]!.session.day ? undefined : 100_000));
    const whole = run(steps, { buckets: 20 }).slice(from);
    expect(run(steps.slice(120), { buckets: 20 }).slice(from - 120)).toEqual(whole);
    expect(run(steps, { buckets: 20, history: 80 }).slice(from)).toEqual(whole);
    const late = run(steps.slice(from - 3), { buckets: 20 }).slice(3);
    expect(late[0]).toBeUndefined();
    const at = late.findIndex((value) => value !== undefined);
    expectClose(late.slice(at), whole.slice(at));
  });

  it('has its buckets, and an unusual history, in its id', () => {
    const ids = [vpin(), vpin({ buckets: 10 }), vpin({ history: 80 })].map(({ meta }) => meta.id);
    expect(ids).toEqual(['vpin_50', 'vpin_10', 'vpin(n=50,h=80)']);
  });

  it('is not ready without the usual volume, and at a candle without flow', () => {
    expect(
      run(
        withVolume(random, () => undefined),
        {},
      ).every((value) => value === undefined),
    ).toBe(true);
    expect(
      run(
        withVolume(random, () => 0),
        {},
      ).every((value) => value === undefined),
    ).toBe(true);
    expect(run(random, {}).every((value) => value === undefined)).toBe(true);
    const steps = withVolume(random, () => 50_000).map((step, t) => ({
      ...step,
      candle: { ...step.candle, hasFlow: t !== 150 },
    }));
    const values = run(steps, { buckets: 10 });
    expect(values[149]).toBeDefined();
    expect(values[150]).toBeUndefined();
    expect(values[151]).toBeDefined();
  });

  it('is not ready while less than half of the volume has a side', () => {
    const sided = (share: number) =>
      withVolume(random, () => 50_000).map((step) => {
        const { volume } = step.candle;
        return { ...step, candle: { ...step.candle, buyVolume: volume * share, sellVolume: 0 } };
      });
    expect(run(sided(0.49), { buckets: 10 }).every((value) => value === undefined)).toBe(true);
    expect(run(sided(0.51), { buckets: 10 }).at(-1)).toBe(1);
  });

  it('takes a candle of many buckets at once, however many', () => {
    const session = { ...sessionOn(1), facts: factsOf(50) };
    const candle = { ...random[0]!.candle, volume: 4e15, buyVolume: 3e15, sellVolume: 1e15 };
    expect(run([{ candle, session }], {})[0]).toBeCloseTo(0.5, 14);
  });
});
