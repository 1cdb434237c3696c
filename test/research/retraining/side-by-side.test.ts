// Two models candle by candle: each figure as one who counts by hand finds it, each difference by its first cause, no money lost between them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecidedCandle } from '../../../src/research/retraining/decided-candle.ts';
import { decisionDifference } from '../../../src/research/retraining/decision-difference.ts';
import { sideBySide } from '../../../src/research/retraining/side-by-side.ts';
import { sideBySideFrame } from '../../../src/research/retraining/side-by-side-frame.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const GATES = ['probability', 'direction', 'side'] as const;

function candle(changes: Partial<DecidedCandle> = {}): DecidedCandle {
  const base = { closeUs: 60_000_000, action: 'hold', code: 'lowProbability', regime: 'range' } as const;
  return { ...base, direction: 0.2, gates: gates({}), netE4: undefined, ...changes };
}

/** Of each gate value and limit; 1 against 0.5 where it is not named. */
function gates(values: Partial<Record<(typeof GATES)[number], readonly [number, number]>>): DecidedCandle['gates'] {
  return GATES.map((gate) => {
    const [value, limit] = values[gate] ?? [1, 0.5];
    return { gate, value, limit, passed: value >= limit };
  });
}

const bought = (changes: Partial<DecidedCandle> = {}): DecidedCandle =>
  candle({ action: 'buy', code: undefined, ...changes });

const anyCandle = fc
  .record({
    minute: fc.integer({ min: 1, max: 40 }),
    action: fc.constantFrom('buy', 'sell', 'flat', 'hold'),
    code: fc.constantFrom('lowProbability', 'alreadyThere', 'coolDown', 'strategyHold'),
    regime: fc.constantFrom('range', 'trend_up'),
    direction: fc.option(fc.constantFrom(-0.4, -0.1, 0.1, 0.4), { nil: undefined }),
    values: fc.option(fc.array(fc.constantFrom(0.2, 0.5, 0.8), { minLength: 3, maxLength: 3 }), { nil: undefined }),
    limit: fc.constantFrom(0.4, 0.6),
    netE4: fc.option(fc.integer({ min: -1e7, max: 1e7 }), { nil: undefined }),
  })
  .map(({ minute, action, code, regime, direction, values, limit, netE4 }): DecidedCandle => {
    const enters = action === 'buy' || action === 'sell';
    return {
      ...{ closeUs: minute * 60_000_000, action, regime, direction },
      code: action === 'hold' ? code : undefined,
      gates: (values ?? []).map((value, at) => ({ gate: GATES[at]!, value, limit, passed: value >= limit })),
      netE4: enters ? netE4 : undefined,
    };
  });
const anyRun = fc.uniqueArray(anyCandle, { selector: ({ closeUs }) => closeUs, maxLength: 30 });

const entered = ({ action }: DecidedCandle): boolean => action === 'buy' || action === 'sell';
const brl = (candles: readonly DecidedCandle[]): number =>
  candles.reduce((sum, { netE4 }) => sum + (netE4 ?? 0), 0) / 10_000;

