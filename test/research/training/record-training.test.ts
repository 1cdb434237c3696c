// Rows that were made of frames of a store: what is trained on them stands in the ledger of trials before anybody has the model.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isMissing } from '../../../src/adapters/datasets/sql/typed-column.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { outOfFold, takeRows } from '../../../src/research/ensembles/out-of-fold.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import type { FrameMeta } from '../../../src/research/frames/frame-meta.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import { rowsOfFrames } from '../../../src/research/training/rows-of-frames.ts';
import { train } from '../../../src/research/training/train.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { plantedMarket } from '../ensembles/planted-market.ts';

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});
function freshHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-training-'));
  homes.push(home);
  return home;
}

const part = (instrument: string, day: string, digit: string) =>
  ({ instrument, kind: 'candles-1m', day, sha256: digit.repeat(64) }) as const;
const meta: FrameMeta = {
  ...{ instrument: 'WDOG25', provenance: 'simulated' },
  sources: [part('WDOG25', '2025-01-02', 'a'), part('WDOG25', '2025-01-03', 'b')],
};
const full: FrameMeta = { ...meta, instrument: 'DOLG25', sources: [part('DOLG25', '2025-01-02', 'c')] };
const market = plantedMarket(4, 40, 1, 7);
const of = (frame: Frame, changes: FrameMeta = meta): Frame =>
  new Frame(frame, { index: frame.index, marks: frame.marks, meta: changes });
const [features, labels] = [of(market.features), of(market.labels)];
const returns = labels.column('return');
const up = Array.from({ length: labels.rows }, (_, row) =>
  isMissing(returns, row) ? undefined : Number(Number(returns.values[row]) > 0),
);
const rowsIn = (home: string, changes: object = {}) => rowsOfFrames({ features, labels, label: up, home, ...changes });
const trialsIn = (home: string) => verifiedLedger(home).entries.map(({ trial }) => trial);
const options = { task: 'binary', seed: 3, threads: 1 } as const;

describe('rows of frames', () => {
  it('are those of the labels, with the inputs of the same moment, and say which can be used', () => {
    const rows = rowsIn(freshHome(), { weights: up.map((_, row) => (row % 5 === 0 ? Number.NaN : row % 3)) });
    expect([rows.rows, rows.inputs]).toEqual([labels.rows, ['tell', 'fade', 'noise']]);
    const [known, wanted] = [features.toRows(), labels.toRows()];
    for (let row = 0; row < rows.rows; row++) {
      const same = known.find(({ close_time }) => close_time === wanted[row]!.decision_time)!;
      const weight = row % 5 === 0 ? 0 : row % 3;
      const isUsed = up[row] !== undefined && weight > 0 && same.tell !== undefined;
      expect(rows.columns.map((column) => column[row])).toEqual(
        rows.inputs.map((id) => Math.fround(Number(same[id] ?? Number.NaN))),
      );
      expect([rows.among[row], rows.weight[row], rows.label[row]]).toEqual(isUsed ? [1, weight, up[row]] : [0, 0, 0]);
    }
    expect([...rows.usable]).toEqual([...rows.among.keys()].filter((row) => rows.among[row] === 1));
  });

  it('are refused by name where something does not fit, and where nobody says which of two roots is traded', () => {
    const refused = (changes: object, code: string, field: string): void => {
      expect(() => rowsIn('/nowhere', changes)).toThrow(expect.objectContaining({ code, field }));
    };
    refused({ label: [1] }, 'frame-rows', 'label');
    refused({ weights: Float64Array.of(1, 2) }, 'frame-rows', 'weights');
    refused({ inputs: [] }, 'frame-rows', 'features');
    refused({ features: of(market.regimes), inputs: ['regime'] }, 'frame-rows', 'regime');
    const unclear = {
      features: of(market.features, full),
      labels: of(market.labels, { ...meta, instrument: undefined }),
    };
    refused(unclear, 'instrument-unclear', 'instrument');
    expect(rowsIn('/nowhere', { ...unclear, instrument: 'WDO' }).source!.instrument).toBe('WDO');
  });
});

