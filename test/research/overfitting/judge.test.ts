// Evidence in, judgement out: what passes, what each gate refuses, what is missing, and what is no evidence at all.

import { describe, expect, it } from 'vitest';
import { gateDefaults } from '../../../src/research/overfitting/gate-settings.ts';
import { judge } from '../../../src/research/overfitting/judge.ts';
import { searchStatistics } from '../../../src/research/overfitting/search-statistics.ts';
import { Random } from '../../../src/simulation/random.ts';

const DAYS = 756;

function trialsWith(sharpes: readonly number[], seed = 1): readonly Float64Array[] {
  const random = new Random(seed, 'judge');
  return sharpes.map((sharpe) => Float64Array.from({ length: DAYS }, () => sharpe / Math.sqrt(252) + random.normal()));
}

const trials = trialsWith([0, 0, 4, -1, 0.5, 0, 0, -2]);
const good = { trials, chosen: 2, trades: 900, costs: 40 };
const gateOf = (evidence: Parameters<typeof judge>[0], name: string, settings = {}) =>
  judge(evidence, settings).gates.find((gate) => gate.name === name)!;

describe('judge', () => {
  it('passes a strategy of Sharpe 4 among seven others, and says why', () => {
    const { passed, gates } = judge(good);
    expect(passed).toBe(true);
    expect(gates.map(({ name, limit }) => [name, limit])).toEqual([
      ['trades', 100],
      ['deflatedSharpe', 0.95],
      ['overfitting', 0.2],
      ['doubledCosts', 0],
      ['oneDay', 0.25],
    ]);
    for (const gate of gates) {
      expect(gate.passed).toBe(true);
      expect(gate.value).toBeDefined();
      expect(gate.says).toMatch(/^[A-Z0-9].*\.$/);
    }
    expect(gates[1]!.value).toBe(searchStatistics(trials, 2)!.deflated);
  });

  it('refuses everything where nothing is known', () => {
    const { passed, gates } = judge({});
    expect(passed).toBe(false);
    expect(gates.map((gate) => [gate.passed, gate.value])).toEqual(Array(5).fill([false, undefined]));
    for (const gate of gates) expect(gate.says).toContain('not known');
  });

  it.each(['trials', 'chosen', 'trades', 'costs'] as const)('does not pass without %s', (missing) => {
    expect(judge({ ...good, [missing]: undefined }).passed).toBe(false);
  });

  it('wants 100 trades', () => {
    expect([99, 100].map((trades) => gateOf({ ...good, trades }, 'trades').passed)).toEqual([false, true]);
    for (const trades of [Number.NaN, -1, 2.5]) expect(gateOf({ ...good, trades }, 'trades').value).toBeUndefined();
    expect(gateOf({ ...good, trades: 30 }, 'trades', { leastTrades: 30 }).passed).toBe(true);
  });

  it('counts trials that only the ledger knows', () => {
    const alone = gateOf(good, 'deflatedSharpe').value!;
    const among = gateOf({ ...good, uncompared: 100_000 }, 'deflatedSharpe').value!;
    expect(among).toBeLessThan(alone);
    expect(gateOf({ ...good, uncompared: -1 }, 'deflatedSharpe').value).toBeUndefined();
  });

  it('refuses a choice that was luck', () => {
    const noise = trialsWith(Array(40).fill(0), 7);
    const sums = noise.map((trial) => trial.reduce((sum, value) => sum + value, 0));
    const chosen = sums.indexOf(Math.max(...sums));
    const { passed, gates } = judge({ ...good, trials: noise, chosen });
    expect(passed).toBe(false);
    expect(gates.filter((gate) => !gate.passed).map((gate) => gate.name)).toContain('deflatedSharpe');
  });

  it('lets variants without a difference pass where all of them gain, and not where they are equally weak', () => {
    const random = new Random(3, 'equal');
    const alike = (daily: Float64Array) =>
      Array.from({ length: 12 }, () => daily.map((value) => value + 0.4 * random.normal()));
    const [, , best, , weak] = trials;
    const gate = gateOf({ ...good, trials: alike(best!), chosen: 0 }, 'overfitting');
    expect(gate.value).toBeGreaterThan(0.2);
    expect(gate.passed).toBe(true);
    expect(gate.says).toContain('Passed as a plateau: taken by lot they gain in 100.0 %');
    const refused = gateOf({ ...good, trials: alike(weak!), chosen: 0 }, 'overfitting');
    expect(refused.value).toBeGreaterThan(0.2);
    expect(refused.passed).toBe(false);
    expect(refused.says).toContain(
      'No plateau either: taken by lot they gain in 100.0 %, where 99.0 % of both are needed.',
    );
    const losing = gateOf({ ...good, trials: alike(trials[3]!), chosen: 0 }, 'overfitting', { mostOverfitting: 0 });
    expect([losing.passed, losing.says.includes('plateau')]).toEqual([false, false]);
    expect(gateOf({ ...good, trials: [best!], chosen: 0 }, 'overfitting').says).toContain('Only 1 trial');
  });

  it('takes for no plateau what gains only by the choice: most of the trials gain alike, the others lose', () => {
    const mixed = [...trialsWith([4, 4, 4], 5), ...trialsWith([-20, -20], 6)];
    const gate = gateOf({ ...good, trials: mixed, chosen: 0 }, 'overfitting', { mostOverfitting: 0.1 });
    expect(gate.value).toBeGreaterThan(0.1);
    expect(gate.passed).toBe(false);
    expect(gate.says).toContain('it gains in 100.0 %. No plateau either: taken by lot they gain in 0.0 %');
  });

  it('takes costs off once more, or takes the run with doubled costs', () => {
    const net = trials[2]!.reduce((sum, value) => sum + value, 0);
    expect(gateOf(good, 'doubledCosts').value).toBeCloseTo(net - 40, 9);
    expect(gateOf({ ...good, costs: net }, 'doubledCosts').passed).toBe(false);
    expect(gateOf({ ...good, costs: net, netAtDoubledCosts: 1 }, 'doubledCosts').passed).toBe(true);
    expect(gateOf({ ...good, costs: -1 }, 'doubledCosts').value).toBeUndefined();
    expect(gateOf({ ...good, netAtDoubledCosts: Number.NaN }, 'doubledCosts').passed).toBe(false);
  });

  it('refuses the luck of one day, and a loss', () => {
    const lucky = trials[2]!.slice();
    lucky[5] = lucky.reduce((sum, value) => sum + value, 0);
    const with1 = (daily: Float64Array) => gateOf({ ...good, trials: trials.with(2, daily) }, 'oneDay');
    expect(with1(lucky).passed).toBe(false);
    expect(with1(lucky).value).toBeGreaterThan(0.4);
    expect(with1(lucky.map((value) => -value)).says).toContain('no profit');
  });

  it('does not pass a trial that never trades, or too few days', () => {
    const still = judge({ ...good, trials: trials.with(2, new Float64Array(DAYS)) });
    expect(still.gates.filter((gate) => gate.passed).map((gate) => gate.name)).not.toContain('deflatedSharpe');
    const few = judge({ ...good, trials: trials.map((trial) => trial.subarray(0, 20)) });
    expect(few.gates[2]!.says).toContain('Only 20 days');
  });

  it('refuses settings and days that are no numbers', () => {
    expect(() => judge(good, { mostOverfitting: 20 })).toThrow(
      expect.objectContaining({ code: 'bad-gate', field: 'mostOverfitting' }),
    );
    expect(() => judge(good, { leastTrades: Number.NaN })).toThrow(expect.objectContaining({ code: 'bad-gate' }));
    expect(() =>
      judge({
        ...good,
        trials: [
          [1, Number.NaN],
          [1, 2],
        ],
        chosen: 1,
      }),
    ).toThrow(/NaN on day 2/);
    expect(() => searchStatistics(trials, 8)).toThrow(expect.objectContaining({ code: 'bad-trials', field: 'chosen' }));
    expect(judge(good, {}).gates.map((gate) => gate.limit)).toEqual(Object.values(gateDefaults));
  });
});
