// Thresholds along paths: the floors, the costs, one position at a time, the worst path that decides.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdFloors } from '../../../src/core/prediction/model-checks.ts';
import type { RegimeThresholds } from '../../../src/core/prediction/model-manifest.ts';
import { pathThresholds, type TradeOutcomes, traded } from '../../../src/research/ensembles/path-thresholds.ts';
import { type GateValues, passes } from '../../../src/research/training/gate-values.ts';
import { Random } from '../../../src/simulation/random.ts';

const RULES = { costPoints: 1, tickPoints: 0.5, leastTrades: 5 };

/** Row r is decided at r and known at r + `horizon`; a strong `direction` is right with probability `skill`. */
function said(rows: number, skill: number, horizon: number, seed: number) {
  const random = new Random(seed);
  const values: GateValues[] = [];
  const forwardReturn = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const direction = random.float();
    const sign = random.chance(0.5) ? 1 : -1;
    const isRight = random.chance(0.5 + (skill - 0.5) * direction);
    forwardReturn[row] = (isRight ? sign : -sign) * 0.001 * random.float();
    values.push({
      ...{ regime: 'range', direction, signedDirection: sign * direction, row },
      ...{ regimeConfidence: 0.5 + 0.5 * random.float(), probability: (1 + direction) / 2 },
      ...{ magnitude: 0.0004 + 0.0002 * random.float(), confidence: 0.6 + 0.4 * random.float() },
    });
  }
  const outcomes: TradeOutcomes = {
    ...{ forwardReturn, entryPrice: new Float64Array(rows).fill(5000) },
    decidedUs: Float64Array.from({ length: rows }, (_, row) => row),
    knownUs: Float64Array.from({ length: rows }, (_, row) => row + horizon),
  };
  return { values, outcomes };
}

const LOW: RegimeThresholds = { regimeConfidence: 0, probability: 0, direction: 0, magnitude: 0, confidence: 0 };

describe('traded', () => {
  it('has one position at a time and pays the costs of each', () => {
    const { values, outcomes } = said(10, 1, 4, 1);
    const expected = [0, 4, 8].reduce(
      (sum, row) => sum + Math.sign(values[row]!.signedDirection) * outcomes.forwardReturn[row]! - 1 / 5000,
      0,
    );
    const result = traded(values, outcomes, 1, LOW);
    expect(result.trades).toBe(3);
    expect(result.netReturn).toBeCloseTo(expected, 15);
  });
});

describe('pathThresholds', () => {
  it('never go below the floors, nor below costs and a tick at the lowest price, whatever was said', () => {
    const number = fc.double({ min: 0, max: 1, noNaN: true });
    const row = fc.record({
      regimeConfidence: number,
      probability: number,
      direction: number,
      magnitude: number,
      confidence: number,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const { outcomes } = said(rows.length, 0.8, 2, 3);
        const entryPrice = outcomes.entryPrice.map((price, at) => price - at);
        const values = rows.map(
          (each, at): GateValues => ({ ...each, regime: 'range', signedDirection: each.direction, row: at }),
        );
        const { thresholds } = pathThresholds([values], { ...outcomes, entryPrice }, RULES);
        expect(thresholds.direction).toBeGreaterThanOrEqual(thresholdFloors.direction);
        expect(thresholds.confidence).toBeGreaterThanOrEqual(thresholdFloors.confidence);
        expect(thresholds.magnitude).toBeGreaterThanOrEqual(1.5 / Math.min(...entryPrice));
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('is the level whose worst path earns most, found by trying all of them', () => {
    const one = said(1500, 0.95, 3, 5);
    const paths = [0, 1, 2].map((path) => one.values.filter(({ row }) => row % 3 === path));
    const found = pathThresholds(paths, one.outcomes, RULES);
    const lowest = {
      regimeConfidence: 0.5,
      probability: 1 / 3,
      direction: 0.3,
      magnitude: 1.5 / 5000,
      confidence: 0.6,
    };
    let best = Number.NEGATIVE_INFINITY;
    for (let level = 0; level < 100; level++) {
      const at = (gate: keyof RegimeThresholds) => {
        const sorted = paths
          .flat()
          .map((each) => each[gate])
          .sort((a, b) => a - b);
        return level === 0 ? lowest[gate] : Math.max(lowest[gate], sorted[Math.floor((level / 100) * sorted.length)]!);
      };
      const tried = {
        regimeConfidence: at('regimeConfidence'),
        probability: at('probability'),
        direction: at('direction'),
        magnitude: at('magnitude'),
        confidence: at('confidence'),
      };
      const results = paths.map((path) => traded(path, one.outcomes, 1, tried));
      if (Math.min(...results.map(({ trades }) => trades)) >= 5)
        best = Math.max(best, Math.min(...results.map(({ netReturn }) => netReturn)));
    }
    expect(Math.min(...found.netReturn)).toBe(best);
    expect(found.paysOnAllPaths).toBe(true);
    expect(paths.map((path) => traded(path, one.outcomes, 1, found.thresholds).trades)).toEqual(found.trades);
  });

  it('says that it does not pay where nothing is known, and where there are too few trades', () => {
    const nothing = said(2000, 0.5, 2, 6);
    expect(pathThresholds([nothing.values], nothing.outcomes, RULES).paysOnAllPaths).toBe(false);
    const few = said(12, 1, 2, 7);
    const result = pathThresholds([few.values], few.outcomes, { ...RULES, costPoints: 0, leastTrades: 500 });
    expect(result.paysOnAllPaths).toBe(false);
    expect(few.values.filter((each) => passes(each, result.thresholds)).length).toBeGreaterThan(0);
  });

  it('one path that loses keeps a level from paying', () => {
    const [good, bad] = [said(600, 1, 2, 8), said(600, 0, 2, 9)];
    const moved = bad.values.map((each) => ({ ...each, row: each.row + 600 }));
    const joined = Object.fromEntries(
      (['forwardReturn', 'entryPrice', 'decidedUs', 'knownUs'] as const).map((name) => [
        name,
        Float64Array.from([...good.outcomes[name], ...bad.outcomes[name]]),
      ]),
    ) as unknown as TradeOutcomes;
    expect(pathThresholds([good.values], joined, RULES).paysOnAllPaths).toBe(true);
    expect(pathThresholds([good.values, moved], joined, RULES).paysOnAllPaths).toBe(false);
  });
});
