// What counts as a trial, and which results of trials can be laid beside each other.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EntryMark } from '../../../src/adapters/ledger/ledger-entry.ts';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
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

  it('is not the export of a training that was counted, but one of another training', () => {
    const before = { ...training, model: null };
    const others = { ...training, settings: { stopPoints: 6 } };
    expect(
      standings(before, training, others, { ...training, seed: 2 }, { ...training, ...onDays(DAYS, [1, 2, 3]) }),
    ).toEqual(['counted', 'repetition 1', 'counted', 'counted', 'counted']);
    expect(standings(training, before)).toEqual(['counted', 'counted']);
  });

  it('is not a check of what was tried before, but one of what was not, or whose code is another', () => {
    const check = { kind: 'check', conditions: { costs: 2 } } as const;
    expect(standings({ codeSha256: CODE! }, { ...check, codeSha256: CODE! })).toEqual(['counted', 'noChoice 1']);
    expect(standings({ codeSha256: CODE! }, { ...check, codeSha256: OTHER_CODE! })).toEqual(['counted', 'counted']);
    expect(standings(check, { ...check, conditions: { costs: 3 } })).toEqual(['counted', 'noChoice 1']);
    const [ofOne, ofOther] = [{ packageSha256: CODE! }, { packageSha256: OTHER_CODE! }];
    expect(standings(ofOne, { ...check, ...ofOne })).toEqual(['counted', 'noChoice 1']);
    expect(standings(ofOne, { ...check, ...ofOther })).toEqual(['counted', 'counted']);
    // an entry of an earlier version does not say of which sources of the package it is
    expect(standings({}, { ...check, ...ofOne })).toEqual(['counted', 'counted']);
    expect(standings({}, { ...check, settings: { stopPoints: 6 } })).toEqual(['counted', 'counted']);
    // two functions may share choice and text, and decide otherwise
    const nameless = { codeSha256: null };
    expect(standings(nameless, { ...check, ...nameless })).toEqual(['counted', 'counted']);
    expect(standings({}, { ...check, ...nameless })).toEqual(['counted', 'counted']);
  });

  it('is not a check by other sources of the package that gave the same result before, if the strategy has the same code', () => {
    const check = { kind: 'check', conditions: { costs: 2 }, packageSha256: OTHER_CODE! } as const;
    const repeated = { kind: 'check', packageSha256: OTHER_CODE! } as const;
    expect(standings({}, repeated, check)).toEqual(['counted', 'repetition 1', 'noChoice 1']);
    const otherCode = { codeSha256: OTHER_CODE! };
    expect(standings({}, { ...repeated, ...otherCode }, { ...check, ...otherCode })).toEqual([
      ...['counted', 'repetition 1', 'counted'],
    ]);
  });

  it('is not a check of a verified release that repeats what was counted of its sources, on the same data', () => {
    const released = { release: 'f'.repeat(64), codeSha256: OTHER_CODE!, packageSha256: undefined } as const;
    const validation = { kind: 'validation', ...released } as const;
    const check = { kind: 'check', conditions: { latencyFactor: 3 }, ...released } as const;
    expect(standings({}, validation, check)).toEqual(['counted', 'repetition 1', 'noChoice 1']);
    // that it does the same elsewhere, nothing shows
    expect(standings({}, validation, { ...check, ...onDays(['2025-10-01'], [5]) }).at(-1)).toBe('counted');
    expect(standings({}, validation, { ...check, settings: { stopPoints: 6 } }).at(-1)).toBe('counted');
    expect(standings({}, validation, { ...check, codeSha256: CODE! }).at(-1)).toBe('counted');
    expect(standings({}, check)).toEqual(['counted', 'counted']);
    expect(standings({}, { ...validation, release: null }, { ...check, release: null }).at(-1)).toBe('counted');
    const unverified = { codeSha256: null };
    expect(standings({}, { ...validation, ...unverified }, { ...check, ...unverified }).at(-1)).toBe('counted');
  });

  it('is not a release on paper whose choice was counted before, and a failure without a result never', () => {
    const paper = { kind: 'paper', ...onDays(['2025-10-01'], [5]) } as const;
    expect(standings({}, { ...paper, release: 'f'.repeat(64) })).toEqual(['counted', 'noChoice 1']);
    expect(standings({}, paper)).toEqual(['counted', 'counted']);
    // nobody verified that the release is what ran
    expect(standings({}, { ...paper, release: 'f'.repeat(64), codeSha256: null })).toEqual(['counted', 'counted']);
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

describe('a run without an end', () => {
  const beginning: Partial<Trial> = {
    ...{ outcome: 'began', codeSha256: CODE! },
    result: { digest: null, trades: null, measures: {}, daily: null },
  };
  /** Each entry with the mark of the one that it ends, where it ends one. */
  function ledgerWith(...trials: readonly (Partial<Trial> & { readonly ends?: number })[]): string {
    const home = ledgerOf();
    const marks: EntryMark[] = [];
    for (const { ends, ...changes } of trials) {
      const began = ends === undefined ? {} : { began: marks[ends - 1]! };
      marks.push(recordTrial(home, aTrial({ codeSha256: CODE!, ...changes, ...began })));
    }
    return home;
  }
  const standings = (home: string) =>
    countedTrials(verifiedLedger(home).entries).map(({ standing }) =>
      'of' in standing ? `${standing.kind} ${standing.of}` : standing.kind,
    );

  it('counts, and one with an end does not count twice', () => {
    expect(standings(ledgerWith(beginning, { ends: 1 }))).toEqual(['beginning 2', 'counted']);
    expect(standings(ledgerWith(beginning, { ends: 1, outcome: 'stopped' }))).toEqual(['beginning 2', 'counted']);
    const home = ledgerWith(
      beginning,
      { ends: 1 },
      { ...beginning, settings: { stopPoints: 6 } },
      { ...beginning, seed: 2 },
    );
    expect(standings(home)).toEqual(['beginning 2', 'counted', 'unfinished', 'unfinished']);
    const request = { home, instrument: 'WDO', strategy: 'wdo-regime' };
    expect(trialsOf(request)).toMatchObject({ count: 3, uncompared: [3, 4], unfinished: [3, 4] });
    expect(trialEvidence({ home, seq: 2 })).toMatchObject({ uncompared: 2, unfinished: 2 });
    expect(() => trialEvidence({ home, seq: 3 })).toThrow(expect.objectContaining({ code: 'not-a-trial' }));
  });

  it('is one trial with the same run that went to its end, before or after, and with the same that did not', () => {
    expect(standings(ledgerWith(beginning, beginning, { ends: 2 }))).toEqual([
      'repetition 3',
      'beginning 3',
      'counted',
    ]);
    expect(standings(ledgerWith(beginning, { ends: 1 }, beginning))).toEqual([
      'beginning 2',
      'counted',
      'repetition 2',
    ]);
    expect(standings(ledgerWith(beginning, beginning))).toEqual(['unfinished', 'repetition 1']);
    // one that was stopped may have gone less far
    expect(standings(ledgerWith(beginning, { ends: 1, outcome: 'stopped' }, beginning))).toEqual([
      ...['beginning 2', 'counted', 'unfinished'],
    ]);
  });

  it('is another one where its code is another, or where nobody can tell its code', () => {
    expect(standings(ledgerWith(beginning, { ...beginning, codeSha256: OTHER_CODE! }))).toEqual([
      'unfinished',
      'unfinished',
    ]);
    const nameless = { ...beginning, codeSha256: null };
    expect(standings(ledgerWith(nameless, nameless, nameless, { ends: 3 }))).toEqual([
      ...['unfinished', 'unfinished', 'beginning 4', 'counted'],
    ]);
  });

  it('is not ended by an entry of another choice, nor by one that names an entry of another ledger', () => {
    expect(standings(ledgerWith(beginning, { ends: 1, settings: { stopPoints: 6 } }))).toEqual([
      'unfinished',
      'counted',
    ]);
    const home = ledgerWith(beginning);
    recordTrial(home, aTrial({ codeSha256: CODE!, began: { seq: 1, sha256: 'e'.repeat(64) } }));
    expect(standings(home)).toEqual(['unfinished', 'counted']);
  });

  it('stands beside a trial of the same model, which a training does not', () => {
    const model = training.model!;
    const home = ledgerWith(training, { ...beginning, model, seed: 2 }, { model });
    expect(trialsOf({ home, instrument: 'WDO' })).toMatchObject({ uncompared: [2], unfinished: [2] });
  });

  it('of a release or a check of what was tried before chooses nothing', () => {
    const check: Partial<Trial> = { ...beginning, kind: 'check', conditions: { costs: 2 } };
    const paper: Partial<Trial> = { ...beginning, kind: 'paper', release: 'f'.repeat(64), conditions: { costs: 3 } };
    expect(standings(ledgerWith({}, check, paper))).toEqual(['counted', 'noChoice 1', 'noChoice 1']);
    expect(standings(ledgerWith(check, paper))).toEqual(['unfinished', 'unfinished']);
    const nameless = { codeSha256: null };
    expect(standings(ledgerWith({}, { ...check, ...nameless }, { ...paper, ...nameless }))).toEqual([
      ...['counted', 'unfinished', 'unfinished'],
    ]);
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
    // of an earlier version: fees of 0.25 a contract and 8 of them paid, so 8 contracts at 1.00; no whole number of contracts says nothing
    const paid = (costsBrl: number, exchangeFeeBrl: number): Partial<Trial> => ({
      ...of(costsBrl),
      conditions: { simulation: { costs: { exchangeFeeBrl, brokerageBrl: 0, factor: 1 } } },
    });
    expect([costs(paid(2, 0.25)), costs(paid(8, 1)), costs(paid(2.1, 0.25)), costs(paid(0, 0))]).toEqual([
      ...[14, 8, undefined, undefined],
    ]);
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
    // of another function with the same settings
    const nameless = { codeSha256: null };
    const other = { ...check(8, [20_000, 10_000, 0], simulation(2)), ...nameless };
    const functions = ledgerOf({ ...chosen, ...nameless }, other);
    expect(trialEvidence({ home: functions, seq: 1 }).netAtDoubledCosts).toBeUndefined();
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
