// What counts as a trial, and which results of trials can be laid beside each other.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { trialEvidence } from '../../../src/research/trials/trial-evidence.ts';
import { trialsOf } from '../../../src/research/trials/trials-of.ts';
import { aTrial, DAYS } from '../../adapters/ledger/a-trial.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function ledgerOf(...trials: readonly Partial<Trial>[]): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-trials-'));
  homes.push(home);
  recordTrials(
    home,
    trials.map((changes) => aTrial(changes)),
  );
  return home;
}

const [CODE, OTHER_CODE, MODEL] = ['1'.repeat(64), '2'.repeat(64), '3'.repeat(64)];
const onDays = (days: readonly string[], netE4: readonly number[]): Partial<Trial> => ({
  data: { ...aTrial().data, from: days[0] ?? DAYS[0]!, to: days.at(-1) ?? DAYS[2]! },
  result: { ...aTrial().result, daily: { days: [...days], netE4: [...netE4] } },
});
const training: Partial<Trial> = {
  kind: 'training',
  model: { name: 'a-model', manifestSha256: MODEL! },
  result: { digest: null, trades: null, daily: null, measures: { logLoss: 0.69 } },
};

describe('what counts', () => {
  const standings = (...trials: readonly Partial<Trial>[]) =>
    countedTrials(verifiedLedger(ledgerOf(...trials)).entries).map(({ standing }) =>
      'of' in standing ? `${standing.kind} ${standing.of}` : standing.kind,
    );

  it('is each choice, condition, seed and result once', () => {
    expect(
      standings(
        {},
        { seed: 2 },
        { kind: 'validation', run: 'again' },
        { conditions: { costs: 2 } },
        { settings: { stopPoints: 6 } },
        { seed: 2, labels: { why: 'again' } },
        onDays(DAYS, [1, 2, 3]),
      ),
    ).toEqual(['counted', 'counted', 'repetition 1', 'counted', 'counted', 'repetition 2', 'counted']);
  });

  it('is not a check of what was tried before, but one of what was not, or whose code is another', () => {
    const check = { kind: 'check', conditions: { costs: 2 } } as const;
    expect(standings({ codeSha256: CODE! }, { ...check, codeSha256: CODE! })).toEqual(['counted', 'noChoice 1']);
    expect(standings({ codeSha256: CODE! }, { ...check, codeSha256: OTHER_CODE! })).toEqual(['counted', 'counted']);
    expect(standings(check, { ...check, conditions: { costs: 3 } })).toEqual(['counted', 'noChoice 1']);
    expect(standings({}, { ...check, settings: { stopPoints: 6 } })).toEqual(['counted', 'counted']);
  });

  it('is not a release on paper whose choice was counted before, and a failure without a result never', () => {
    const paper = { kind: 'paper', ...onDays(['2025-10-01'], [5]) } as const;
    expect(standings({}, { ...paper, release: 'f'.repeat(64) })).toEqual(['counted', 'noChoice 1']);
    expect(standings({}, paper)).toEqual(['counted', 'counted']);
    expect(standings({ ...paper, release: 'f'.repeat(64) })).toEqual(['counted']);
    expect(standings({ outcome: 'threw', ...onDays([], []) }, {})).toEqual(['noResult', 'counted']);
  });

  it('is one that threw after it had shown a session: throwing at the end makes nothing free', () => {
    const threw = (stopPoints: number): Partial<Trial> => ({ outcome: 'threw', settings: { stopPoints } });
    expect(standings(threw(5), threw(6), threw(7), {})).toEqual(Array(4).fill('counted').with(3, 'repetition 1'));
    const home = ledgerOf(
      threw(5),
      { ...threw(6), ...onDays(DAYS.slice(0, 2), [1, 2]) },
      { settings: { stopPoints: 8 } },
    );
    expect(trialsOf({ home, instrument: 'WDO', strategy: 'wdo-regime' })).toMatchObject({ count: 3, uncompared: [2] });
    // what threw last does not say which days are judged, and passes no gate by itself
    const later = ledgerOf({}, { ...threw(6), ...onDays(DAYS.slice(0, 1), [1]) });
    expect(trialsOf({ home: later, instrument: 'WDO' })).toMatchObject({ days: DAYS, uncompared: [2] });
    expect(() => trialEvidence({ home: later, seq: 2 })).toThrow(expect.objectContaining({ code: 'not-a-trial' }));
  });
});

