// Options of a training as dimensions: each choice trained once on days before those of the sweep, recorded, and the same for any workers.
import { createHash } from 'node:crypto';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { LedgerEntry } from '../../../src/adapters/ledger/ledger-entry.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { exportByRecipe } from '../../../src/research/recipes/export-by-recipe.ts';
import { checkedRecipe, type RecipeWish } from '../../../src/research/recipes/model-recipe.ts';
import { recipeWith } from '../../../src/research/recipes/recipe-with.ts';
import { trainByRecipe } from '../../../src/research/recipes/train-by-recipe.ts';
import { defineSweep } from '../../../src/research/sweeps/define-sweep.ts';
import { PointEvaluator } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import { type OpenWorkers, type SweepOptions, sweep } from '../../../src/research/sweeps/sweep.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { MARKET_DAYS, QUICK, storeMarket } from '../recipes/recipe-market.ts';
import strategy from './support/trained-strategy.ts';

const HEAVY_MS = 120_000;
const data = temporaryFolder('sweep-training');
const TRAINING = { from: MARKET_DAYS[0], to: MARKET_DAYS[2], recipe: QUICK } as const;
const wish: SweepOptions = {
  strategy: join(repositoryRoot, 'test/research/sweeps/support/trained-strategy.ts'),
  ...{ from: MARKET_DAYS[3], to: MARKET_DAYS[3], method: 'grid', training: TRAINING },
  over: { 'training.trees.rounds': '3,6', stopPoints: '3,5' },
  fixed: { 'training.seed': 5 },
};

beforeAll(() => storeMarket(data, 4), HEAVY_MS);

function freshHome(): string {
  const home = temporaryFolder('sweep-training-home');
  cpSync(join(data, 'datasets'), join(home, 'datasets'), { recursive: true });
  return home;
}

const kindsOf = (entries: readonly LedgerEntry[]): readonly string[] => entries.map(({ trial }) => trial.kind);
const resultsOf = (folder: string): string => readFileSync(join(folder, 'results.jsonl'), 'utf8');

/** As machines behind a queue: they have a home of their own, and their answers come as JSON. */
const elsewhere =
  (home: string): OpenWorkers =>
  async (definition) => {
    const evaluator = await PointEvaluator.open({ definition, home, sweep: 'elsewhere' });
    return {
      capacity: 1,
      recordsTrials: false,
      run: async (task) => JSON.parse(JSON.stringify(await evaluator.evaluate(task))),
      close: async () => undefined,
    };
  };

