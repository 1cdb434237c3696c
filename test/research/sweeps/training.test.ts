// Options of a training as dimensions: each choice trained once on days before those of the sweep, recorded, and the same for any workers.
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { LedgerEntry } from '../../../src/adapters/ledger/ledger-entry.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { ObjectCache } from '../../../src/adapters/object-store/object-cache.ts';
import { openObjectStore } from '../../../src/adapters/object-store/open-object-store.ts';
import { exportByRecipe } from '../../../src/research/recipes/export-by-recipe.ts';
import { checkedRecipe, type RecipeWish } from '../../../src/research/recipes/model-recipe.ts';
import { recipeWith } from '../../../src/research/recipes/recipe-with.ts';
import { trainByRecipe } from '../../../src/research/recipes/train-by-recipe.ts';
import { defineSweep } from '../../../src/research/sweeps/define-sweep.ts';
import { PointEvaluator } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import { packSweep } from '../../../src/research/sweeps/queue/pack-sweep.ts';
import { unpackSweep } from '../../../src/research/sweeps/queue/unpack-sweep.ts';
import { type OpenWorkers, type SweepOptions, sweep } from '../../../src/research/sweeps/sweep.ts';
import type { SweepResult } from '../../../src/research/sweeps/sweep-result.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { MARKET_DAYS, QUICK, storeMarket } from '../recipes/recipe-market.ts';
import strategy from './support/trained-strategy.ts';

const HEAVY_MS = 120_000;
const data = temporaryFolder('sweep-training');
const alone = temporaryFolder('sweep-training-alone');
/** Of few members: what is tested is not how good they are. */
const RECIPE: RecipeWish = { ...QUICK, members: QUICK.members.filter(({ name }) => name !== 'line') };
const TRAINING = { from: MARKET_DAYS[0], to: MARKET_DAYS[1], recipe: RECIPE } as const;
const wish: SweepOptions = {
  strategy: join(repositoryRoot, 'test/research/sweeps/support/trained-strategy.ts'),
  ...{ from: MARKET_DAYS[2], to: MARKET_DAYS[2], method: 'grid', training: TRAINING },
  over: { 'training.trees.rounds': '3,6', stopPoints: '3,5' },
  fixed: { 'training.seed': 5 },
};

beforeAll(async () => {
  await storeMarket(data, 3);
  withData(alone);
}, HEAVY_MS);

function withData(home: string): string {
  cpSync(join(data, 'datasets'), join(home, 'datasets'), { recursive: true });
  return home;
}

const freshHome = (): string => withData(temporaryFolder('sweep-training-home'));
const kindsOf = (entries: readonly LedgerEntry[]): readonly string[] => entries.map(({ trial }) => trial.kind);
const resultsOf = (folder: string): string => readFileSync(join(folder, 'results.jsonl'), 'utf8');

/** In this process, which threads of their own would load anew. */
const here =
  (recordsTrials = true, elsewhere?: string): OpenWorkers =>
  async (definition, home) => {
    const evaluator = await PointEvaluator.open({ definition, home: elsewhere ?? home, sweep: 'here' });
    return {
      capacity: 1,
      recordsTrials,
      run: async (task) => JSON.parse(JSON.stringify(await evaluator.evaluate(task))),
      close: async () => undefined,
    };
  };

