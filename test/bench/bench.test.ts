// Runs each benchmark in its smallest size and checks the shape of what it reports; how fast it was is never asserted.

import { describe, expect, it } from 'vitest';
import { figure } from '../../bench/figure.ts';
import { figureTable } from '../../bench/figure-table.ts';
import { benches, runBenches } from '../../bench/main.ts';

const UNITS = new Set([
  ...['µs/candle', 'ns/candle', 'events/s', 'candles/s', 'rows/s', 'ns', 'ms', 's', 'MB'],
  ...['µs', 'events', '% of a core', 'AUC', 'ms/entry', 'entries/s', 'ns/day', 'times'],
]);

/** What starts many processes is measured at night only. */
const AT_NIGHT: readonly string[] = ['kernel-tslab', 'kernel-language', 'host', 'feed', 'sweep-short'];
const names = Object.keys(benches).filter((name) => process.env.QT_NIGHTLY === '1' || !AT_NIGHT.includes(name));

/** In a fresh checkout a second kernel makes its declarations first. */
const RUNNING_MS = 120_000;

describe('benchmarks', () => {
  it.each(names)(
    '%s reports figures that carry name, value, unit, goal, ratio and met',
    { timeout: RUNNING_MS },
    async (name) => {
      const figures = await runBenches([name], true, 1);
      expect(figures.length).toBeGreaterThan(0);
      for (const each of figures) {
        expect(each.name.startsWith(`${name}.`)).toBe(true);
        expect(each.value).toSatisfy(Number.isFinite);
        expect(UNITS).toContain(each.unit);
        expect(each.met === null).toBe(each.goal === null);
        expect(each.ratio === null).toBe(each.against === null);
      }
      expect(new Set(figures.map((each) => each.name)).size).toBe(figures.length);
      expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
    },
  );

  it('says that a goal is met from the goal on, and for a limit up to it', () => {
    const least = { kind: 'least', value: 10 } as const;
    const most = { kind: 'most', value: 10 } as const;
    expect(figure('a', 10, 'events/s', { goal: least }).met).toBe(true);
    expect(figure('a', 9, 'events/s', { goal: least }).met).toBe(false);
    expect(figure('a', 10, 'ms', { goal: most }).met).toBe(true);
    expect(figure('a', 11, 'ms', { goal: most }).met).toBe(false);
  });

  it('gives the ratio to its peer', () => {
    const { ratio, against } = figure('a', 10, 'ms', { peer: { name: 'b', value: 40 } });
    expect({ ratio, against }).toEqual({ ratio: 0.25, against: 'b' });
  });

  it('prints one line for each figure under a heading', () => {
    const lines = figureTable([figure('a', 1, 's'), figure('b', 2, 's')]).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^a +1 +s$/);
  });
});
