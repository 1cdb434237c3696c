// A recipe over several rolls beside the champion: which days and trades count, which trials stand behind it, and what decides.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { formatDay, parseDay } from '../../../src/core/market/civil-day.ts';
import { type ModelRecipe, recipeSha256 } from '../../../src/research/recipes/model-recipe.ts';
import { againstChampion } from '../../../src/research/retraining/against-champion.ts';
import type { SeenDays } from '../../../src/research/retraining/compare-models.ts';
import { type ModelResult, modelResult } from '../../../src/research/retraining/model-result.ts';
import { type RolledResult, walkForward } from '../../../src/research/retraining/walk-forward.ts';
import { Random } from '../../../src/simulation/random.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const FIRST = parseDay('2027-03-01')!;
const dayOf = (place: number): string => formatDay(FIRST + place);
const NONE: SeenDays = { spans: [] };
const RELEASE = 'c'.repeat(64);
const shaOf = (roll: number): string => String(roll).repeat(64);

describe('the rolls of a recipe', () => {
  const roll = fc.record({
    from: fc.integer({ min: 0, max: 30 }),
    netE4: fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 12 }),
    isSeen: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    hasTrades: fc.boolean(),
  });

  it('make one result of all unseen days, each once, as a count by hand says', () => {
    fc.assert(
      fc.property(fc.array(roll, { minLength: 1, maxLength: 4 }), (given) => {
        const rolls = given.map(({ from, netE4, isSeen, hasTrades }): RolledResult => {
          const days = netE4.map((_, place) => dayOf(from + place));
          const trades = hasTrades ? netE4.map((_, place) => place) : undefined;
          const seen = isSeen === undefined ? NONE : { spans: [{ from: dayOf(isSeen), to: dayOf(isSeen + 2) }] };
          return { result: { seq: from + 1, days, netE4, trades, conditions: '{}' }, seen };
        });
        const whole = walkForward(rolls)!;
        const expected: [string, number][] = [];
        let known = true;
        for (let place = 0; place < 50; place++) {
          const day = dayOf(place);
          const first = rolls.find(({ result, seen }) => {
            return result.days.includes(day) && !seen.spans.some(({ from, to }) => from <= day && day <= to);
          });
          if (first === undefined) continue;
          expected.push([day, first.result.netE4[first.result.days.indexOf(day)]!]);
          known &&= first.result.trades !== undefined;
        }
        expect(whole.result.days.map((day, place) => [day, whole.result.netE4[place]])).toEqual(expected);
        expect(whole.result.trades !== undefined).toBe(known);
        expect(whole.total.netBrl).toBeCloseTo(expected.reduce((sum, [, net]) => sum + net, 0) / 10_000, 6);
      }),
      { numRuns: propertyRuns(200) },
    );
    expect(walkForward([])).toBeUndefined();
  });
});