describe('the trials behind a choice', () => {
  const request = { strategy: 'wdo-regime', instrument: 'WDOFUT' } as const;

  it('are laid beside each other on the days of the newest, in BRL, cut where they have more', () => {
    const longer = ['2025-08-29', ...DAYS, '2025-09-04'];
    const home = ledgerOf(
      onDays(longer, [70_000, 10_000, 20_000, 30_000, 90_000]),
      onDays(DAYS.slice(1), [1, 2]),
      onDays(['2024-01-02'], [1]),
      { strategy: 'another' },
      { data: { ...aTrial().data, instrument: 'WINFUT' } },
      {},
      { kind: 'validation' },
    );
    const found = trialsOf({ home, ...request });
    expect(found.days).toEqual(DAYS);
    expect(found.compared.map(({ seq, netBrl }) => [seq, [...netBrl]])).toEqual([
      [1, [1, 2, 3]],
      [6, [10, -5, 0]],
    ]);
    expect(found).toMatchObject({ uncompared: [2], count: 3, repetitions: 1, withoutChoice: 0 });
    const all = trialsOf({ home, instrument: 'WDO' });
    expect(all.compared.map(({ strategy }) => strategy)).toEqual(['wdo-regime', 'another', 'wdo-regime']);
    const chosen = trialsOf({ home, ...request, from: '2025-09-02', to: '2025-09-03' });
    expect(chosen.compared.map(({ seq }) => seq)).toEqual([1, 2, 6]);
  });

  it('are those of the full contract too, which is the same market as its mini', () => {
    const on = (instrument: string, seed: number): Partial<Trial> => ({ seed, data: { ...aTrial().data, instrument } });
    const home = ledgerOf(on('DOLFUT', 1), on('WDO', 2), on('DOLV25', 3), on('WIN', 4), on('INDFUT', 5));
    expect(trialsOf({ home, instrument: 'WDOFUT' }).compared.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(trialsOf({ home, instrument: 'IND' }).compared.map(({ seq }) => seq)).toEqual([4, 5]);
  });

  it('are the evidence for the gates: all of them, the chosen one by its place, a repetition as what it repeats', () => {
    const measures = { costsBrl: 2.5, assumedCostsBrl: 2.5 };
    const home = ledgerOf(
      { strategy: 'another' },
      onDays(DAYS.slice(1), [1, 2]),
      { result: { ...aTrial().result, measures } },
      { result: { ...aTrial().result, measures }, kind: 'validation' },
      { kind: 'check', conditions: { costs: 2 } },
      onDays(['2025-11-03'], [9]),
      { settings: { stopPoints: 7 }, outcome: 'threw', ...onDays([], []) },
    );
    const evidence = trialEvidence({ home, seq: 4 });
    expect(evidence).toMatchObject({ chosen: 1, uncompared: 1, trades: 3, costs: 2.5 });
    expect(evidence.trials!.map((netBrl) => [...(netBrl as Float64Array)])).toEqual([
      [10, -5, 0],
      [10, -5, 0],
    ]);
    expect(trialEvidence({ home, seq: 2 })).toMatchObject({ chosen: 1, uncompared: 0 });
    for (const seq of [5, 7]) {
      expect(() => trialEvidence({ home, seq })).toThrow(expect.objectContaining({ code: 'not-a-trial' }));
    }
    expect(() => trialEvidence({ home, seq: 8 })).toThrow(expect.objectContaining({ code: 'trial-unknown' }));
  });

  it('take costs from the assumption where the trial paid less, from no figure where none is known, from a check where one paid', () => {
    const of = (costsBrl: number, assumedCostsBrl?: number): Partial<Trial> => ({
      result: {
        ...aTrial().result,
        measures: { costsBrl, ...(assumedCostsBrl === undefined ? {} : { assumedCostsBrl }) },
      },
    });
    const costs = (trial: Partial<Trial>) => trialEvidence({ home: ledgerOf(trial), seq: 1 }).costs;
    // without fees: twice the assumption comes off; at half of it, what is missing to twice
    expect([costs(of(0, 4)), costs(of(2, 4)), costs(of(4, 4)), costs(of(6, 4))]).toEqual([8, 6, 4, 6]);
    expect(costs(of(4))).toBeUndefined();
    const simulation = (factor: number, latency = 1) => ({ simulation: { latency, costs: { factor } } });
    const check = (paid: number, netE4: number[], conditions: Trial['conditions']): Partial<Trial> => ({
      ...{ kind: 'check', conditions },
      result: { ...of(paid, 4).result!, daily: { days: DAYS, netE4 } },
    });
    const chosen = { ...of(0, 4), conditions: simulation(0) };
    const home = ledgerOf(
      chosen,
      check(0, [900_000, 0, 0], simulation(0)),
      check(12, [10_000, 0, 0], simulation(3)),
      check(8, [20_000, 10_000, 0], simulation(2)),
      check(8, [70_000, 0, 0], simulation(2, 0)),
    );
    expect(trialEvidence({ home, seq: 1 })).toMatchObject({ netAtDoubledCosts: 3, conditions: simulation(0) });
    expect(trialEvidence({ home: ledgerOf(chosen), seq: 1 }).netAtDoubledCosts).toBeUndefined();
  });

  it('take a training as a trial of its own until its model was traded', () => {
    const traded = { model: training.model! };
    expect(trialsOf({ home: ledgerOf(training, {}), ...request })).toMatchObject({ count: 2, uncompared: [1] });
    expect(trialsOf({ home: ledgerOf(training, traded), ...request })).toMatchObject({ count: 1, uncompared: [] });
  });

  it('are given of a whole ledger only, and only where there are any', () => {
    const home = ledgerOf({}, {});
    expect(() => trialsOf({ home, strategy: 'nobody', instrument: 'WDO' })).toThrow(
      expect.objectContaining({ code: 'no-trials' }),
    );
    expect(() => trialsOf({ home, ...request, to: '2020-01-01' })).toThrow(
      expect.objectContaining({ code: 'no-trials' }),
    );
    const ledger = join(home, 'runs', 'ledger.jsonl');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replace('-50000', '50000'));
    expect(() => trialsOf({ home, ...request })).toThrow(expect.objectContaining({ code: 'ledger-broken', line: 1 }));
  });
});
