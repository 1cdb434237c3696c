// Champion and challenger on made days: which days count, what is proposed, and how often a challenger without any edge would be.
import { describe, expect, it } from 'vitest';
import { recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { formatDay, parseDay } from '../../../src/core/market/civil-day.ts';
import type { Gate } from '../../../src/research/overfitting/gate.ts';
import { judge } from '../../../src/research/overfitting/judge.ts';
import { compareModels, type ModelComparison } from '../../../src/research/retraining/compare-models.ts';
import { type ModelResult, modelResult } from '../../../src/research/retraining/model-result.ts';
import { propose } from '../../../src/research/retraining/propose.ts';
import { Random } from '../../../src/simulation/random.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const FIRST = parseDay('2027-03-01')!;
const E4 = 10_000;
const unseen = { champion: { spans: [] }, challenger: { spans: [] } };
const sound = { failedGates: [], isSameConditions: true };

function result(netBrl: readonly number[]): ModelResult {
  const days = netBrl.map((_, place) => formatDay(FIRST + place));
  return {
    seq: 1,
    trades: days.map(() => 2),
    days,
    netE4: netBrl.map((net) => Math.round(net * E4)),
    conditions: '{}',
  };
}

/** The challenger earns what the champion does and `edge` more, with noise of its own of 100. */
function pair(seed: number, days: number, edge: number): readonly [ModelResult, ModelResult] {
  const random = new Random(seed, 'pair');
  const champion = Array.from({ length: days }, () => 40 + 200 * random.normal());
  return [result(champion), result(champion.map((net) => net + edge + 100 * random.normal()))];
}

describe('days of champion and challenger', () => {
  it('count where both ran and neither was trained or validated on them', () => {
    const champion = result([10, -30, 5, 10, -20, 50, 1, 2, 3, 4, 5, 6]);
    const challenger = { ...result([1000, 0, 1000, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9999]), trades: undefined };
    const compared = compareModels(champion, challenger, {
      champion: { spans: [{ from: '2027-02-01', to: '2027-03-01' }] },
      challenger: { spans: [{ from: '2027-03-03', to: '2027-03-03' }] },
    });
    expect(compared).toMatchObject({
      days: 10,
      from: '2027-03-02',
      to: '2027-03-12',
      seenByChampion: 1,
      seenByChallenger: 1,
    });
    // −30, 10, −20, 50, 1 … 6: from 0 down to −40; the challenger never falls
    // trades of the ten counted days, and none where the ledger does not know them by day
    expect(compared.champion).toMatchObject({ trades: 20, netBrl: 31, maxDrawdownBrl: 40 });
    expect(compared.challenger).toMatchObject({ trades: undefined, netBrl: 45, maxDrawdownBrl: 0 });
    expect(compared.difference).toMatchObject({ netBrl: 14, differingDays: 9 });
  });

  it('have no interval where they are too few', () => {
    const compared = compareModels(...pair(1, 9, 100), unseen);
    expect(compared.difference).toBeUndefined();
    expect(propose(compared, sound)).toMatchObject({ kind: 'not enough evidence' });
  });

  it('give the probability and the interval of the mean where days are independent', () => {
    const [champion, challenger] = pair(3, 200, 10);
    const { difference } = compareModels(champion, challenger, unseen);
    const daily = challenger.netE4.map((net, place) => (net - champion.netE4[place]!) / E4);
    const net = daily.reduce((sum, each) => sum + each, 0);
    const spread = Math.sqrt(daily.reduce((sum, each) => sum + (each - net / 200) ** 2, 0));
    expect(difference!.netBrl).toBeCloseTo(net, 6);
    // the bootstrap of independent days is nearly normal: 1.96 deviations of the sum on either side
    expect((difference!.highBrl - difference!.lowBrl) / (2 * 1.96 * spread)).toBeCloseTo(1, 0);
  });
});

describe('a proposal', () => {
  it('is to promote a challenger that is planted better, also beside a champion that earns', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const [champion, challenger] = pair(seed, 60, 80);
      expect(propose(compareModels(champion, challenger, unseen), sound).kind, `seed ${seed}`).toBe('promote');
      expect(propose(compareModels(challenger, champion, unseen), sound).kind, `seed ${seed}`).toBe('keep');
    }
  });

  it('of a challenger without edge is to promote in about the share that its threshold means', () => {
    let promoted = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      if (propose(compareModels(...pair(seed, 40, 0), unseen), sound).kind === 'promote') promoted += 1;
    }
    // 0.2 by the threshold: 30 expected, deviation 4.9; drawdown and losses only make it fewer
    expect(promoted).toBeLessThanOrEqual(45);
  });

  it('is nothing where both are the same, and where the better days were seen', () => {
    const [champion, challenger] = pair(1, 60, 80);
    expect(propose(compareModels(champion, champion, unseen), sound)).toEqual({
      kind: 'not enough evidence',
      reasons: ['both earn the same on each of 60 days'],
    });
    const trained = { ...unseen, challenger: { spans: [{ from: '2027-03-01', to: '2027-04-20' }] } };
    expect(propose(compareModels(champion, challenger, trained), sound)).toEqual({
      kind: 'not enough evidence',
      reasons: ['9 days that neither has seen, 20 are asked; not counted: 51 by the challenger'],
    });
  });

  const better: ModelComparison = compareModels(...pair(1, 60, 80), unseen);

  it.each([
    [{ failedGates: ['leak'], isSameConditions: true }, better, 'keep', 'required gates failed: leak'],
    [{ failedGates: [], isSameConditions: false }, better, 'not enough evidence', 'costs, latencies or capital'],
    [sound, undefined, 'not enough evidence', 'no results of both'],
    [sound, { ...better, challenger: { ...better.challenger, maxDrawdownBrl: 1e6 } }, 'keep', 'more than 1.5 times'],
    [sound, { ...better, challenger: { ...better.challenger, netBrl: -1 } }, 'keep', 'it loses money too'],
  ] as const)('heeds %j', (standing, comparison, kind, reason) => {
    const proposal = propose(comparison, standing);
    expect(proposal.kind).toBe(kind);
    expect(proposal.reasons.join('; ')).toContain(reason);
  });

  const gate = (name: Gate['name'], passed: boolean, value: number | undefined = 1): Gate => {
    return { name, value, limit: 0, passed, says: '' };
  };
  const judged = [gate('trades', false, 12), gate('deflatedSharpe', false, 0.4), gate('doubledCosts', true, 50)];

  it('names the gates against overfitting that do not pass, and asks for them only where it is told to', () => {
    const told = propose(better, { ...sound, judged });
    expect(told.kind).toBe('promote');
    expect(told.reasons.at(-1)).toBe('gates against overfitting that do not pass: trades, deflatedSharpe');
    expect(propose(better, { ...sound, judged }, { requireGates: true })).toMatchObject({
      kind: 'not enough evidence',
      reasons: [
        expect.any(String),
        'every gate against overfitting is asked to pass',
        expect.stringContaining('trades, deflated'),
      ],
    });
    expect(propose(better, sound, { requireGates: true }).kind).toBe('not enough evidence');
    const all = propose(better, { ...sound, judged: [gate('trades', true)] }, { requireGates: true });
    expect([all.kind, all.reasons.at(-1)]).toEqual(['promote', 'every gate against overfitting passes']);
  });

  it('asks for the deflated Sharpe ratio where other variants were tried on the same days', () => {
    const chosen = propose(better, { ...sound, judged, choices: 49 });
    expect(chosen.kind).toBe('not enough evidence');
    expect(chosen.reasons[1]).toContain('49 other trials of the strategy had been made on these days');
    expect(propose(better, { ...sound, choices: 1 }).kind).toBe('not enough evidence');
    expect(propose(better, { ...sound, judged: [gate('deflatedSharpe', true)], choices: 49 }).kind).toBe('promote');
  });

  it('of the best of many variants without any edge is hardly ever to promote', () => {
    const days = 120;
    let [promoted, withoutAsking] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const random = new Random(seed, 'chosen');
      const noise = (): ModelResult => result(Array.from({ length: days }, () => 500 * random.normal()));
      const sumOf = ({ netE4 }: ModelResult): number => netE4.reduce((sum, net) => sum + net, 0);
      const champion = noise();
      const variants = Array.from({ length: 20 }, noise);
      const best = variants.reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a));
      const trials = variants.map(({ netE4 }) => Float64Array.from(netE4, (net) => net / E4));
      const { gates } = judge({ trials, chosen: variants.indexOf(best), uncompared: 0, trades: 2 * days });
      const compared = compareModels(champion, best, unseen);
      const ofDays = gates.filter(({ name }) => name !== 'doubledCosts');
      const standing = { ...sound, judged: ofDays };
      if (propose(compared, { ...standing, choices: 19 }).kind === 'promote') promoted += 1;
      if (propose(compared, standing).kind === 'promote') withoutAsking += 1;
    }
    // so many would be proposed if nobody asked how it was chosen
    expect(withoutAsking).toBeGreaterThan(20);
    expect(promoted).toBeLessThanOrEqual(3);
  });

  it('is to keep what runs where the better one, or its recipe, earns nothing after all', () => {
    const doubled = propose(better, { ...sound, judged: [gate('doubledCosts', false, -120.5)] });
    expect([doubled.kind, doubled.reasons[1]]).toEqual([
      'keep',
      'but nothing is left of it at doubled costs: R$ -120.50',
    ]);
    // what could not be judged is no loss
    const unknown = { ...gate('doubledCosts', false), value: undefined };
    expect(propose(better, { ...sound, judged: [unknown] }).kind).toBe('promote');
    const recipe = propose(better, { ...sound, recipe: { days: 80, netBrl: -12 } });
    expect([recipe.kind, recipe.reasons[1]]).toEqual([
      'keep',
      'but its recipe loses R$ 12.00 over all 80 days that it was rolled over',
    ]);
    expect(propose(better, { ...sound, recipe: { days: 80, netBrl: 12 } }).kind).toBe('promote');
  });

  it('asks for as much as the settings say', () => {
    const [champion, challenger] = pair(2, 60, 20);
    const compared = compareModels(champion, challenger, unseen);
    const sure = compared.difference!.probabilityBetter;
    expect(sure).toBeGreaterThan(0.8);
    expect(propose(compared, sound, { probability: 1 }).kind).toBe('not enough evidence');
    expect(propose(compared, sound, { leastDays: 61 }).kind).toBe('not enough evidence');
  });
});