/** Three rolls of 20 days each; roll 0 is the newest. The champion earns noise, the recipe `edgeBrl` a day more. */
function ledgerOf(name: string, edgeBrl: number, before: readonly Trial[] = []) {
  const home = temporaryFolder(name);
  const random = new Random(5, 'rolls');
  const spans = [2, 1, 0].map((place) => Array.from({ length: 20 }, (_, at) => dayOf(place * 20 + at)));
  const nets = spans.map((days) => days.map(() => Math.round((20 + 100 * random.normal()) * 10_000)));
  const dated = (days: readonly string[], netE4: number[]): Pick<Trial, 'data' | 'result'> => ({
    data: { ...aTrial().data, from: days[0]!, to: days.at(-1)! },
    result: {
      ...{ digest: null, trades: days.length * 2, measures: { costsBrl: 40, assumedCostsBrl: 40 } },
      daily: { days: [...days], netE4, trades: days.map(() => 2) },
    },
  });
  const model = (roll: number): Trial['model'] => ({ name: 'wdo-regime', manifestSha256: shaOf(roll) });
  const trials: Trial[] = spans.flatMap((days, roll) => [
    aTrial({
      kind: 'training',
      model: model(roll),
      ...dated(days, []),
      result: { digest: null, trades: null, measures: {}, daily: null },
    }),
    aTrial({
      ...{ kind: roll === 0 ? 'retraining' : 'backtest', model: model(roll) },
      ...dated(
        days,
        nets[roll]!.map((net) => net + edgeBrl * 10_000),
      ),
    }),
  ]);
  // the release that runs, over the newest span and over the others
  const running = (days: readonly string[], netE4: number[]): Trial =>
    aTrial({ kind: 'paper', release: RELEASE, model: model(9), ...dated(days, netE4) });
  trials.push(running(spans[0]!, nets[0]!), running([...spans[2]!, ...spans[1]!], [...nets[2]!, ...nets[1]!]));
  // somebody else tried something on all of these days, and something on some of them
  const allDays = [...spans[2]!, ...spans[1]!, ...spans[0]!];
  trials.push(
    aTrial({
      strategy: 'another',
      ...dated(
        allDays,
        allDays.map((_, at) => (at % 7) * 1000),
      ),
    }),
  );
  trials.push(
    aTrial({
      strategy: 'third',
      ...dated(
        spans[1]!,
        spans[1]!.map(() => 5),
      ),
    }),
  );
  recordTrials(home, [...before, ...trials]);
  const { entries } = verifiedLedger(home);
  const resultOf = (of: { release: string } | { manifestSha256: string }, from: string, to: string): ModelResult =>
    modelResult(home, entries, { strategy: 'wdo-regime', of, from, to })!;
  const rolls = spans.map((days, roll): RolledResult => {
    const seen = { spans: [{ from: '2026-01-01', to: formatDay(parseDay(days[0]!)! - 1) }] };
    return { result: resultOf({ manifestSha256: shaOf(roll) }, days[0]!, days.at(-1)!), seen };
  });
  const champion = {
    result: resultOf({ release: RELEASE }, spans[0]![0]!, spans[0]!.at(-1)!),
    before: resultOf({ release: RELEASE }, spans[2]![0]!, spans[1]!.at(-1)!),
    seen: NONE as SeenDays,
  };
  return { home, entries, rolls, champion, failedGates: [] };
}