describe('two models side by side', () => {
  it('agree and differ as a count by hand says', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (champion, challenger) => {
        const compared = sideBySide(champion, challenger);
        const pairs: [DecidedCandle, DecidedCandle][] = [];
        for (const a of champion) for (const b of challenger) if (a.closeUs === b.closeUs) pairs.push([a, b]);
        expect(compared.candles).toBe(pairs.length);
        expect(compared.onlyChampion).toBe(champion.length - pairs.length);
        expect(compared.onlyChallenger).toBe(challenger.length - pairs.length);
        expect(compared.action.same).toBe(pairs.filter(([a, b]) => a.action === b.action).length);
        const held = pairs.filter(([a, b]) => a.code !== undefined && b.code !== undefined);
        expect(compared.hold).toEqual({ of: held.length, same: held.filter(([a, b]) => a.code === b.code).length });
        const told = pairs.filter(([a, b]) => a.direction !== undefined && b.direction !== undefined);
        expect(compared.direction).toEqual({
          of: told.length,
          same: told.filter(([a, b]) => a.direction! > 0 === b.direction! > 0).length,
        });
        const judged = pairs.filter(([a, b]) => a.gates.length > 0 && b.gates.length > 0);
        const alike = judged.filter(([a, b]) => a.gates.every((gate, at) => gate.passed === b.gates[at]!.passed));
        expect(compared.gates).toEqual({ of: judged.length, same: alike.length });
        const common = pairs.filter(([a, b]) => entered(a) && a.action === b.action);
        expect(compared.entries.common).toEqual({
          entries: common.length,
          championBrl: brl(common.map(([a]) => a)),
          challengerBrl: brl(common.map(([, b]) => b)),
        });
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('lose no entry and no money between the groups, nor a difference', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (champion, challenger) => {
        const { entries, differences, action, onlyChampion, onlyChallenger } = sideBySide(champion, challenger);
        const { common, opposite, onlyChampion: own, onlyChallenger: other } = entries;
        const sum = (of: readonly number[]): number => of.reduce((total, each) => total + each, 0);
        expect(common.entries + opposite.entries + own.entries).toBe(champion.filter(entered).length);
        expect(common.entries + opposite.entries + other.entries).toBe(challenger.filter(entered).length);
        const championBrl = [common, opposite, own, other].map((each) => each.championBrl);
        expect(sum(championBrl)).toBeCloseTo(brl(champion), 6);
        expect(own.challengerBrl).toBe(0);
        expect(other.championBrl).toBe(0);
        const places = action.of - action.same + onlyChampion + onlyChallenger;
        expect(sum(differences.map(({ candles }) => candles))).toBe(places);
        const differing = sum(differences.map((each) => each.championBrl));
        expect(differing).toBeCloseTo(opposite.championBrl + own.championBrl, 6);
        const frame = sideBySideFrame(sideBySide(champion, challenger));
        expect(frame.rows).toBe(differences.length);
        const all = action.of + onlyChampion + onlyChallenger;
        for (let row = 0; row < frame.rows; row++) expect(frame.at(row, 'share')).toBe(differences[row]!.candles / all);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('turned round is the same with the names changed', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (champion, challenger) => {
        const [one, other] = [sideBySide(champion, challenger), sideBySide(challenger, champion)];
        expect(other.action).toEqual(one.action);
        expect(other.gates).toEqual(one.gates);
        expect(other.entries.onlyChampion.entries).toBe(one.entries.onlyChallenger.entries);
        expect(other.entries.onlyChampion.championBrl).toBe(one.entries.onlyChallenger.challengerBrl);
        expect(other.withoutResult).toEqual({
          champion: one.withoutResult.challenger,
          challenger: one.withoutResult.champion,
        });
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});

describe('a difference has its first cause', () => {
  const low = candle({ gates: gates({ probability: [0.45, 0.5] }) });

  it.each([
    ['nothing where both did the same', bought(), bought({ gates: [] }), undefined],
    ['the other did not decide there', bought(), undefined, { cause: 'missing', name: '' }],
    ['another regime', bought(), candle({ regime: 'trend_up' }), { cause: 'regime', name: 'range / trend_up' }],
    ['the other side', bought(), candle({ direction: -0.3, gates: low.gates }), { cause: 'direction', name: '' }],
    ['a lower value', bought(), low, { cause: 'value', name: 'probability' }],
    [
      'a higher threshold',
      bought({ gates: gates({ probability: [0.55, 0.4] }) }),
      low,
      { cause: 'threshold', name: 'probability' },
    ],
    [
      'a side without a level',
      bought({ gates: gates({ side: [1, 1] }) }),
      candle({ code: 'noLevel', gates: [{ gate: 'side', value: 1, limit: 0, passed: false }] }),
      { cause: 'value', name: 'side' },
    ],
    ['a position it is in', bought(), candle({ code: 'alreadyThere' }), { cause: 'held', name: 'alreadyThere' }],
    [
      'an input of it alone',
      candle({ code: 'unlikelyInput', gates: [] }),
      bought(),
      { cause: 'held', name: 'unlikelyInput' },
    ],
    ['what the strategy wants', bought(), candle({ code: 'strategyHold' }), { cause: 'wish', name: '' }],
    ['a turn', bought(), candle({ action: 'flat', code: undefined }), { cause: 'wish', name: '' }],
  ] as const)('%s', (_what, champion, challenger, expected) => {
    expect(decisionDifference(champion, challenger)).toEqual(expected);
  });
});
