// Class weights and cost weights against their definitions, losses against numbers that can be written by hand.
import { describe, expect, it } from 'vitest';
import { rowWeights } from '../../../src/research/training/class-weights.ts';
import { costWeights } from '../../../src/research/training/cost-weights.ts';
import { scoreLoss } from '../../../src/research/training/score-loss.ts';

function rows(label: readonly number[], weight?: readonly number[]) {
  return {
    ...{
      rows: label.length,
      inputs: ['x'],
      columns: [new Float32Array(label.length)],
      label: Float64Array.from(label),
    },
    ...(weight === undefined ? {} : { weight: Float64Array.from(weight) }),
  };
}

describe('rowWeights', () => {
  it('balanced give each class the same total and keep the sum', () => {
    const weights = rowWeights(rows([0, 0, 0, 1, 2, 2], [1, 2, 1, 2, 1, 1]), 'multiclass', 'balanced');
    expect(weights[0]! + weights[1]! + weights[2]!).toBeCloseTo(8 / 3, 12);
    expect(weights[3]).toBeCloseTo(8 / 3, 12);
    expect(weights[4]! + weights[5]!).toBeCloseTo(8 / 3, 12);
    expect(weights[1]).toBeCloseTo(2 * weights[0]!, 12);
  });

  it('given ones multiply those of the rows', () => {
    expect([...rowWeights(rows([0, 1, 1], [1, 2, 3]), 'binary', [10, 0.5])]).toEqual([10, 1, 1.5]);
    expect([...rowWeights(rows([0, 1]), 'binary', undefined)]).toEqual([1, 1]);
  });

  it('are refused for numbers, too few classes, and weights that are none', () => {
    expect(() => rowWeights(rows([0.5]), 'regression', 'balanced')).toThrow('A regression has no classes');
    expect(() => rowWeights(rows([0, 2]), 'multiclass', [1, 1])).toThrow('2 class weights are too few');
    expect(() => rowWeights(rows([0, 1]), 'binary', [1, 0])).toThrow('A class has the weight 0');
    expect(() => rowWeights(rows([0, 1], [1, 0]), 'binary', 'balanced')).toThrow('Class 1 has no weight to balance');
  });
});

describe('costWeights', () => {
  const returns = [0.003, -0.001, 0.0005, -0.004, Number.NaN];

  it('are distances from break-even, with a mean of 1', () => {
    const weights = costWeights(returns, { cost: 0.001, hasFlatClass: true });
    const wanted = [0.002, 0, 0.0005, 0.003, 0].map((value) => (value * 5) / 0.0055);
    for (const [i, value] of wanted.entries()) expect(weights[i]).toBeCloseTo(value, 9);
  });

  it('without a flat class count what cannot pay for nothing', () => {
    const weights = costWeights(returns, { cost: 0.001, hasFlatClass: false });
    expect([weights[1], weights[2], weights[4]]).toEqual([0, 0, 0]);
    expect(weights[3]! / weights[0]!).toBeCloseTo(1.5, 9);
  });

  it('have a cap, in means before it', () => {
    const news = [...new Array<number>(99).fill(0.001), 1];
    const weights = costWeights(news, { cost: 0, hasFlatClass: true, cap: 5 });
    expect(weights[99]! / weights[0]!).toBeCloseTo((5 * (0.099 + 1)) / 100 / 0.001, 6);
    expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(100, 9);
  });

  it('refuse a cost that is none and returns that never pay', () => {
    expect(() => costWeights(returns, { cost: -1, hasFlatClass: true })).toThrow('The cost is -1');
    expect(() => costWeights([0.1], { cost: 1, hasFlatClass: false })).toThrow('No return is beyond the cost');
    expect(() => costWeights([0.1], { cost: 0, hasFlatClass: false, cap: 0 })).toThrow('The cap is 0');
  });
});

describe('scoreLoss', () => {
  it('is what can be written by hand, and stays finite for large scores', () => {
    const label = Float64Array.of(1, 0);
    const w = Float64Array.of(1, 3);
    const p = (x: number) => 1 / (1 + Math.exp(-x));
    expect(scoreLoss('binary', [0.5, 2], 1, label, w)).toBeCloseTo(
      (-Math.log(p(0.5)) - 3 * Math.log(1 - p(2))) / 4,
      12,
    );
    expect(scoreLoss('binary', [-1e4, 1e4], 1, label, w)).toBe(1e4);
    expect(scoreLoss('regression', [3, 1], 1, label, w)).toBeCloseTo((4 + 3) / 4, 12);
    expect(scoreLoss('multiclass', [0, 0, 0, 1e4, 0, 0], 3, label, w)).toBeCloseTo(Math.log(3) / 4, 12);
  });
});