describe('results of the ledger', () => {
  it('are the newest whole run of the release, and of the model that was validated', () => {
    const home = temporaryFolder('model-results');
    const [release, manifestSha256] = ['a'.repeat(64), 'b'.repeat(64)];
    const model = { name: 'wdo-regime', manifestSha256 };
    recordTrials(home, [
      aTrial({ kind: 'paper', release }),
      aTrial({ kind: 'paper', release, outcome: 'stopped' }),
      aTrial({ kind: 'backtest', model }),
      aTrial({ kind: 'retraining', model, conditions: { capitalBrl: 1 } }),
    ]);
    const { entries } = verifiedLedger(home);
    const days = { strategy: 'wdo-regime', from: '2025-09-01', to: '2025-09-30' };
    const champion = modelResult(home, entries, { ...days, of: { release } });
    expect(champion).toMatchObject({ seq: 1, trades: undefined, days: ['2025-09-01', '2025-09-02', '2025-09-03'] });
    expect(champion!.netE4).toEqual([100_000, -50_000, 0]);
    const challenger = modelResult(home, entries, { ...days, of: { manifestSha256 } });
    expect([challenger!.seq, challenger!.conditions === champion!.conditions]).toEqual([4, false]);
    expect(modelResult(home, entries, { ...days, from: '2025-09-02', of: { release } })).toBeUndefined();
    expect(modelResult(home, entries, { ...days, strategy: 'another', of: { release } })).toBeUndefined();
  });
});
