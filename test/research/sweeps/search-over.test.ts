// A search over what anybody can compute: found where a formula has its best point, and drawn.
import { describe, expect, it } from 'vitest';
import { searchOver } from '../../../src/research/sweeps/search-over.ts';

const bowl = (point: Readonly<Record<string, unknown>>) =>
  ((point.x as number) - 0.3) ** 2 + (point.kind === 'b' ? 0 : 1);

describe('searchOver', () => {
  it('finds the best point of a function, by any method', async () => {
    for (const method of ['grid', 'random', 'even', 'tpe', 'halving'] as const) {
      const found = await searchOver({
        over: { x: method === 'grid' ? '0..1:0.1' : '0..1', kind: { of: ['a', 'b'] } },
        ...{ method, points: 60, mostBudget: 9 },
        objective: { measure: 'loss', best: 'lowest' },
        // less data, a worse estimate
        evaluate: (point, budget) => ({ loss: bowl(point) + 0.01 / budget, budget }),
      });
      const best = found.points[found.bestPlace!]!;
      expect(best.point.kind).toBe('b');
      expect(Math.abs((best.point.x as number) - 0.3)).toBeLessThan(0.1);
      expect(best.measures.budget).toBe(9);
    }
  });

  it('takes what is no number for no result, and not for the best', async () => {
    const found = await searchOver({
      over: { x: '0..1:0.25' },
      method: 'grid',
      objective: { measure: 'loss', best: 'lowest' },
      evaluate: async ({ x }) => ({
        loss: x === 0.5 ? Number.NaN : x === 0.75 ? Number.NEGATIVE_INFINITY : (x as number),
      }),
    });
    expect(found.points[found.bestPlace!]!.point.x).toBe(0);
    expect(found.points[2]!.measures).toEqual({});
  });

  it('draws lines through the values of each point, the best above all', async () => {
    const found = await searchOver({
      over: { x: '0..1:0.05', y: '1..100:log' },
      ...{ method: 'random', points: 40 },
      objective: { measure: 'gain', best: 'highest' },
      evaluate: ({ x }) => (x === 1 ? ({} as Record<string, number>) : { gain: x as number }),
    });
    const { data } = found.parallel();
    expect(data.map((trace) => (trace as { name: string }).name)).toEqual(['others', 'best 4', 'highest']);
    const [others, , highest] = data as unknown as readonly {
      x: (string | null)[];
      y: (number | null)[];
      text: string[];
    }[];
    expect(highest!.x).toEqual(['gain', 'x', 'y', null]);
    expect(highest!.y[0]).toBe(1);
    const best = found.points[found.bestPlace!]!;
    expect(highest!.text[1]).toBe(`x ${best.point.x}`);
    expect(highest!.y[2]).toBeCloseTo(Math.log(best.point.y as number) / Math.log(100), 9);
    const withGain = found.points.filter(({ measures }) => 'gain' in measures).length;
    expect(others!.x.filter((each) => each === 'gain')).toHaveLength(withGain - 4);
    expect(found.parallel().toSvg({ width: 600, height: 300 })).toContain('<path');
  });
});