describe('training on them', () => {
  it('is one entry with the parts behind it, the same again a repetition, with another option another trial', async () => {
    const home = freshHome();
    const rows = rowsIn(home);
    const used = takeRows(rows, rows.usable);
    const { model } = await train('logistic', used, options);
    const unrecorded = await train('logistic', { ...used, source: undefined }, options);
    expect(model).toEqual(unrecorded.model);
    await train('logistic', used, { ...options, threads: 2 });
    await train('logistic', used, { ...options, l2: 3 });
    await train('logistic', takeRows(rowsIn(home, { name: 'an-idea' }), rows.usable), options);
    const { entries } = verifiedLedger(home);
    expect(entries[0]!.trial).toMatchObject({
      ...{ kind: 'training', strategy: 'logistic', seed: 3, outcome: 'finished' },
      settings: { model: 'logistic', inputs: ['tell', 'fade', 'noise'], options: { task: 'binary' } },
      data: { instrument: 'WDO', provenance: 'simulated', from: '2025-01-02', to: '2025-01-03', parts: 2 },
      result: { daily: null, measures: { trainingLoss: expect.any(Number) } },
    });
    expect(countedTrials(entries).map(({ standing }) => standing.kind)).toEqual([
      ...['counted', 'repetition', 'counted', 'counted'],
    ]);
    expect(entries[3]!.trial.strategy).toBe('an-idea');
  });

  it('over splits is one entry with the loss out of fold, however many folds there are', async () => {
    const home = freshHome();
    const rows = rowsIn(home);
    const folds = purgedKFold(labels, { folds: 4 });
    const found = await outOfFold('trees', rows, { ...options, rounds: 3 }, folds, { among: rows.among });
    const [trial, ...others] = trialsIn(home);
    expect(others).toEqual([]);
    let [sum, count] = [0, 0];
    for (const { test, outputs } of found) {
      for (const [place, row] of test.entries()) {
        if (rows.among[row] === 0) continue;
        sum -= Math.log(up[row] === 1 ? outputs[place]! : 1 - outputs[place]!);
        count += 1;
      }
    }
    expect(trial!.result.measures.unknownLoss).toBeCloseTo(sum / count, 12);
    expect(trial!.settings.splits).toHaveLength(4);
  });

  it('counts rows to stop early by as data that were seen, and keeps what the rows by hand are of out', async () => {
    const home = freshHome();
    const rows = rowsIn(home);
    const [known, unknown] = [takeRows(rows, rows.usable.slice(0, 80)), takeRows(rows, rows.usable.slice(80))];
    await train('trees', { ...known, source: undefined }, { ...options, rounds: 3, validation: unknown });
    const [trial] = trialsIn(home);
    expect(trial!.result.measures.validationLoss).toEqual(expect.any(Number));
    expect(Object.keys(trial!.settings.validation as object)).toEqual(['label', 'weight']);
    await train('trees', { ...known, source: undefined }, { ...options, rounds: 3 });
    expect(trialsIn(home)).toHaveLength(1);
  });

  it('does not begin where it could not be recorded', async () => {
    const home = freshHome();
    mkdirSync(join(home, 'runs'));
    writeFileSync(join(home, 'runs', 'ledger.jsonl'), 'no ledger\n');
    const rows = rowsIn(home);
    let rounds = 0;
    const onProgress = (): void => {
      rounds += 1;
    };
    const used = takeRows(rows, rows.usable);
    const refused = expect.objectContaining({ code: 'ledger-broken' });
    await expect(train('trees', used, { ...options, rounds: 2, onProgress })).rejects.toThrow(refused);
    await expect(
      outOfFold('trees', rows, { ...options, onProgress }, purgedKFold(labels, { folds: 2 })),
    ).rejects.toThrow(refused);
    expect(rounds).toBe(0);
  });
});
