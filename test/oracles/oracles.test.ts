// Every indicator against its oracle on real data and on edge cases, and the page that lists them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import { sma } from '../../src/core/features/averages/index.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { compare, vectorsOf } from './compare.ts';
import { EDGE_CASES, edgeCandles } from './edge-candles.ts';
import { onEdgeCases, onRealSets } from './measure.ts';
import type { Comparison } from './oracle.ts';
import { edgeSets, loadSet, oracleSets, realSets } from './oracle-sets.ts';
import { comparisons } from './oracle-table.ts';
import { fixedCells, largest } from './page.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/indicator-oracles.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '));

const titled = comparisons.map((comparison) => {
  const ids = comparison.usual.map(({ spec }) => spec.meta.id).join(', ');
  return [ids, comparison.oracle, comparison] as const;
});

function pageFigure(comparison: Comparison, cell: 2 | 3): number {
  const [ids, oracle] = fixedCells(comparison);
  return Number(rows.find((row) => row[0] === ids && row[1] === oracle)?.[cell]);
}

describeWithRealData('on real data', [...new Set(realSets.map(({ file }) => file))], () => {
  it.each(titled)('%s equals %s', (_ids, _oracle, comparison) => {
    const outcomes = onRealSets(comparison);
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
    for (const { compared } of outcomes) expect(compared).toBeGreaterThan(30);
    expect(largest(outcomes)).toBeLessThanOrEqual(pageFigure(comparison, 2));
  });
});

describe('on a market that is flat, jumps, is without volume or has one price', () => {
  it.each(titled)('%s equals %s', (_ids, _oracle, comparison) => {
    const outcomes = onEdgeCases(comparison);
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
    expect(outcomes.reduce((sum, { compared }) => sum + compared, 0)).toBeGreaterThan(20);
    expect(largest(outcomes)).toBeLessThanOrEqual(pageFigure(comparison, 3));
  });
});

describe('vectors', () => {
  it.each(EDGE_CASES.map((name) => [name]))('of the edge case %s were computed on the candles of its rule', (name) => {
    expect(readFileSync(join(import.meta.dirname, 'inputs', `${name}.csv`), 'utf8')).toBe(edgeCandles(name));
  });

  it('were computed on the files that the test reads', () => {
    for (const set of oracleSets) {
      const loaded = loadSet(set);
      for (const oracle of ['ta-lib', 'ttr'] as const) {
        const vectors = vectorsOf(oracle, set);
        expect(vectors.set).toBe(set.name);
        if (loaded === undefined) continue;
        expect([set.name, vectors.sha256, vectors.candles]).toEqual([set.name, loaded.sha256, loaded.steps.length]);
      }
    }
  });

  it('have nothing that no comparison reads', () => {
    const read = new Set(comparisons.flatMap(({ usual, short }) => [...usual, ...short].map(({ key }) => key)));
    for (const set of oracleSets) {
      for (const oracle of ['ta-lib', 'ttr'] as const) {
        const { outputs, sessionOutputs = {} } = vectorsOf(oracle, set);
        expect(Object.keys({ ...outputs, ...sessionOutputs }).filter((key) => !read.has(key))).toEqual([]);
      }
    }
  });
});

describe('a comparison', () => {
  const flat = loadSet(edgeSets[0]!)!;
  const of = (period: number, key: string) => {
    const [comparison, check] = [comparisons[0]!, { spec: sma({ period }), key }];
    return compare(comparison, check, flat);
  };

  it('finds values that differ', () => {
    const { faults, deviation } = of(6, 'SMA(5)');
    expect(faults[0]).toContain('sma_6 on flat at candle 4: undefined, the oracle has 5');
    expect(faults.length).toBeGreaterThan(20);
    expect(deviation).toBeGreaterThan(1e-6);
  });

  it('finds a first value that comes too early', () => {
    expect(of(4, 'SMA(5)').faults[0]).toMatch(/^sma_4 on flat at candle 3: .* before the oracle's first value$/);
  });

  it('finds a key without vectors', () => {
    expect(of(5, 'SMA(77)').faults).toEqual(['the vectors of flat have no SMA(77)']);
  });
});

describe('the page', () => {
  it('lists exactly the functions that are tested, each with its oracle', () => {
    const listed = rows.map((row) => [row[0], row[1], row[4]]);
    expect(listed).toEqual(comparisons.map((comparison) => [...fixedCells(comparison)]));
  });

  it('has every indicator of the catalogue', () => {
    const listed = new Set(comparisons.flatMap(({ usual }) => usual.map(({ spec }) => spec.meta.id)));
    const indicators = [...catalogue.values()].filter(({ meta }) => meta.group === 'indicators');
    expect(indicators.map(({ meta }) => meta.id).filter((id) => !listed.has(id))).toEqual([]);
  });
});
