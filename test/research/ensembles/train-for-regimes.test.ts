// Ensembles per regime from planted and empty markets: what is found, what is honest, what is refused.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { liveOutputs } from '../../../src/core/prediction/fitted/live-model.ts';
import { belowFloor, tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import type { RegimeRecipe } from '../../../src/research/ensembles/regime-recipe.ts';
import { type RegimeTraining, trainForRegimes } from '../../../src/research/ensembles/train-for-regimes.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { permutationImportance } from '../../../src/research/importance/permutation-importance.ts';
import { combinatorialPurged } from '../../../src/research/splits/combinatorial-purged.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import type { Split } from '../../../src/research/splits/split.ts';
import { walkForward } from '../../../src/research/splits/walk-forward.ts';
import { plantedMarket } from './planted-market.ts';

const RECIPES: readonly RegimeRecipe[] = [
  { name: 'lines', role: 'direction', kind: 'logistic' },
  {
    name: 'trends',
    role: 'direction',
    kind: 'trees',
    regimes: ['trend_up', 'trend_down'],
    options: { rounds: 15, leaves: 4 },
  },
  {
    name: 'ranges',
    role: 'direction',
    kind: 'logistic',
    regimes: ['range'],
    inputs: ['fade', 'noise'],
    calibration: 'isotonic',
  },
  { name: 'size', role: 'magnitude', kind: 'ridge' },
];

function settings(regimes: RegimeTraining['regimes'], more: Partial<RegimeTraining> = {}): RegimeTraining {
  return {
    regimes,
    neutralPoints: 0.5,
    costPoints: 0.5,
    tickPoints: 0.5,
    seed: 1,
    threads: 1,
    leastTrades: 5,
    ...more,
  };
}

describe('trainForRegimes', () => {
  it('finds planted moves, in each regime by those that know them', async () => {
    const { features, labels, regimes } = plantedMarket(24, 120, 1.5, 1);
    const splits = purgedKFold(labels, { folds: 4 });
    const ensemble = await trainForRegimes(features, labels, splits, RECIPES, settings(regimes));
    const lines = ensemble.statistics.toRows();
    expect(lines).toHaveLength(12);
    for (const line of lines) {
      expect(Number(line.log_loss)).toBeLessThan(Number(line.share_loss) - 0.1);
      expect(Number(line.sign_right)).toBeGreaterThan(0.7);
      expect(Number(line.calibration_error)).toBeLessThan(0.12);
    }
    for (const regime of tradedRegimes) {
      const { paysOnAllPaths, netReturn } = ensemble.thresholds[regime];
      expect([regime, paysOnAllPaths]).toEqual([regime, true]);
      expect(Math.min(...netReturn)).toBeGreaterThan(0);
    }
    const of = ensemble.memberStatistics.toRows();
    expect(of).toHaveLength(3 + 2 + 1 + 3);
    const counting = of.filter(({ role, weight }) => role === 'direction' && Number(weight) > 0.5);
    expect(new Set(counting.map(({ regime }) => regime)).size).toBe(3);
    for (const { loss, baseline } of counting) expect(Number(loss)).toBeLessThan(Number(baseline));
    // in ranges the member of ranges is told apart from the one that must serve all regimes with one line
    const [wide, , ranges] = ensemble.members;
    expect(ranges!.weights.range!).toBeGreaterThan(wide!.weights.range ?? 0);
    expect(ranges!.weights.trend_up).toBeUndefined();
    for (const regime of tradedRegimes) {
      for (const role of ['direction', 'magnitude']) {
        const own = ensemble.members
          .filter(({ recipe }) => recipe.role === role)
          .map(({ weights }) => weights[regime] ?? 0);
        expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
      }
    }
  });

  it('finds nothing in noise: no better than the shares of the classes, and thresholds that say so', async () => {
    const { features, labels, regimes } = plantedMarket(24, 120, 0, 2);
    const splits = purgedKFold(labels, { folds: 4 });
    const { statistics, thresholds } = await trainForRegimes(features, labels, splits, RECIPES, settings(regimes));
    const rows = statistics.toRows();
    const gain =
      rows.reduce((sum, { log_loss, share_loss }) => sum + Number(share_loss) - Number(log_loss), 0) / rows.length;
    expect(gain).toBeLessThan(0.01);
    expect(tradedRegimes.filter((regime) => thresholds[regime].paysOnAllPaths)).toEqual([]);
  });

  it('joins combinatorial splits to paths, keeps the floors and the costs, and is the same on a second run', async () => {
    const { features, labels, regimes } = plantedMarket(12, 90, 1.5, 3);
    const splits = combinatorialPurged(labels, { groups: 4, testGroups: 2 });
    const run = () => trainForRegimes(features, labels, splits, RECIPES, settings(regimes, { weighting: 'loss' }));
    const [ensemble, again] = [await run(), await run()];
    expect(again.thresholds).toEqual(ensemble.thresholds);
    expect(again.predictions).toEqual(ensemble.predictions);
    expect(ensemble.thresholds.range.trades).toHaveLength(3);
    const presets = {
      fitted: Object.fromEntries(tradedRegimes.map((r) => [r, ensemble.thresholds[r].thresholds])),
    } as never;
    expect(belowFloor(presets)).toBeUndefined();
    for (const regime of tradedRegimes)
      expect(ensemble.thresholds[regime].thresholds.magnitude).toBeGreaterThanOrEqual(1 / 5000);
    // a row is tested by three of the six splits, never trained on there
    for (const { folds } of ensemble.members) expect(folds).toHaveLength(6);
  });

  it('gives members that trading can ask, and folds whose inputs can be permuted', async () => {
    const { features, labels, regimes } = plantedMarket(12, 90, 1.5, 4);
    const ensemble = await trainForRegimes(
      features,
      labels,
      purgedKFold(labels, { folds: 3 }),
      RECIPES,
      settings(regimes),
    );
    const { rows, members } = ensemble;
    const usable = [...rows.isUsed.keys()].filter((row) => rows.isUsed[row] === 1).slice(0, 50);
    const columns = rows.columns.map((column) => Float32Array.from(usable, (row) => column[row]!));
    for (const { live } of members) {
      const outputs = liveOutputs(live, columns, 50);
      expect(outputs.every(Number.isFinite)).toBe(true);
    }
    const { rows: learned, folds } = members[1]!;
    const importance = permutationImportance({ rows: learned, day: rows.times.day, folds, seed: 1 });
    expect(importance.names[0]).toBe('tell');
    expect(importance.values[0]).toBeGreaterThan(10 * Math.abs(importance.values[2]!));
  });

  it('leaves out rows without a label, a regime or all inputs, and counts them', async () => {
    const { features, labels, regimes } = plantedMarket(12, 90, 1, 5);
    const { rows } = await trainForRegimes(
      features,
      labels,
      purgedKFold(labels, { folds: 2 }),
      RECIPES,
      settings(regimes),
    );
    expect(rows.leftOut).toEqual({ noLabel: 24, regimeUndefined: 36, notReady: 24 });
    expect(rows.isUsed.reduce((sum, each) => sum + each, 0)).toBe(12 * 90 - 84);
  });

  /** The ensemble beside one whose moves in the last split's test are turned around. */
  async function turnedAround(splitsOf: (labels: Frame) => readonly Split[]) {
    const { features, labels, regimes } = plantedMarket(12, 90, 1.5, 6);
    const splits = splitsOf(labels);
    const returns = Array.from({ length: labels.rows }, (_, row) => labels.at(row, 'return') as number | undefined);
    for (const row of splits.at(-1)!.test) returns[row] = returns[row] === undefined ? undefined : -returns[row]!;
    const [plain, turned] = [
      await trainForRegimes(features, labels, splits, RECIPES, settings(regimes)),
      await trainForRegimes(features, labels.withColumn('return', returns), splits, RECIPES, settings(regimes)),
    ];
    return { plain, turned, last: splits.length - 1 };
  }

  it('walking forward knows nothing of what it is judged by: the last moves turned around change nothing of what is said', async () => {
    const { plain, turned, last } = await turnedAround((labels) => walkForward(labels, { train: 4, test: 2 }));
    expect(last).toBe(3);
    expect(turned.predictions).toEqual(plain.predictions);
    expect(turned.members[0]!.live).not.toEqual(plain.members[0]!.live);
  });

  it('a fold among others has a model that knows nothing of what it is judged by', async () => {
    const { plain, turned, last } = await turnedAround((labels) => purgedKFold(labels, { folds: 3 }));
    for (const [at, { folds, recipe }] of plain.members.entries()) {
      expect(turned.members[at]!.folds[last]!.member.model).toEqual(folds[last]!.member.model);
      // the size of a move that is turned around is the same
      if (recipe.role === 'magnitude') continue;
      expect(turned.members[at]!.folds[0]!.member.model).not.toEqual(folds[0]!.member.model);
    }
  });

  it('refuses what cannot become an ensemble, before anything is trained', async () => {
    const { features, labels, regimes } = plantedMarket(4, 30, 1, 7);
    const splits = purgedKFold(labels, { folds: 2 });
    const attempt = (recipes: readonly RegimeRecipe[], more: Partial<RegimeTraining> = {}) =>
      trainForRegimes(features, labels, splits, recipes, settings(regimes, more));
    const [lines, , , size] = RECIPES;
    await expect(attempt([lines!])).rejects.toThrow('No recipe tells the magnitude in trend_up');
    await expect(attempt([lines!, lines!, size!])).rejects.toThrow('Two recipes are lines');
    await expect(attempt([{ ...lines!, inputs: ['odd'] }, size!])).rejects.toThrow('lines: odd is none of the inputs');
    await expect(attempt([{ ...size!, kind: 'logistic' }, lines!])).rejects.toThrow(
      'logistic cannot learn a magnitude',
    );
    await expect(attempt(RECIPES, { costPoints: -1 })).rejects.toThrow('costPoints is -1');
    await expect(trainForRegimes(features, labels, splits.slice(0, 1), RECIPES, settings(regimes))).rejects.toThrow(
      '1 split',
    );
    const sided = labels.withColumn('side', new Int32Array(labels.rows).fill(1));
    await expect(trainForRegimes(features, sided, splits, RECIPES, settings(regimes))).rejects.toThrow(
      /trades with a side/,
    );
  });

  it('is in the ledger of trials before it is given, where its frames are of a store', async () => {
    const home = mkdtempSync(join(tmpdir(), 'ensemble-ledger-'));
    const { features, labels, regimes } = plantedMarket(6, 60, 1, 9);
    const source = { instrument: 'WDOG25', kind: 'candles-1m', day: '2025-01-02', sha256: 'ab'.repeat(32) };
    const meta = { instrument: 'WDOG25', provenance: 'synthetic', sources: [source] } as const;
    const stored = new Frame(features, { index: 'close_time', marks: 'end', meta });
    const splits = purgedKFold(labels, { folds: 2 });
    await trainForRegimes(stored, labels, splits, RECIPES, settings(regimes, { home, name: 'planted' }));
    await trainForRegimes(
      stored,
      labels,
      splits,
      RECIPES.slice(0, 1).concat(RECIPES.slice(3)),
      settings(regimes, { home }),
    );
    await trainForRegimes(features, labels, splits, RECIPES, settings(regimes, { home, name: 'by-hand' }));
    const trials = verifiedLedger(home).entries.map(({ trial }) => trial);
    rmSync(home, { recursive: true, force: true });
    expect(trials.map(({ kind, strategy }) => [kind, strategy])).toEqual([
      ['training', 'planted'],
      ['training', 'regime-ensemble'],
    ]);
    expect(trials[0]!.result.measures.logLoss).toBeGreaterThan(0.3);
    expect(trials[0]!.settings).not.toEqual(trials[1]!.settings);
  });

  it('stops where it is told to', async () => {
    const { features, labels, regimes } = plantedMarket(6, 60, 1, 8);
    const interrupter = new AbortController();
    const onProgress = (done: number) => done === 2 && interrupter.abort(new Error('enough'));
    const more = { signal: interrupter.signal, onProgress } as Partial<RegimeTraining>;
    const attempt = trainForRegimes(
      features,
      labels,
      purgedKFold(labels, { folds: 3 }),
      RECIPES,
      settings(regimes, more),
    );
    await expect(attempt).rejects.toThrow('enough');
  });
});
