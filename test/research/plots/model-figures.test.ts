// Checks figures about features and models against counts done by hand, with rows that lack a value.
import { describe, expect, it } from 'vitest';
import { calibrationFigure, wilsonInterval } from '../../../src/research/plots/calibration-figure.ts';
import { confusionFigure, MAX_MATRICES } from '../../../src/research/plots/confusion-figure.ts';
import { featureLabelFigure, MAX_SAMPLED_ROWS } from '../../../src/research/plots/feature-label-figure.ts';
import type { JsonObject } from '../../../src/research/plots/figure-json.ts';
import { importanceFigure, MAX_IMPORTANCES } from '../../../src/research/plots/importance-figure.ts';
import { LOSS } from '../../../src/research/plots/palette.ts';
import { valueBins } from '../../../src/research/plots/value-bins.ts';
import { faultOf, traceOf } from './figure-input.ts';

describe('bins of values', () => {
  it('hold every value once, of equal counts or of equal width', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 100, Number.NaN);
    expect([...valueBins(values, 4, 'count').binOf]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, -1]);
    expect([...valueBins(values, 4, 'width').binOf]).toEqual([0, 0, 0, 0, 0, 0, 0, 3, -1]);
  });

  it('keep equal values together, whatever their number', () => {
    const { edges, binOf } = valueBins(Float64Array.of(0, 0, 0, 0, 0, 1), 4, 'count');
    expect(edges).toEqual([0, 1, 1]);
    expect([...binOf]).toEqual([0, 0, 0, 0, 0, 1]);
    expect(valueBins(Float64Array.of(7, 7), 3, 'width').edges).toEqual([7, 7]);
    const many = valueBins(Float64Array.of(0, 1, 2, 2, 2, 2, 2), 2, 'count');
    expect([...many.binOf]).toEqual([0, 0, 1, 1, 1, 1, 1]);
  });
});

describe('feature against label', () => {
  const feature = [...Array(10).fill(1), ...Array(10).fill(2), undefined, 3];
  const label = [...Array(10).keys(), ...Array(10).fill(-1), 5, Number.NaN];

  it('is the mean of the label in each bin, with counts and a 95 % band', () => {
    const figure = featureLabelFigure({ feature, label, bins: 2, labelName: 'return' });
    const mean = traceOf(figure, 'mean of return');
    expect(mean).toMatchObject({ x: [1, 2], y: [4.5, -1], text: ['10 rows', '10 rows'] });
    // standard deviation of 0 to 9 is sqrt(82.5 / 9)
    const half = (1.96 * Math.sqrt(82.5 / 9)) / Math.sqrt(10);
    expect((traceOf(figure, '95 % of the mean').y as number[])[0]).toBeCloseTo(4.5 + half, 12);
    expect((traceOf(figure, 'lower end').y as number[])[0]).toBeCloseTo(4.5 - half, 12);
    expect(figure.data.find(({ type }) => type === 'bar')).toMatchObject({ y: [10, 10] });
    expect(JSON.stringify(figure.layout.title)).toContain('20 rows, 2 without a value left out');
  });

  it('shows points of rows that have both, evenly sampled where there are many', () => {
    const points = (rows: number): JsonObject => {
      const x = Float64Array.from({ length: rows }, (_, row) => row);
      return featureLabelFigure({ feature: x, label: x }).data.at(-1)!;
    };
    expect(points(3).x).toEqual([0, 1, 2]);
    const sampled = points(10 * MAX_SAMPLED_ROWS).x as number[];
    expect(sampled).toHaveLength(MAX_SAMPLED_ROWS);
    expect(sampled.slice(0, 3)).toEqual([0, 10, 20]);
  });

  it('has no band where there are too few rows, and is refused without any', () => {
    const few = featureLabelFigure({ feature: [1, 2, 3], label: [1, 2, 3], bins: 3 });
    expect(few.data.map(({ name }) => name)).not.toContain('95 % of the mean');
    expect(faultOf(() => featureLabelFigure({ feature: [1], label: [undefined] }))).toBe('figure-input feature');
    expect(faultOf(() => featureLabelFigure({ feature: [1, 2], label: [1] }))).toBe('figure-input label');
    expect(faultOf(() => featureLabelFigure({ feature: ['a' as never], label: [1] }))).toBe('figure-input feature');
    expect(faultOf(() => featureLabelFigure({ feature: [Infinity], label: [1] }))).toBe('figure-input feature');
    expect(faultOf(() => featureLabelFigure({ feature: [1], label: [1], bins: 1 }))).toBe('figure-input bins');
  });
});

