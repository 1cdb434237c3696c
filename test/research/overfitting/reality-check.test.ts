// Trials in, probability that luck makes as good a one out: against arch, over searches of noise, and with a true gain among them.

import { describe, expect, it } from 'vitest';
import { realityCheck } from '../../../src/research/overfitting/reality-check.ts';
import { Random } from '../../../src/simulation/random.ts';
import { referenceTrials } from './reference-series.ts';

describe('realityCheck', () => {
  // the last one loses clearly
  const trials = referenceTrials().map((trial, place) => (place === 6 ? trial.map((value) => value - 0.6) : trial));

  it.each([
    // 20,000 draws of arch 8.0, `SPA` on results divided by their standard errors: upper and consistent
    [1, 0.0677, 0.04505],
    [3, 0.11305, 0.07545],
    [8, 0.13615, 0.08875],
  ])('by blocks of %s equals arch', (block, conservative, consistent) => {
    const found = realityCheck(trials, { seed: 1, draws: 20_000, block })!;
    expect(found.best).toBe(3);
    // three standard errors of the difference
    expect(Math.abs(found.conservative - conservative)).toBeLessThan(0.01);
    expect(Math.abs(found.consistent - consistent)).toBeLessThan(0.009);
  });

  it('is below 5 % in about 5 % of searches over noise; where days follow each other, by blocks only', () => {
    // over 800 searches 5.8 % of independent days; over 400 of dependent ones and 756 days 7.0 %, and 19.5 % without blocks
    const independent = falseAlarms(200, 0, 1);
    expect(Math.abs(independent - 0.055)).toBeLessThan(0.048);
    expect(falseAlarms(60, 0.4, 8)).toBeLessThan(falseAlarms(60, 0.4, 1));
  });

  it('finds a true gain, though a losing crowd hides it from the conservative one', () => {
    const random = new Random(2, 'reality-check-gain');
    const days = () => Float64Array.from({ length: 400 }, () => random.normal());
    const good = days().map((value) => value + 0.19);
    const crowd = Array.from({ length: 120 }, () => days().map((value) => value - 0.5));
    const found = realityCheck([...crowd, good], { seed: 1, block: 1, draws: 1000 })!;
    expect(found.best).toBe(120);
    expect(found.consistent).toBeLessThan(0.01);
    expect(found.conservative).toBeGreaterThan(found.consistent);
  });

  it('leaves out what never trades, is sure of luck where nothing gains, and the same for the same seed', () => {
    const still = new Float64Array(96);
    expect(realityCheck([still], { seed: 1 })).toBeUndefined();
    expect(realityCheck([still, ...trials], { seed: 1 })!.best).toBe(realityCheck(trials, { seed: 1 })!.best + 1);
    const losing = trials.map((trial) => trial.map((value) => value - 2));
    expect(realityCheck(losing, { seed: 1 })).toMatchObject({ conservative: 1, consistent: 1 });
    expect(realityCheck(trials, { seed: 7 })).toEqual(realityCheck(trials, { seed: 7 }));
    const swinging = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
    expect(realityCheck([swinging], { seed: 1, block: 5 })!.conservative).toBe(1);
  });

  it('refuses blocks and draws that make no sense', () => {
    const refused = expect.objectContaining({ code: 'bad-resampling' });
    expect(() => realityCheck(trials, { seed: 1, block: 0 })).toThrow(refused);
    expect(() => realityCheck(trials, { seed: 1, block: 97 })).toThrow(refused);
    expect(() => realityCheck(trials, { seed: 1, draws: 0.5 })).toThrow(refused);
  });
});

/** Share of searches among 12 related trials without a gain in which luck is called unlikely. */
function falseAlarms(searches: number, following: number, block: number): number {
  const random = new Random(1, 'reality-check-noise');
  let alarms = 0;
  for (let search = 0; search < searches; search += 1) {
    const common = Float64Array.from({ length: 150 }, () => random.normal());
    const noise = Array.from({ length: 12 }, () => {
      let last = 0;
      return common.map((value) => {
        last = following * last + value + random.normal();
        return last;
      });
    });
    if (realityCheck(noise, { seed: search, draws: 200, block })!.conservative < 0.05) alarms += 1;
  }
  return alarms / searches;
}