describe('a sweep over options of a training', () => {
  let entries: readonly LedgerEntry[];
  let swept: SweepResult;

  beforeAll(async () => {
    swept = await sweep({ ...wish, home: alone }, here());
    entries = verifiedLedger(alone).entries;
  }, HEAVY_MS);

  it('trains each choice once, before its points, and both count', () => {
    expect(swept.failed).toEqual([]);
    expect(swept.results).toHaveLength(4);
    expect(kindsOf(entries)).toEqual(['training', 'sweep', 'sweep', 'training', 'sweep', 'sweep']);
    expect(new Set(countedTrials(entries).map(({ standing }) => standing.kind))).toEqual(new Set(['counted']));
  });

  it(
    'trades with the model that the changed recipe gives by hand',
    async () => {
      const recipe = recipeWith(checkedRecipe(RECIPE), { 'trees.rounds': 6, seed: 5 });
      const span = { from: TRAINING.from, to: TRAINING.to };
      const trained = await trainByRecipe(recipe, {
        ...{ store: openStore(freshHome()), ...span, strategy, threads: 2 },
      });
      const code = { version: swept.definition.code.package };
      const { files } = await exportByRecipe(trained, { code, parityRows: 2_000 });
      const manifestSha256 = createHash('sha256').update(files.get('model.json')!).digest('hex');
      expect(entries.slice(4).map(({ trial }) => trial.model)).toEqual(
        Array(2).fill({ name: 'quick', manifestSha256 }),
      );
    },
    HEAVY_MS,
  );

  it(
    'has the same bytes with two threads, which train each choice once',
    async () => {
      const home = freshHome();
      const together = await sweep({ ...wish, home, workers: 2 });
      expect(resultsOf(together.folder)).toBe(resultsOf(swept.folder));
      expect(kindsOf(verifiedLedger(home).entries).toSorted()).toEqual(kindsOf(entries).toSorted());
    },
    HEAVY_MS,
  );

  it(
    'has the same bytes where another machine trains, and each training stands here before its points',
    async () => {
      const home = freshHome();
      const remote = await sweep({ ...wish, home }, here(false, freshHome()));
      expect(resultsOf(remote.folder)).toBe(resultsOf(swept.folder));
      const there = verifiedLedger(home).entries;
      expect(there.map(({ identity }) => identity)).toEqual(entries.map(({ identity }) => identity));
    },
    HEAVY_MS,
  );

  it(
    'needs on another machine no more than what its parcel brings: data, and the recipe in the definition',
    async () => {
      const store = openObjectStore(pathToFileURL(temporaryFolder('sweep-training-store')).href);
      const ofStrategies = { ...wish, strategy: 'wdo-regime', over: { 'training.trees.rounds': '3,6' } };
      const definition = await defineSweep(openStore(data), ofStrategies);
      const folder = temporaryFolder('sweep-training-away');
      const cache = new ObjectCache(join(folder, 'objects'), store);
      const there = await unpackSweep(await packSweep(definition, data, store), cache, folder);
      expect(there.modelFolders).toEqual({});
      const task = { index: 0, point: { 'training.trees.rounds': 6 }, budgetDays: 1 };
      const away = await (await PointEvaluator.open({ definition, ...there, modelFolder: undefined })).evaluate(task);
      const near = await (await PointEvaluator.open({ definition, sweep: there.sweep, home: freshHome() })).evaluate(
        task,
      );
      expect(away.result).toEqual(near.result);
      expect(away.result.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(away.training).toEqual(near.training);
      expect(away.training?.kind).toBe('training');
    },
    HEAVY_MS,
  );

  it(
    'trains once what two threads want at the same time',
    async () => {
      const home = freshHome();
      const definition = await defineSweep(openStore(home), wish);
      const options = { definition, home, sweep: 'both' };
      const both = [await PointEvaluator.open(options), await PointEvaluator.open(options)];
      const point = { 'training.trees.rounds': 3, stopPoints: 3 };
      const outcomes = await Promise.all(both.map((each) => each.evaluate({ index: 0, point, budgetDays: 1 })));
      expect(outcomes.map(({ result }) => result)).toEqual(Array(2).fill(swept.results[0]));
      expect(kindsOf(verifiedLedger(home).entries)).toEqual(['training', 'sweep', 'sweep']);
    },
    HEAVY_MS,
  );

  it(
    "trains for each value of a parameter that a regime detector of one's own may know",
    async () => {
      const home = freshHome();
      const { regime: _named, ...recipe } = RECIPE;
      const own = join(repositoryRoot, 'test/research/sweeps/support/own-regime-strategy.ts');
      const training = { ...TRAINING, recipe };
      await sweep({ ...wish, home, strategy: own, training, over: { enterAdx: '21,45' } }, here());
      expect(kindsOf(verifiedLedger(home).entries)).toEqual(['training', 'sweep', 'training', 'sweep']);
    },
    HEAVY_MS,
  );

  it(
    'takes a model that is there, and trains one anew whose files were changed',
    async () => {
      const trainings = (): number =>
        kindsOf(verifiedLedger(alone).entries).filter((kind) => kind === 'training').length;
      const few = {
        ...wish,
        home: alone,
        over: { stopPoints: '4' },
        fixed: { 'training.seed': 5, 'training.trees.rounds': 3 },
      };
      const known = await sweep(few, here());
      expect(trainings()).toBe(2);
      for (const manifest of globSync(join(alone, 'cache', 'trained', '*', 'quick', 'model.json'))) {
        writeFileSync(manifest, `${readFileSync(manifest, 'utf8')} `);
      }
      const anew = await sweep({ ...few, over: { stopPoints: '4,6' } }, here());
      expect(trainings()).toBe(3);
      const all = countedTrials(verifiedLedger(alone).entries);
      expect(all.map(({ standing }) => standing.kind).filter((kind) => kind === 'repetition')).toHaveLength(2);
      expect(anew.results[0]!.digest).toBe(known.results[0]!.digest);
    },
    HEAVY_MS,
  );

  it(
    'trains anew where any file of what it kept is damaged, and clears away what a killed training left',
    async () => {
      const home = freshHome();
      const few = { ...wish, home, fixed: { 'training.seed': 5, 'training.trees.rounds': 3 } };
      const trainings = async (stopPoints: string): Promise<number> => {
        const { failed } = await sweep({ ...few, over: { stopPoints } }, here());
        expect(failed).toEqual([]);
        return kindsOf(verifiedLedger(home).entries).filter((kind) => kind === 'training').length;
      };
      const cache = join(home, 'cache', 'trained');
      expect(await trainings('3')).toBe(1);
      const [facts] = globSync(join(cache, '*', 'trained.json'));
      writeFileSync(facts!, readFileSync(facts!, 'utf8').slice(0, 40));
      mkdirSync(`${join(facts!, '..')}.killed.tmp`);
      expect(await trainings('3.5')).toBe(2);
      const [network] = globSync(join(cache, '*', 'quick', '*.onnx'));
      writeFileSync(network!, readFileSync(network!).subarray(1));
      expect(await trainings('4')).toBe(3);
      expect(await trainings('4.5')).toBe(3);
      expect(readdirSync(cache).toSorted()).toEqual([basename(join(facts!, '..')), 'locks'].toSorted());
    },
    HEAVY_MS,
  );

  it(
    'records what it kept once more where the ledger does not have it, and trains nothing',
    async () => {
      const home = freshHome();
      cpSync(join(alone, 'cache'), join(home, 'cache'), { recursive: true });
      const kept = globSync(join(home, 'cache', 'trained', '*', 'quick', 'model.json'));
      const before = kept.map((file) => statSync(file).mtimeMs);
      const few = { ...wish, home, fixed: { 'training.seed': 5, 'training.trees.rounds': 3 } };
      await sweep({ ...few, over: { stopPoints: '3' } }, here());
      await sweep({ ...few, over: { stopPoints: '3.5' } }, here());
      const there = verifiedLedger(home).entries;
      expect(kindsOf(there)).toEqual(['training', 'sweep', 'sweep']);
      expect(entries.map(({ identity }) => identity)).toContain(there[0]!.identity);
      expect(kept.map((file) => statSync(file).mtimeMs)).toEqual(before);
    },
    HEAVY_MS,
  );

  it(
    'keeps as the result of a point that its options leave nothing to learn',
    async () => {
      const over = { 'training.labels.candles': '560' };
      const { failed, results } = await sweep({ ...wish, home: freshHome(), over }, here());
      expect(results).toHaveLength(1);
      expect(failed[0]!.failed!.code).toBe('too-few-days');
    },
    HEAVY_MS,
  );
});

describe('a training that must not be', () => {
  it('ends the sweep where the recipe does not fit the strategy, and is the result of no point', async () => {
    const home = freshHome();
    const { training, ...definition } = await defineSweep(openStore(home), wish);
    const recipe = { ...training!.recipe, candle: '5m' };
    const changed = { ...definition, training: { ...training!, recipe } };
    const evaluator = await PointEvaluator.open({ definition: changed, home, sweep: 'here' });
    const point = { 'training.trees.rounds': 3, stopPoints: 3 };
    const evaluated = evaluator.evaluate({ index: 0, point, budgetDays: 1 });
    await expect(evaluated).rejects.toMatchObject({ code: 'recipe-strategy' });
  });

  const xgboost = { name: 'other', role: 'direction', kind: 'xgboost' } as const;
  const withOther: RecipeWish = { ...RECIPE, members: [...RECIPE.members, xgboost] };
  const withRecipe = (changes: Partial<RecipeWish>): Partial<SweepOptions> => ({
    training: { ...TRAINING, recipe: { ...RECIPE, ...changes } },
  });
  const choosing = join(repositoryRoot, 'test/research/sweeps/support/choosing-strategy.ts');
  const cases: readonly (readonly [string, Partial<SweepOptions>, string, RegExp])[] = [
    ['days that are tested', { training: { ...TRAINING, to: wish.from } }, 'sweep-training', /days that they know/],
    ['days in no order', { training: { ...TRAINING, from: '2025-08-08' } }, 'sweep-training', /no days/],
    ['a day that is none', { training: { ...TRAINING, from: '2025-02-31' } }, 'sweep-training', /no days/],
    [
      'days without data',
      { training: { ...TRAINING, from: '2024-03-04', to: '2024-03-08' } },
      ...(['sweep-training', /no data of WDOFUT to train on/] as const),
    ],
    ['no days', { training: undefined }, 'sweep-training', /on which days/],
    ['nothing to train', { over: { stopPoints: '3,5' }, fixed: {} }, 'sweep-training', /nothing of a training/],
    ['a model beside it', { over: { ...wish.over, model: 'a,b' } }, 'sweep-training', /either a model/],
    [
      'a kind whose result depends on the machine',
      { training: { ...TRAINING, recipe: withOther } },
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
    ['another candle', withRecipe({ candle: '5m' }), 'recipe-strategy', /candle 5m, the strategy 1m/],
    [
      'another warm-up across rolls',
      withRecipe({ warmupAcrossRoll: 'ratio' }),
      'recipe-strategy',
      /warmupAcrossRoll ratio/,
    ],
    ['a feature of nobody', withRecipe({ features: ['emaSlope_20', 'noSuch_3'] }), 'recipe-feature', /noSuch_3/],
    ['another regime', withRecipe({ regime: { id: 'cusum', parameters: {} } }), 'recipe-regime', /detector cusum/],
    [
      'a regime that some of the searched values do not have',
      { strategy: choosing, over: { enterAdx: '21,45' } },
      ...(['recipe-regime', /detector rule/] as const),
    ],
    [
      'a regime that the set values do not have',
      { strategy: choosing, fixed: { 'training.seed': 5, enterAdx: 45 } },
      ...(['recipe-regime', /detector rule/] as const),
    ],
    ['thresholds of nobody', { fixed: { thresholds: 'bold' } }, 'sweep-training', /asks for thresholds bold/],
    [
      'thresholds that some of the searched values ask for, and no trained model has',
      { strategy: choosing, over: { preset: 'fitted,bold' } },
      ...(['sweep-training', /asks for thresholds bold/] as const),
    ],
    [
      'days without data of the kind that the recipe names',
      withRecipe({ kind: 'trades' }),
      ...(['sweep-training', /no data of WDOFUT of kind trades/] as const),
    ],
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
