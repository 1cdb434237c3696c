// Hidden Markov regimes from the numbers that a manifest has of them: the same settings, the same numbers again, and what is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmmRegime } from '../../../src/core/regime/hmm-regime.ts';
import type { HmmSettings } from '../../../src/core/regime/hmm-settings.ts';
import { hmmOfParameters } from '../../../src/research/recipes/hmm-of-parameters.ts';
import { fittedHmm } from '../../core/regime/fitted-hmm.ts';

/** JSON has no -0. */
const number = fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value + 0);
const positive = fc.double({ min: 0.01, max: 5, noNaN: true });
/** Shares that sum to 1. */
const shares = (count: number) =>
  fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: count, maxLength: count }).map((parts) => {
    const sum = parts.reduce((total, each) => total + each, 0);
    return parts.map((each) => each / sum);
  });
const times = <T>(count: number, of: fc.Arbitrary<T>) => fc.array(of, { minLength: count, maxLength: count });

const settings: fc.Arbitrary<HmmSettings> = fc.integer({ min: 1, max: 5 }).chain((states) =>
  fc.record({
    observation: fc.record({
      ...{ returnCandles: fc.integer({ min: 1, max: 30 }), volatilityCandles: fc.integer({ min: 1, max: 60 }) },
      ...{ means: times(2, number), deviations: times(2, positive) },
    }),
    model: fc.record({
      ...{ start: shares(states), transition: times(states, shares(states)) },
      ...{ means: times(states, times(2, number)), variances: times(states, times(2, positive)) },
    }),
    kinds: times(
      states,
      fc.constantFrom('trend_up' as const, 'trend_down' as const, 'range' as const, 'undefined' as const),
    ),
    rules: fc.record({
      confirm: fc.integer({ min: 1, max: 5 }),
      mostConfidence: fc.double({ min: 0.1, max: 1, noNaN: true }),
    }),
  }),
);

describe('a hidden Markov regime from its numbers', () => {
  it('has the same numbers again, whatever it was made of', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const { parameters } = hmmRegime(given);
        const again = hmmOfParameters(JSON.parse(JSON.stringify(parameters)));
        expect(hmmRegime(again).parameters).toEqual(parameters);
        expect(again.model).toEqual(given.model);
        expect(again.kinds).toEqual(given.kinds);
      }),
      { numRuns: 100 },
    );
  });

  const { parameters } = hmmRegime(fittedHmm);
  it.each<readonly [string, Readonly<Record<string, number | undefined>>, RegExp]>([
    ['without its states', { states: undefined }, /states is missing/],
    ['of half a state', { states: 1.5 }, /states must be a whole number/],
    ['without a share', { state0To1: undefined }, /state0To1 is missing/],
    ['of a kind that is none', { state1Kind: 7 }, /7 is no kind/],
    ['with a number of nothing', { state9Start: 0.5 }, /state9Start is no setting/],
    ['without a rule', { confirm: undefined }, /confirm is missing/],
  ])('is refused %s', (_, change, says) => {
    const changed = JSON.parse(JSON.stringify({ ...parameters, ...change }));
    expect(() => hmmOfParameters(changed)).toThrow(RangeError);
    expect(() => hmmOfParameters(changed)).toThrow(says);
  });
});
