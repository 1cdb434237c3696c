// Models by a recipe beside the same steps by hand, and what a recipe that does not fit is told.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import type { EntryMark } from '../../../src/adapters/ledger/ledger-entry.ts';
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { readModelFolder } from '../../../src/adapters/onnx/model-folders.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { defineFeature, hold, ruleRegime } from '../../../src/index.ts';
import { modelPackageGate } from '../../../src/promotion/gates/model-package-gate.ts';
import { driftReport } from '../../../src/research/drift/drift-report.ts';
import { trainedFigures } from '../../../src/research/drift/trained-figures.ts';
import { regimeColumns } from '../../../src/research/ensembles/regime-columns.ts';
import { type RegimeEnsemble, trainForRegimes } from '../../../src/research/ensembles/train-for-regimes.ts';
import { features } from '../../../src/research/features/features.ts';
import type { Frame } from '../../../src/research/frames/frame.ts';
import { tradingData } from '../../../src/research/frames/trading-data.ts';
import * as labels from '../../../src/research/labels/index.ts';
import { completeRecipe } from '../../../src/research/recipes/complete-recipe.ts';
import { exportByRecipe } from '../../../src/research/recipes/export-by-recipe.ts';
import {
  checkedRecipe,
  type RecipeWish,
  recipeSha256,
  recipeText,
} from '../../../src/research/recipes/model-recipe.ts';
import { recipeOfModel } from '../../../src/research/recipes/read-recipe.ts';
import { recipeWith } from '../../../src/research/recipes/recipe-with.ts';
import { type TrainedByRecipe, trainByRecipe } from '../../../src/research/recipes/train-by-recipe.ts';
import * as splits from '../../../src/research/splits/index.ts';
import { type ExportedEnsemble, exportEnsemble } from '../../../src/research/training/export/export-ensemble.ts';
import { verifyModel } from '../../../src/research/training/export/verify-model.ts';
import { writeModelFolder } from '../../../src/research/training/write-model-folder.ts';
import { userErrorOf } from '../../adapters/datasets/scratch.ts';
import { testStrategy } from '../../support/test-strategy.ts';
import { plannedJournal } from '../drift/drift-journals.ts';
import { MARKET_DAYS, QUICK, storeMarket } from './recipe-market.ts';

