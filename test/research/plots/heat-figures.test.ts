// Checks sweeps and order book depth cell by cell: what was told, what is 0, and what nobody knows.
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/research/frames/frame.ts';
import { depthFigure, MAX_DEPTH_COLUMNS, MAX_DEPTH_ROWS } from '../../../src/research/plots/depth-figure.ts';
import type { DepthColumns } from '../../../src/research/plots/depth-snapshots.ts';
import { sweepFigure } from '../../../src/research/plots/sweep-figure.ts';
import { faultOf, OPEN_US, traceOf } from './figure-input.ts';

const SECOND_US = 1_000_000;

describe('a sweep', () => {
  const runs = [
    { fast: 10, slow: 50, sharpe: 1, seed: 1 },
    { fast: 10, slow: 50, sharpe: 3, seed: 2 },
    { fast: 5, slow: 50, sharpe: -1, seed: 1 },
    { fast: 5, slow: 100, sharpe: Number.NaN, seed: 1 },
  ];

  it('has the mean of the runs of each cell, gaps where there is none, and marks the best', () => {
    const figure = sweepFigure({ runs, x: 'fast', y: 'slow', metric: 'sharpe' });
    expect(traceOf(figure, 'sharpe')).toMatchObject({
      x: ['5', '10'],
      y: ['50', '100'],
      z: [
        [-1, 2],
        [null, null],
      ],
      zmin: -2,
      zmax: 2,
    });
    expect(traceOf(figure, 'highest')).toMatchObject({ x: ['10'], y: ['50'] });
    expect(JSON.stringify(figure.layout.title)).toContain('mean of the runs of a cell, 2 of 4 cells have no run');
  });

  it('is the same of a frame, of rows and of columns; the worst run can stand for a cell', () => {
    const request = { x: 'fast', y: 'slow', metric: 'sharpe', of: 'min', best: 'lowest' } as const;
    const rows = runs.slice(0, 3);
    const columns = Object.fromEntries(
      (['fast', 'slow', 'sharpe'] as const).map((name) => [name, rows.map((run) => run[name])]),
    );
    const figure = sweepFigure({ runs: rows, ...request });
    expect(sweepFigure({ runs: Frame.fromRows(rows), ...request })).toEqual(figure);
    expect(sweepFigure({ runs: columns, ...request })).toEqual(figure);
    expect(traceOf(figure, 'sharpe').z).toEqual([[-1, 1]]);
    expect(traceOf(figure, 'lowest')).toMatchObject({ x: ['5'] });
    const unmarked = sweepFigure({ runs: rows, ...request, best: 'none' });
    expect(unmarked.data.map(({ name }) => name)).toEqual(['sharpe']);
  });

  it('is refused without its columns', () => {
    expect(faultOf(() => sweepFigure({ runs, x: 'fast', y: 'slow', metric: 'none' }))).toBe('figure-input none');
    expect(faultOf(() => sweepFigure({ runs: [], x: 'a', y: 'b', metric: 'c' }))).toBe('figure-input runs');
    const wide = Array.from({ length: 101 }, (_, i) => ({ a: i, b: 1, c: 1 }));
    expect(faultOf(() => sweepFigure({ runs: wide, x: 'a', y: 'b', metric: 'c' }))).toBe('figure-input a');
  });
});

/** Two snapshots a second apart: 2 bid levels, a free price, 1 ask level; then one bid alone. */
const DEPTH: DepthColumns = {
  timeUs: [OPEN_US, OPEN_US, OPEN_US, OPEN_US + SECOND_US],
  side: ['bid', 'bid', 'ask', 'bid'],
  price: [5400, 5399.5, 5401, 5400.5],
  size: [7, 9, 4, 2],
};