describe('a sweep over options of a training', () => {
  it(
    'trades with the model of the changed recipe, trained once, and has the same bytes wherever it runs',
    async () => {
      const [one, two, three] = [freshHome(), freshHome(), freshHome()];
      const alone = await sweep({ ...wish, home: one });
      expect(alone.failed).toEqual([]);
      expect(alone.results).toHaveLength(4);
      const { entries } = verifiedLedger(one);
      expect(kindsOf(entries)).toEqual(['training', 'sweep', 'sweep', 'training', 'sweep', 'sweep']);
      expect(new Set(countedTrials(entries).map(({ standing }) => standing.kind))).toEqual(new Set(['counted']));
      // the same model as by hand
      const recipe = recipeWith(checkedRecipe(QUICK), { 'trees.rounds': 6, seed: 5 });
      const span = { from: TRAINING.from, to: TRAINING.to };
      const store = openStore(freshHome());
      const trained = await trainByRecipe(recipe, { store, ...span, strategy, record: () => undefined });
      const code = { version: alone.definition.code.package };
      const { files } = await exportByRecipe(trained, { code, parityRows: 5_000 });
      const manifestSha256 = createHash('sha256').update(files.get('model.json')!).digest('hex');
      expect(entries.slice(4).map(({ trial }) => trial.model)).toEqual(
        Array(2).fill({ name: 'quick', manifestSha256 }),
      );

      const together = await sweep({ ...wish, home: two, workers: 2 });
      expect(resultsOf(together.folder)).toBe(resultsOf(alone.folder));
      expect(kindsOf(verifiedLedger(two).entries).toSorted()).toEqual(kindsOf(entries).toSorted());

      const remote = await sweep({ ...wish, home: three }, elsewhere(freshHome()));
      expect(resultsOf(remote.folder)).toBe(resultsOf(alone.folder));
      const there = verifiedLedger(three).entries;
      expect(kindsOf(there)).toEqual(kindsOf(entries));
      expect(there.map(({ identity }) => identity)).toEqual(entries.map(({ identity }) => identity));
    },
    HEAVY_MS,
  );

  it(
    'takes a model that is there, and trains one anew whose files were changed',
    async () => {
      const home = freshHome();
      const few = { ...wish, home, over: { stopPoints: '3,5' }, fixed: { 'training.trees.rounds': 3 } };
      await sweep(few);
      const again = await sweep({ ...few, over: { stopPoints: '4,6' } });
      expect(kindsOf(verifiedLedger(home).entries)).toEqual(['training', ...Array(4).fill('sweep')]);
      const [manifest] = globSync(join(home, 'cache', 'trained', '*', 'quick', 'model.json'));
      writeFileSync(manifest!, `${readFileSync(manifest!, 'utf8')} `);
      const anew = await sweep({ ...few, over: { stopPoints: '4,6,8' } });
      const { entries } = verifiedLedger(home);
      expect(kindsOf(entries).filter((kind) => kind === 'training')).toHaveLength(2);
      expect(new Set(entries.map(({ trial }) => trial.model?.manifestSha256)).size).toBe(2);
      expect(anew.results.slice(0, 2).map(({ digest }) => digest)).toEqual(again.results.map(({ digest }) => digest));
    },
    HEAVY_MS,
  );

  it(
    'keeps as the result of a point that its options leave nothing to learn',
    async () => {
      const over = { 'training.labels.candles': '5,560' };
      const { failed, results } = await sweep({ ...wish, home: freshHome(), over });
      expect(results).toHaveLength(2);
      expect(failed.map(({ index }) => index)).toEqual([1]);
    },
    HEAVY_MS,
  );
});

describe('a training that must not be', () => {
  const xgboost = { name: 'other', role: 'direction', kind: 'xgboost' } as const;
  const cases: readonly (readonly [string, Partial<SweepOptions>, string, RegExp])[] = [
    ['days that are tested', { training: { ...TRAINING, to: wish.from } }, 'sweep-training', /days that they know/],
    ['days in no order', { training: { ...TRAINING, from: '2025-08-08' } }, 'sweep-training', /no days/],
    ['no days', { training: undefined }, 'sweep-training', /on which days/],
    ['nothing to train', { over: { stopPoints: '3,5' }, fixed: {} }, 'sweep-training', /nothing of a training/],
    ['a model beside it', { over: { ...wish.over, model: 'a,b' } }, 'sweep-training', /either a model/],
    [
      'a kind whose result depends on the machine',
      { training: { ...TRAINING, recipe: { ...QUICK, members: [...QUICK.members, xgboost] } as RecipeWish } },
      ...(['sweep-training', /xgboost/] as const),
    ],
    ['an unknown option', { over: { 'training.trees.round': '3,6' } }, 'recipe-path', /trees\.round/],
    [
      'a range of a whole number',
      { over: { 'training.trees.rounds': '3..6' } },
      'recipe-invalid',
      /trees\.rounds = 4\.14/,
    ],
    ['a value out of range', { fixed: { 'training.trees.rounds': 0 } }, 'recipe-invalid', /trees\.rounds = 0/],
    ['a threshold below the floors', { fixed: { 'thresholds.direction': 0.1 } }, 'threshold-below-floor', /at least/],
    ['another instrument', { instrument: 'WINFUT' }, 'sweep-training', /WDOFUT, the sweep trades WINFUT/],
    ['no recipe', { training: { from: TRAINING.from, to: TRAINING.to } }, 'model-file-missing', /quick/],
    ['no file', { training: { ...TRAINING, recipe: 'no-such.json' } }, 'recipe-missing', /no-such/],
  ];
  it.each(cases)('is refused: %s', async (_what, changes, code, message) => {
    const merged = { ...wish, ...changes };
    const over = 'over' in changes ? merged.over : { 'training.leastTrades': '5,6' };
    const defined = defineSweep(openStore(data), { ...merged, over });
    await expect(defined).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