describe('a challenger with older rolls of its recipe', () => {
  it('is compared on the days of all rolls, and judged by all trials but its own', () => {
    const { rolls, ...rest } = ledgerOf('against-champion', 60);
    const against = againstChampion({ ...rest, challenger: rolls[0], rolls: rolls.slice(1) });
    expect(against.comparison).toMatchObject({ days: 20, from: dayOf(40), to: dayOf(59) });
    expect(against.recipe).toMatchObject({ rolls: 3, days: 60, from: dayOf(0), to: dayOf(59), total: { trades: 120 } });
    expect(against.recipe!.comparison).toMatchObject({ days: 60, seenByChampion: 0, champion: { trades: 120 } });
    expect(against.recipe!.comparison!.difference!.netBrl).toBeCloseTo(60 * 60, 6);
    // compared: the other strategy on all 60 days, and this one; by number only: the third one and what runs, once
    expect(against.judged).toMatchObject({ days: 60, trials: 2, uncompared: 2, reason: undefined });
    const [trades, , , doubled] = against.judged!.gates;
    expect([trades!.value, trades!.passed]).toEqual([120, true]);
    expect(doubled!.value).toBeCloseTo(against.recipe!.total.netBrl - 3 * 40, 6);
    expect(against.proposal.kind).toBe('promote');
  });

  it('counts only days that the champion has not seen, while the recipe is told over all', () => {
    const { rolls, champion, ...rest } = ledgerOf('seen-rolls', 60);
    const seen = { spans: [{ from: dayOf(0), to: dayOf(34) }] };
    const against = againstChampion({
      ...{ ...rest, rolls: rolls.slice(1), champion: { ...champion, seen } },
      challenger: rolls[0],
    });
    expect(against.recipe).toMatchObject({ days: 60, comparison: { days: 25, seenByChampion: 35, from: dayOf(35) } });
  });

  it('takes trainings by its own recipe for no other trials, but those by another one or of other days', () => {
    const { home, rolls, ...rest } = ledgerOf('recipe-rolls', 60);
    const recipe = { name: 'wdo-regime', seed: 1 } as unknown as ModelRecipe;
    const trained = { recipeSha256: recipeSha256(recipe), from: dayOf(0), to: dayOf(19) };
    const uncompared = (training: Partial<typeof recipe>, to: string, from = dayOf(0)): number => {
      const data = { ...aTrial().data, from, to };
      const result = {
        digest: null,
        trades: null,
        measures: { logLoss: Number(to.slice(-2) + from.slice(-2)) },
        daily: null,
      };
      const settings = { recipe: { ...recipe, ...training } as unknown as Trial['settings'][string] };
      recordTrials(home, [aTrial({ kind: 'training', settings, data, result })]);
      const { entries } = verifiedLedger(home);
      const older = rolls.slice(1).map((roll) => ({ ...roll, trained }));
      return againstChampion({ ...rest, home, entries, challenger: rolls[0], rolls: older }).judged!.uncompared;
    };
    expect(uncompared({}, dayOf(19))).toBe(2);
    expect(uncompared({ seed: 2 }, dayOf(19))).toBe(3);
    expect(uncompared({}, dayOf(18))).toBe(4);
    // fewer days to train on are another choice, though they end with the same
    expect(uncompared({}, dayOf(19), dayOf(5))).toBe(5);
  });

  it('is not proposed on its edge alone where its strategy had been tried with other values on these days', () => {
    const kindOf = (name: string, edgeBrl: number, ...tried: readonly Partial<Trial>[]) => {
      const data = { ...aTrial().data, from: dayOf(3), to: dayOf(9) };
      const daily = { days: [3, 4, 5, 6, 7, 8, 9].map(dayOf), netE4: [1, 2, 3, 4, 5, 6, 7] };
      const result = { digest: null, trades: 7, measures: {}, daily };
      const before = tried.map((trial, variant) => aTrial({ data, settings: { variant }, result, ...trial }));
      const { rolls, ...rest } = ledgerOf(name, edgeBrl, before);
      const { judged, proposal } = againstChampion({ ...rest, challenger: rolls[0], rolls: rolls.slice(1) });
      return [judged!.choices, proposal.kind];
    };
    expect(kindOf('no-choices', 1)).toEqual([0, 'promote']);
    expect(kindOf('other-choices', 1, { strategy: 'third' }, { kind: 'retraining' })).toEqual([0, 'promote']);
    expect(kindOf('choices', 1, {}, {})).toEqual([2, 'not enough evidence']);
    expect(kindOf('choices-and-edge', 60, {}, {})).toEqual([2, 'promote']);
  });

  it('is not proposed where the recipe loses over all its days, though it is better than what runs', () => {
    const { rolls, champion, ...rest } = ledgerOf('losing-recipe', 60);
    const older = rolls
      .slice(1)
      .map(({ result, seen }) => ({ result: { ...result, netE4: result.netE4.map((net) => net - 3_000_000) }, seen }));
    const seen = { spans: [{ from: dayOf(0), to: dayOf(39) }] };
    const against = againstChampion({ ...rest, rolls: older, champion: { ...champion, seen }, challenger: rolls[0] });
    expect(against.recipe!.comparison!.difference!.probabilityBetter).toBeGreaterThan(0.9);
    expect(against.proposal.kind).toBe('keep');
    expect(against.proposal.reasons.join('; ')).toContain('but its recipe loses R$');
  });

  it('without older rolls, a champion or results says what there is', () => {
    const { rolls, champion, ...rest } = ledgerOf('little-known', 60);
    const alone = againstChampion({ ...rest, challenger: rolls[0], rolls: [], champion });
    expect(alone.recipe).toBeNull();
    expect(alone.judged).toMatchObject({ days: 20, reason: undefined });
    const unopposed = againstChampion({ ...rest, challenger: rolls[0], rolls: rolls.slice(1), champion: undefined });
    expect(unopposed).toMatchObject({ comparison: null, recipe: { days: 60, comparison: null } });
    expect(unopposed.proposal.reasons[0]).toBe('there are no results of both by day');
    const unknown = againstChampion({ ...rest, challenger: undefined, rolls: rolls.slice(1), champion });
    expect(unknown).toMatchObject({ comparison: null, recipe: null, judged: null });
    const other = { ...champion, result: { ...champion.result, conditions: '{"costs":2}' } };
    expect(
      againstChampion({ ...rest, challenger: rolls[0], rolls: [], champion: other }).proposal.reasons[0],
    ).toContain('costs');
  });
});