const home = mkdtempSync(join(tmpdir(), 'recipes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const SPAN = { from: MARKET_DAYS[0], to: MARKET_DAYS[3] };
const CODE = { version: '0.0.1' };
const PROOF = { code: CODE, parityRows: 500 };
let store: DatasetStore;
let quick: TrainedByRecipe;
let exported: ExportedEnsemble;

beforeAll(async () => {
  await storeMarket(home, 4);
  store = openStore(home);
  quick = await trainByRecipe(QUICK, { store, ...SPAN, threads: 1 });
  exported = await exportByRecipe(quick, PROOF);
});

/** What a notebook writes out, step by step, without a recipe. */
async function byHand(
  label: (candles: Frame, columns: Frame) => Frame,
  split: (made: Frame) => Parameters<typeof trainForRegimes>[2],
  weigh: (made: Frame, candles: Frame) => Parameters<typeof trainForRegimes>[4]['weights'],
): Promise<{ readonly ensemble: RegimeEnsemble; readonly inputs: Frame; readonly candles: Frame }> {
  const span = { ...SPAN, instrument: 'WDOFUT', candle: '1m' };
  const { candles } = await tradingData(store, { ...span, indicators: [], features: [] });
  const specs = ['emaSlope_20', 'rsi_14', 'adx_14', 'atr_14'].map((id) => featureById(id)!);
  const inputs = await features(store, specs, { ...span, warmupCandles: 300 });
  const made = label(candles, inputs);
  const ensemble = await trainForRegimes(inputs, made, split(made), QUICK.members, {
    ...{ regimes: regimeColumns(candles, ruleRegime()), weights: weigh(made, candles) },
    ...{ neutralPoints: 1, costPoints: 1, tickPoints: 0.5, leastTrades: 5, seed: 3, threads: 1, name: 'quick', home },
  });
  return { ensemble, inputs, candles };
}

function exportedByHand({ ensemble, inputs, candles }: Awaited<ReturnType<typeof byHand>>, horizonCandles: number) {
  return exportEnsemble(ensemble, {
    ...{
      name: 'quick',
      features: inputs,
      candles,
      candle: '1m',
      horizonCandles,
      warmupCandles: 300,
      regime: ruleRegime(),
    },
    ...{ sideSource: quick.sideSource, seed: 3, ...PROOF },
  });
}

/** All files but those that name the recipe. */
const isOfModel = (name: string): boolean => /\.onnx$|golden/.test(name);

const CASES: readonly (readonly [
  name: string,
  change: Partial<RecipeWish>,
  label: (candles: Frame, columns: Frame) => Frame,
  split: (made: Frame) => Parameters<typeof trainForRegimes>[2],
  weigh: (made: Frame, candles: Frame) => Parameters<typeof trainForRegimes>[4]['weights'],
  horizon: number,
])[] = [
  [
    'moves by time, folds, uniqueness',
    {},
    (candles) => labels.forwardReturn(candles, { candles: 5 }),
    (made) => splits.purgedKFold(made, { folds: 2 }),
    (made, candles) => labels.averageUniqueness(made, candles),
    5,
  ],
  [
    'barriers of a volatility, combinations, returns that decay',
    {
      labels: { kind: 'tripleBarrier', up: { times: 1.5, of: 'atr_14' }, down: { points: 3 }, candles: 8 },
      weights: { kind: 'returnAttribution', oldest: 0.5 },
      splits: { kind: 'combinatorialPurged', groups: 3, testGroups: 1, embargo: { candles: 10 } },
    },
    (candles, columns) =>
      labels.tripleBarrier(candles, {
        ...{ up: { times: 1.5, of: columns.column('atr_14') }, down: { points: 3 }, candles: 8 },
      }),
    (made) => splits.combinatorialPurged(made, { groups: 3, testGroups: 1, embargo: { candles: 10 } }),
    (made, candles) => {
      const [share, decay] = [labels.returnAttribution(made, candles), labels.timeDecay(made, candles, 0.5)];
      return Float64Array.from(
        { length: made.rows },
        (_, row) => Number(share.values[row]) * Number(decay.values[row]),
      );
    },
    8,
  ],
  [
    'trends, walking forward, all alike',
    {
      labels: { kind: 'trendScanning', min: 4, max: 9, leastTValue: 3 },
      weights: { kind: 'equal' },
      splits: { kind: 'walkForward', train: 1, test: 1, window: 'anchored' },
    },
    (candles) => labels.trendDirection(candles, { min: 4, max: 9, leastTValue: 3 }),
    (made) => splits.walkForward(made, { train: 1, test: 1, window: 'anchored' }),
    () => undefined,
    9,
  ],
];

describe('a model by its recipe', () => {
  it.each(CASES)('is to the byte the one by hand: %s', async (_, change, label, split, weigh, horizon) => {
    const trained =
      Object.keys(change).length === 0
        ? quick
        : await trainByRecipe({ ...QUICK, ...change }, { store, ...SPAN, threads: 1 });
    const hand = await byHand(label, split, weigh);
    expect(trained.ensemble.thresholds).toEqual(hand.ensemble.thresholds);
    expect(trained.ensemble.predictions).toEqual(hand.ensemble.predictions);
    const [recipe, loose] = [await exportByRecipe(trained, PROOF), await exportedByHand(hand, horizon)];
    const names = [...loose.files.keys()].filter(isOfModel);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(recipe.files.get(name)).toEqual(loose.files.get(name));
    expect({ ...recipe.manifest, recipe: undefined }).toEqual({ ...loose.manifest, recipe: undefined });
    expect(loose.files.has('recipe.json')).toBe(false);
    expect(JSON.parse(new TextDecoder().decode(loose.files.get('training.json'))).recipe).toBeNull();
  });

  it('is trained again from its own folder to the same bytes, by any number of threads', async () => {
    const folder = join(home, 'again');
    await writeModelFolder(folder, exported.files);
    const recipe = await recipeOfModel(folder);
    expect(recipe).toEqual(checkedRecipe(quick.recipe));
    const again = await trainByRecipe(recipe!, { store, ...SPAN, threads: 2, cache: false });
    const second = await exportByRecipe(again, PROOF);
    expect([...second.files]).toEqual([...exported.files]);
    expect((await readModelFolder(folder)).manifest.recipe).toEqual({
      ...{ file: 'recipe.json', sha256: recipeSha256(recipe!) },
    });
  });

  it('shows in a check when its recipe was changed, and is not trained by one of another model', async () => {
    const folder = join(home, 'changed');
    await writeModelFolder(folder, exported.files);
    const check = async () =>
      (await verifyModel(folder, { rows: 50, seed: 1 })).filter(({ result }) => result !== 'passed');
    expect(await check()).toEqual([]);
    const trading = testStrategy(() => hold('looks only'), { model: 'quick', regime: ruleRegime() });
    expect((await modelPackageGate(folder, trading)).gate.passed).toBe(true);
    const file = join(folder, 'recipe.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 3', '"seed": 4'));
    expect(await check()).toMatchObject([{ check: 'recipe', file: 'recipe.json', result: 'failed' }]);
    expect((await modelPackageGate(folder, trading)).gate).toMatchObject({
      ...{ passed: false, reason: expect.stringContaining(`${file} has sha256`) },
    });
    await expect(recipeOfModel(folder)).rejects.toMatchObject({ code: 'model-file-changed', file });
    // a model by hand over it: what lies there is not its recipe
    const hand = await byHand(...(CASES[0]!.slice(2, 5) as Parameters<typeof byHand>));
    await writeModelFolder(folder, (await exportedByHand(hand, 5)).files);
    expect(existsSync(file)).toBe(true);
    expect(await recipeOfModel(folder)).toBeUndefined();
  });

  it('is in the ledger with its recipe, and nothing keeps it out', async () => {
    const { entries, fault } = verifiedLedger(home);
    expect(fault).toBeUndefined();
    const { trial } = entries.find((entry) => entry.trial.kind === 'training')!;
    expect(trial).toMatchObject({ strategy: 'quick', settings: { recipe: JSON.parse(recipeText(quick.recipe)) } });
    expect(trial.data.parts).toBe(4);
    const manifestSha256 = createHash('sha256').update(exported.files.get('model.json')!).digest('hex');
    const made = entries.filter((entry) => entry.trial.model?.manifestSha256 === manifestSha256);
    expect(made[0]).toMatchObject({ trial: { ...trial, model: { name: 'quick', manifestSha256 } } });
    const before = entries.length;
    const trials: Trial[] = [];
    const changed = recipeWith(checkedRecipe(QUICK), { 'trees.leaves': 3 });
    const marks: EntryMark[] = [];
    const onRecorded = (each: Trial, entry: EntryMark): void => {
      // it stands there before anybody is told
      expect(verifiedLedger(home).entries.at(-1)).toMatchObject({ seq: entry.seq, sha256: entry.sha256 });
      trials.push(each);
      marks.push(entry);
    };
    const swallowed: Trial[] = [];
    const options = { store, ...SPAN, threads: 1, onRecorded, record: (each: Trial) => swallowed.push(each) };
    await trainByRecipe(changed, options);
    expect(swallowed).toEqual([]);
    expect(marks).toMatchObject([{ seq: before + 1 }]);
    expect(verifiedLedger(home).entries).toHaveLength(before + 1);
    expect(trials).toMatchObject([
      { kind: 'training', settings: { recipe: { members: [{}, { options: { leaves: 3 } }, {}] } } },
    ]);
  });

  it('tells drift what it is held against', async () => {
    const folder = join(home, 'drift');
    const { files, manifest } = exported;
    await writeModelFolder(folder, files);
    const text = readFileSync(join(folder, 'training.json'), 'utf8');
    const { settings, classes, passes } = trainedFigures(text);
    expect(settings).toEqual({ neutralPoints: 1 });
    const { rows, predictions } = quick.ensemble;
    const labelled = [0, 1, 2].map(
      (k) => rows.direction.filter((each, row) => rows.isUsed[row] === 1 && each === k).length,
    );
    expect(classes).toEqual(labelled);
    const { fitted } = manifest.thresholds;
    const inRange = predictions.flat().filter(({ regime }) => regime === 'range');
    expect(passes!.fitted!.range!.candles).toBe(inRange.length);
    const share = inRange.filter(({ direction }) => direction >= fitted!.range.direction).length / inRange.length;
    expect(passes!.fitted!.range!.passing.direction).toBe(share);
    const model = await readModelFolder(folder);
    const run = plannedJournal(home, { model, seed: 1, days: 8, suffix: '000001' });
    const report = await driftReport({ runs: [run], model });
    expect(report.scores.live).toBeDefined();
    const subjects = report.findings.map(({ subject, name }) => `${subject} ${name}`);
    expect(subjects).toEqual(expect.arrayContaining(['gate probability', 'calibration log loss', 'trades entries']));
    expect(report.findings.find(({ name }) => name === 'log loss')!.shift).toBeDefined();
    expect(report.findings.find(({ subject }) => subject === 'gate')!.shift).toBeDefined();
  });

  it('has no neutral points where its labels say by themselves what is flat', async () => {
    const wish: RecipeWish = {
      ...QUICK,
      labels: { kind: 'tripleBarrier', up: { points: 3 }, down: { points: 3 }, candles: 8 },
    };
    const { ensemble } = await trainByRecipe(wish, { store, ...SPAN, threads: 1 });
    expect(ensemble.rows.neutralPoints).toBeUndefined();
    expect(new Set(ensemble.rows.direction.filter((_, row) => ensemble.rows.isUsed[row] === 1))).toEqual(
      new Set([0, 1, 2]),
    );
  });
});

describe('a recipe of a strategy', () => {
  const upTick = defineFeature(
    { id: 'upTick', meaning: 'close minus open', unit: 'points', warmup: 1, sessionRule: 'continue' },
    () => (out, candle) => out.set(candle.close - candle.open),
  );
  const strategy = testStrategy(() => hold('looks only'), {
    features: { upTick, rsi: featureById('rsi_14')! },
    regime: ruleRegime(),
  });
  const { features: _, candle: _c, regime: _r, instrument: _i, warmupCandles: _w, ...open } = QUICK;

  it('takes from it what is left open, its own features too, and says so in the folder', async () => {
    const trained = await trainByRecipe(open, { store, ...SPAN, strategy, threads: 1 });
    expect(trained.recipe).toMatchObject({ instrument: 'WDOFUT', candle: '1m', features: ['upTick', 'rsi_14'] });
    expect(trained.recipe.regime.parameters).toEqual(ruleRegime().parameters);
    expect(trained.ensemble.rows.inputs).toEqual(['upTick', 'rsi_14']);
    const { manifest } = await exportByRecipe(trained, PROOF);
    expect(manifest.inputs).toEqual(['upTick', 'rsi_14']);
    // a run takes as many candles before a session as its strategy says
    const early = completeRecipe(checkedRecipe({ ...open, warmupCandles: 60 }), { ...strategy, warmupCandles: 400 });
    expect(early.recipe.warmupCandles).toBe(400);
  });

  it.each<readonly [string, RecipeWish, string, string]>([
    ['another candle', { ...QUICK, candle: '5m' }, 'recipe-strategy', 'candle'],
    ['other rolls', { ...QUICK, warmupAcrossRoll: 'ratio' }, 'recipe-strategy', 'warmupAcrossRoll'],
    ['another detector', { ...QUICK, regime: { id: 'cusum', parameters: {} } }, 'recipe-regime', 'regime'],
    [
      'other settings of it',
      { ...QUICK, regime: { id: 'rule', parameters: { adxEnter: 30 } } },
      'recipe-regime',
      'regime',
    ],
    [
      'settings of no use',
      { ...QUICK, regime: { id: 'rule', parameters: { adxEnter: 200 } } },
      'recipe-invalid',
      'regime.parameters',
    ],
    ['a feature that nobody has', { ...QUICK, features: ['rsi_15', 'upTick'] }, 'recipe-feature', 'features'],
    [
      'a feature of a label that nobody has',
      { ...QUICK, labels: { kind: 'tripleBarrier', up: { times: 1, of: 'atr' }, down: { points: 1 }, candles: 5 } },
      'recipe-feature',
      'labels',
    ],
  ])('refuses %s', async (_name, wish, code, field) => {
    expect(await userErrorOf(trainByRecipe(wish, { store, ...SPAN, strategy }))).toMatchObject({ code, field });
  });

  it.each<readonly [string, Partial<RecipeWish>, string, string]>([
    ['features', { features: undefined }, 'recipe-incomplete', 'features'],
    ['a candle', { candle: undefined }, 'recipe-incomplete', 'candle'],
    ['a detector', { regime: undefined }, 'recipe-regime', 'regime'],
    ['a detector that numbers make', { regime: { id: 'mine', parameters: {} } }, 'recipe-regime', 'regime'],
    ['a price step', { instrument: 'NOBODY' }, 'recipe-incomplete', 'tickPoints'],
  ])('refuses, without one, to be without %s', async (_name, change, code, field) => {
    expect(await userErrorOf(trainByRecipe({ ...QUICK, ...change }, { store, ...SPAN }))).toMatchObject({
      code,
      field,
    });
  });

  it('ends when it is told to', async () => {
    const later = new AbortController();
    const said: string[] = [];
    const onProgress = (done: number, _total: number, what: string): void => {
      said.push(what);
      if (done === 2) later.abort(new Error('in the middle'));
    };
    const begun = trainByRecipe(QUICK, { store, ...SPAN, threads: 1, signal: later.signal, onProgress });
    await expect(begun).rejects.toThrow('in the middle');
    expect(said).toEqual(['line, split 1 of 2', 'line, split 2 of 2', 'line, all rows']);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(trainByRecipe(QUICK, { store, ...SPAN, signal })).rejects.toThrow('enough');
  });
});