describe('order book depth', () => {
  it('has contracts at their price and time, 0 between the levels, nothing beyond them', () => {
    const figure = depthFigure({ depth: DEPTH, tick: 0.5 });
    const heat = traceOf(figure, 'depth');
    expect(heat).toMatchObject({ y: [5399.5, 5400, 5400.5, 5401] });
    expect(heat.x).toEqual(['2025-08-05 09:00:00.000000', '2025-08-05 09:00:01.000000', '2025-08-05 09:00:02.000000']);
    expect(heat.z).toEqual([
      [9, null],
      [7, null],
      [0, 2],
      [-4, null],
    ]);
    expect(traceOf(figure, 'best bid').y).toEqual([5400, 5400.5, 5400.5]);
    expect(traceOf(figure, 'best ask').y).toEqual([5401, null, null]);
  });

  it('does not go on with a book of which nothing was heard', () => {
    const later = { ...DEPTH, timeUs: [OPEN_US, OPEN_US, OPEN_US, OPEN_US + 60 * SECOND_US] };
    const figure = depthFigure({ depth: later, tick: 0.5, staleAfterUs: 10 * SECOND_US });
    expect((traceOf(figure, 'depth').z as number[][])[0]).toEqual([9, null, null]);
    expect((traceOf(figure, 'depth').x as string[])[1]).toBe('2025-08-05 09:00:10.000000');
  });

  it('keeps its limits: the last snapshot of a stretch, prices joined, sizes added', () => {
    const count = 1_500;
    const snapshot = Array.from({ length: count }, (_, i) => i);
    const depth = {
      timeUs: snapshot.flatMap((i) => [OPEN_US + i * SECOND_US, OPEN_US + i * SECOND_US]),
      side: snapshot.flatMap(() => ['bid', 'bid']),
      price: snapshot.flatMap(() => [5000, 5000.5 + MAX_DEPTH_ROWS]),
      size: snapshot.flatMap((i) => [i, 1]),
    };
    const figure = depthFigure({ depth, tick: 0.5 });
    const z = traceOf(figure, 'depth').z as (number | null)[][];
    expect(z.length).toBeLessThanOrEqual(MAX_DEPTH_ROWS);
    expect(z[0]).toHaveLength(MAX_DEPTH_COLUMNS);
    expect(z[0]!.at(-1)).toBe(count - 1);
    expect(JSON.stringify(figure.layout.title)).toContain('3 ticks to a row');
  });

  it('plays stored level changes: clears, removals, messages of several changes', () => {
    const rows = [
      // time, flags (1 ask, 2 clear, 4 more follow), price, quantity
      [0, 2 | 4, 5400, 5],
      [0, 1, 5401, 6],
      [10, 0, 5400, 0],
      [10, 0, 5399.5, 8],
      [20, 1 | 2, 5402, 1],
    ] as const;
    const changes = Frame.fromColumns(
      {
        time: rows.map(([second]) => OPEN_US + second * SECOND_US),
        flags: Int32Array.from(rows, ([, flags]) => flags),
        price: rows.map(([, , price]) => price),
        quantity: rows.map(([, , , quantity]) => quantity),
      },
      { index: 'time' },
    );
    const figure = depthFigure({ depth: changes, tick: 0.5, everyUs: 10 * SECOND_US });
    const { z, y, x } = traceOf(figure, 'depth') as unknown as { z: (number | null)[][]; y: number[]; x: string[] };
    const at = (price: number) => z[y.indexOf(price)];
    expect(x.slice(0, 3).map((time) => time.slice(11, 19))).toEqual(['09:00:10', '09:00:20', '09:00:20']);
    expect(at(5400)).toEqual([5, 0, null]);
    expect(at(5399.5)).toEqual([null, 8, null]);
    expect(at(5401)).toEqual([-6, -6, null]);
    expect(at(5402)).toEqual([null, null, -1]);
  });

  it('is refused off the grid, with a size below 0, or a side that is none', () => {
    expect(faultOf(() => depthFigure({ depth: { ...DEPTH, price: [1.3, 1, 1, 1] }, tick: 0.5 }))).toBe(
      'figure-input price',
    );
    expect(faultOf(() => depthFigure({ depth: { ...DEPTH, size: [1, -1, 1, 1] }, tick: 0.5 }))).toBe(
      'figure-input size',
    );
    expect(faultOf(() => depthFigure({ depth: { ...DEPTH, side: ['bid', 'x', 'ask', 'bid'] }, tick: 0.5 }))).toBe(
      'figure-input side',
    );
    expect(faultOf(() => depthFigure({ depth: { timeUs: [], side: [], price: [], size: [] }, tick: 0.5 }))).toBe(
      'figure-input depth',
    );
    expect(faultOf(() => depthFigure({ depth: DEPTH, tick: 0 }))).toBe('figure-input tick');
  });
});
