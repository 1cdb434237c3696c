// Several strategies at once: what all of them may lose at their stops together stays within the loss of the day.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyLossLimitE4 } from '../../../src/core/risk/assess-risk.ts';
import { target } from '../../../src/core/signal/wanted.ts';
import { type EngineBench, endMinute, readyBench } from '../../support/engine-bench.ts';
import { outcomesOf } from '../../support/engine-session.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { buys, type Decide, setupOf } from '../../support/test-strategy.ts';

const risk = { riskPerTrade: 0.02, dailyLossLimit: 0.003, maxPositions: 3, maxContracts: 100 };
const sells: Decide = () => target(-1, { stopPoints: 5, targetPoints: 10 }, 'short');

/** The venue has the entry of a strategy, or fills it and has the legs of its bracket. */
function take(bench: EngineBench, strategyId: string, isFilled: boolean): void {
  const entry = bench.last('entry', strategyId);
  bench.answer(entry, 'working');
  if (!isFilled) return;
  bench.fill(entry, entry.quantity, 5500);
  for (const leg of ['stop', 'target'] as const) bench.answer(bench.last(leg, strategyId), 'working');
}

describe('two strategies that enter at the same tick', () => {
  const setups = ['one', 'two'].map((name, index) => setupOf(index === 0 ? buys : sells, { name, risk }));

  it('share what the day may lose: the second takes what the first leaves', () => {
    const bench = endMinute(readyBench(setups), 1);
    // 300 BRL: 4 contracts at 13 ticks of 5 BRL; 240 of them are lost at the stop, 60 pay for none at 65
    expect(outcomesOf(bench.decisions)).toEqual(['enter buy 4', 'riskRefused']);
    expect(bench.decisions[1]!.outcome.reason).toBe('sizeZero: one lot may lose 65 BRL, 60 are allowed');
  });

  it('would each have entered by itself', () => {
    for (const setup of setups) {
      expect(outcomesOf(endMinute(readyBench([setup]), 1).decisions)[0]).toMatch(/^enter (buy|sell) 4$/);
    }
  });

  it('share it also when the first holds, and when it has lost meanwhile', () => {
    const bench = endMinute(readyBench(setups), 1).to(61);
    take(bench, 'one', true);
    endMinute(bench, 2);
    expect(bench.decisions.at(-1)!.outcome.reason).toBe('sizeZero: one lot may lose 65 BRL, 60 are allowed');
    // 6 ticks down: 120 BRL are lost, the stop is 6 ticks nearer, what is left is the same
    endMinute(bench, 3, 5497);
    expect(bench.decisions.at(-1)!.outcome.reason).toBe('sizeZero: one lot may lose 65 BRL, 60 are allowed');
  });

  it('are both free again when the first is flat', () => {
    const bench = endMinute(readyBench(setups), 1).to(61);
    bench.answer(bench.last('entry'), 'cancelled');
    expect(outcomesOf(endMinute(bench, 2).decisions).slice(2)).toEqual(['enter buy 4', 'riskRefused']);
    const refused = endMinute(readyBench(setups), 1).to(61);
    refused.answer(refused.last('entry'), 'rejected').event({
      kind: 'operatorCommand',
      command: 'resume',
      by: 'ana',
      reason: 'look',
    });
    expect(outcomesOf(endMinute(refused, 2).decisions)[2]).toBe('enter buy 4');
  });
});

describe('any strategies together', () => {
  const one = fc.record({
    direction: fc.constantFrom<1 | -1>(1, -1),
    stopPoints: fc.integer({ min: 1, max: 40 }).map((ticks) => ticks / 2),
    riskPerTrade: fc.double({ min: 0.0005, max: 0.05, noNaN: true }),
    slippageTicks: fc.nat({ max: 5 }),
    isFilled: fc.boolean(),
  });

  it('cannot lose more at their stops than the day may, however many enter at once', () => {
    let several = 0;
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 2, maxLength: 4 }),
        fc.double({ min: 0.001, max: 0.05, noNaN: true }),
        fc.nat({ max: 40_000 }),
        fc.nat({ max: 3 }),
        (all, dailyLossLimit, roundTripCostsE4, entrySlippageTicks) => {
          const setups = all.map(({ direction, stopPoints, riskPerTrade, slippageTicks }, index) =>
            setupOf(() => target(direction, { stopPoints, targetPoints: 10 }, 'now'), {
              name: `s${index}`,
              execution: { stopSlippageTicks: slippageTicks },
              risk: { riskPerTrade, dailyLossLimit, maxPositions: 4, maxContracts: 1000 },
            }),
          );
          const bench = endMinute(readyBench(setups, { roundTripCostsE4, entrySlippageTicks }), 1).to(61);
          // the day's result when every entry fills at its price, every stop slips, and every contract pays its costs
          const worstE4 = (): number =>
            bench.decisions.reduce((sum, { outcome, strategyId }) => {
              if (outcome.kind !== 'enter') return sum;
              const { slippageTicks } = all[Number(strategyId.slice(1))]!;
              const ticks = Math.abs(outcome.entryPrice - outcome.stopPrice) / 0.5 + slippageTicks;
              return sum + outcome.quantity * (ticks * 50_000 + roundTripCostsE4);
            }, 0);
          const limitE4 = dailyLossLimitE4(bench.engine.context.runtimes[0]!.limits, 1_000_000_000);
          expect(worstE4()).toBeLessThanOrEqual(limitE4);
          let entered = 0;
          all.forEach(({ isFilled }, index) => {
            if (bench.decisions[index]!.outcome.kind !== 'enter') return;
            entered += 1;
            take(bench, `s${index}`, isFilled);
          });
          if (entered > 1) several += 1;
          // a minute later some hold, some still work, and the others ask again
          endMinute(bench, 2);
          expect(bench.decisions).toHaveLength(2 * all.length);
          expect(worstE4()).toBeLessThanOrEqual(limitE4);
          expect(bench.codes).toEqual([]);
        },
      ),
      { seed: 17, numRuns: propertyRuns(100) },
    );
    expect(several).toBeGreaterThan(20);
  });
});
