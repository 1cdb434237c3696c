// What a figure of lines draws: every value in its place, gaps as gaps, extremes kept, each line on its own scale where asked.
import { describe, expect, it } from 'vitest';
import { linesFigure, MAX_LINE_POINTS, MAX_LINES } from '../../../src/research/plots/lines-figure.ts';
import { faultOf, MINUTE_US, OPEN_US, traceOf } from './figure-input.ts';

const times = (count: number, stepUs = MINUTE_US): number[] =>
  Array.from({ length: count }, (_, i) => OPEN_US + i * stepUs);

describe('lines over time', () => {
  it('stand on the clock of one day, with a gap where there is no value', () => {
    const figure = linesFigure({ timeUs: times(3), lines: { a: [1, undefined, 3], b: [4, 5, 6] }, unit: 'points' });
    expect(traceOf(figure, 'a')).toMatchObject({ y: [1, null, 3], yaxis: 'y' });
    expect(traceOf(figure, 'b').x).toEqual(['2025-08-05 09:00:00', '2025-08-05 09:01:00', '2025-08-05 09:02:00']);
    expect(figure.layout).toMatchObject({
      xaxis: { type: 'date' },
      title: { text: 'a, b' },
      yaxis: { title: { text: 'points' } },
    });
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(figure.toSvg()).not.toMatch(/NaN|undefined/);
  });

  it('leave out the nights between days', () => {
    const figure = linesFigure({ timeUs: times(4, 12 * 60 * MINUTE_US), lines: { a: [1, 2, 3, 4] } });
    expect(figure.layout).toMatchObject({ xaxis: { type: 'category' } });
  });

  it('stand apart where asked, the first at the top, without touching', () => {
    const { data, layout } = linesFigure({ timeUs: times(2), lines: { a: [1, 2], b: [3, 4], c: [5, 6] }, apart: true });
    expect(data.map(({ yaxis }) => yaxis)).toEqual(['y', 'y2', 'y3']);
    const domains = ['yaxis', 'yaxis2', 'yaxis3'].map(
      (name) => (layout[name] as unknown as { domain: [number, number] }).domain,
    );
    expect(domains[0]![1]).toBe(1);
    expect(domains[2]![0]).toBeCloseTo(0, 9);
    for (const at of [0, 1]) expect(domains[at]![0]).toBeGreaterThan(domains[at + 1]![1]);
  });

  it('keep the highest, the lowest and the gaps of many points', () => {
    const values: (number | undefined)[] = Array.from({ length: 50_000 }, (_, i) => Math.sin(i / 500));
    values[12_345] = 9;
    values[34_567] = -9;
    for (let row = 0; row < 100; row += 1) values[row] = undefined;
    values[40_000] = undefined;
    const { y } = traceOf(linesFigure({ timeUs: times(50_000, 1000), lines: { a: values } }), 'a') as {
      y: (number | null)[];
    };
    expect(y.length).toBeLessThanOrEqual(MAX_LINE_POINTS + 1);
    expect([Math.max(...y.map(Number)), Math.min(...y.map(Number))]).toEqual([9, -9]);
    expect(y.filter((value) => value === null)).toHaveLength(1);
  });

  it('refuse what cannot be drawn', () => {
    const timeUs = times(2);
    expect(faultOf(() => linesFigure({ timeUs, lines: {} }))).toBe('figure-input lines');
    const many = Object.fromEntries(Array.from({ length: MAX_LINES + 1 }, (_, i) => [`l${i}`, [1, 2]]));
    expect(faultOf(() => linesFigure({ timeUs, lines: many }))).toBe('figure-input lines');
    expect(faultOf(() => linesFigure({ timeUs: [], lines: { a: [] } }))).toBe('figure-input lines');
    expect(faultOf(() => linesFigure({ timeUs, lines: { a: [1] } }))).toBe('figure-input a');
    expect(faultOf(() => linesFigure({ timeUs: timeUs.toReversed(), lines: { a: [1, 2] } }))).toBe(
      'figure-input timeUs',
    );
  });
});