describe('calibration', () => {
  it('is the share that came true in each bin of the prediction', () => {
    const probability = [0.05, 0.15, 0.15, 0.15, 0.15, 1, Number.NaN];
    const outcome = [false, true, false, false, false, true, true];
    const figure = calibrationFigure({ probability, outcome });
    const observed = traceOf(figure, 'observed, 95 %') as unknown as { x: number[]; y: number[]; text: string[] };
    expect(observed.x).toEqual([0.05, 0.15, 1]);
    expect(observed.y).toEqual([0, 0.25, 1]);
    expect(observed.text).toEqual(['1 rows', '4 rows', '1 rows']);
    expect(traceOf(figure, 'rows')).toMatchObject({ y: [1, 4, 1] });
    const brier = (0.05 ** 2 + 0.85 ** 2 + 3 * 0.15 ** 2) / 6;
    expect(JSON.stringify(figure.layout.title)).toContain(
      `6 rows, Brier score ${brier.toFixed(4)}, 1 rows without a value`,
    );
  });

  it('has intervals that stay within 0 and 1', () => {
    // Wilson's interval for 1 of 4: Brown, Cai and DasGupta (2001), formula 4
    const [low, high] = wilsonInterval(1, 4);
    expect(low).toBeCloseTo(0.0456, 4);
    expect(high).toBeCloseTo(0.6994, 4);
    expect(wilsonInterval(0, 1)[0]).toBe(0);
    expect(wilsonInterval(1, 1)[1]).toBe(1);
  });

  it('is refused where a number is no probability or an outcome neither true nor false', () => {
    expect(faultOf(() => calibrationFigure({ probability: [1.2], outcome: [1] }))).toBe('figure-input probability');
    expect(faultOf(() => calibrationFigure({ probability: [0.2], outcome: [2] }))).toBe('figure-input outcome');
  });
});

describe('the confusion matrix', () => {
  const actual = [1, 1, -1, -1, 0, undefined];
  const predicted = [1, -1, -1, -1, 0, 1];
  const regime = ['trend', 'trend', 'trend', 'range', undefined, 'range'];

  it('counts rows and has the shares of each actual class, of all rows and of each regime', () => {
    const figure = confusionFigure({ actual, predicted, regime });
    const all = traceOf(figure, 'all rows');
    expect(all).toMatchObject({ x: ['-1', '0', '1'], y: ['-1', '0', '1'] });
    expect(all.z).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0.5, 0, 0.5],
    ]);
    expect(all.text).toEqual([
      ['2', '0', '0'],
      ['0', '1', '0'],
      ['1', '0', '1'],
    ]);
    expect(traceOf(figure, 'trend').z).toEqual([
      [1, 0, 0],
      [null, null, null],
      [0.5, 0, 0.5],
    ]);
    const words = JSON.stringify(figure.layout);
    expect(words).toContain('all rows: 5 rows, 80.0 % right');
    expect(words).toContain('range: 1 rows, 100.0 % right');
    expect(words).toContain('1 rows without a class left out');
  });

  it('has a limit of regimes and of classes, and knows the classes that it is told', () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const many = confusionFigure({ actual: rows.map(() => 'a'), predicted: rows.map(() => 'a'), regime: rows });
    expect(many.data.filter(({ type }) => type === 'heatmap')).toHaveLength(MAX_MATRICES);
    expect(faultOf(() => confusionFigure({ actual: rows, predicted: rows }))).toBe('figure-input classes');
    expect(faultOf(() => confusionFigure({ actual, predicted, classes: [0, 1] }))).toBe('figure-input classes');
  });
});

describe('feature importance', () => {
  it('is the largest at the top, whatever its sign, and leaves out what has no number', () => {
    const figure = importanceFigure({ importances: { 'a<b': 1, down: -3, none: undefined, up: 2 } });
    expect(figure.data[0]).toMatchObject({ x: [1, 2, -3], y: ['a&lt;b', 'up', 'down'] });
    expect((figure.data[0]!.marker as { color: string[] }).color[2]).toBe(LOSS);
    expect(JSON.stringify(figure.layout.title)).toContain('1 without a number are left out');
  });

  it('takes columns with errors, and draws no more than its limit', () => {
    const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
    const values = Float64Array.from({ length: 60 }, (_, i) => i);
    const figure = importanceFigure({ importances: { names, values, errors: values.map(() => 0.5) } });
    expect(figure.data[0]!.x).toHaveLength(MAX_IMPORTANCES);
    expect(figure.data[0]!.error_x).toMatchObject({ array: Array(MAX_IMPORTANCES).fill(0.5) });
    expect(figure.toSvg()).toContain('f59');
    expect(importanceFigure({ importances: new Map([['a', 1]]) }).data[0]!.y).toEqual(['a']);
    expect(faultOf(() => importanceFigure({ importances: {} }))).toBe('figure-input importances');
  });
});
