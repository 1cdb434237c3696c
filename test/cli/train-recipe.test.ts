// `qt train` by a recipe: of the strategy's model, of a file, with other values; what it refuses.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { checkedRecipe, recipeText } from '../../src/research/recipes/model-recipe.ts';
import { countedTrials, isTrial } from '../../src/research/trials/counted-trials.ts';
import { MARKET_DAYS, QUICK, storeMarket } from '../research/recipes/recipe-market.ts';
import { OWN_MODEL } from './support/own-model.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

const root = repositoryCopy({
  files: {
    'strategies/own-model.ts': OWN_MODEL,
    'strategies/no-model.ts': OWN_MODEL.replace("  model: 'own-model',\n", '').replace(
      "name: 'own-model'",
      "name: 'no-model'",
    ),
  },
});
const home = temporaryFolder('train-recipe');
const qt = new WarmQt(root);
const DAYS = ['--from', MARKET_DAYS[0], '--to', MARKET_DAYS[3], '--home', home];
const model = join(root, 'models', 'own-model');
const file = join(home, 'recipe.json');

interface Told {
  readonly model: string;
  readonly trainingRows: number;
  readonly validationRows: number;
  readonly recipe: string;
}

beforeAll(async () => {
  await storeMarket(home, 4);
  // what the strategy answers is left open
  const { features, candle, regime, instrument, ...open } = QUICK;
  writeFileSync(file, JSON.stringify(open));
});

describe('qt train by a recipe', () => {
  it('says how to get one where the model has none', async () => {
    const outcome = await qt.run('train', 'own-model', ...DAYS, '--out', model, '--json');
    const { error } = JSON.parse(outcome.stdout);
    expect([outcome.code, error.code]).toEqual([1, 'recipe-missing']);
    expect(error.fix).toMatch(/trainByRecipe.*exportByRecipe.*--recipe/);
    expect(existsSync(model)).toBe(false);
  });

  it('trains by a file, then the same model again by the folder alone', async () => {
    const told = await qt.json<Told>('train', 'own-model', '--recipe', file, ...DAYS, '--out', model);
    expect(told.trainingRows).toBeGreaterThan(1000);
    expect(told.validationRows).toBe(told.trainingRows);
    const recipe = JSON.parse(readFileSync(join(model, 'recipe.json'), 'utf8'));
    expect(recipe).toMatchObject({
      name: 'own-model',
      candle: '1m',
      features: ['body', 'rsi_14'],
      instrument: 'WDOFUT',
    });
    const again = join(home, 'again');
    expect(await qt.json<Told>('train', 'own-model', ...DAYS, '--out', again)).toEqual({ ...told, model: again });
    for (const name of ['model.json', 'recipe.json', 'training.json', 'trees.onnx', 'golden.json']) {
      const [first, second] = [model, again].map((folder) => readFileSync(join(folder, name)));
      expect(second!.equals(first!), name).toBe(true);
    }
    const trained = verifiedLedger(home).entries.filter(({ trial }) => trial.kind === 'training');
    expect(trained.map(({ trial }) => trial.strategy)).toEqual(Array.from(trained, () => 'own-model'));
    // each twice: before it has files, and with them
    const manifestSha256 = createHash('sha256')
      .update(readFileSync(join(model, 'model.json')))
      .digest('hex');
    const made = { name: 'own-model', manifestSha256 };
    expect(trained.map(({ trial }) => trial.model)).toEqual([null, made, null, made]);
    expect(countedTrials(trained).filter(({ standing }) => isTrial(standing))).toHaveLength(1);
    // the strategy trades it as it is
    await qt.json(
      'backtest',
      'own-model',
      '--from',
      MARKET_DAYS[3],
      '--to',
      MARKET_DAYS[3],
      '--home',
      home,
      '--no-record',
    );
  });

  it('takes other values by path, and names what there is', async () => {
    const out = join(home, 'other');
    const told = await qt.run(
      'train',
      'own-model',
      '--set',
      'trees.leaves=3',
      'labels.candles=6',
      ...DAYS,
      '--out',
      out,
    );
    expect(told.code, told.stderr).toBe(0);
    expect(told.stdout).toMatch(/candles to train, .*pays on all validation paths in /);
    const { horizonCandles } = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'));
    expect(horizonCandles).toBe(6);
    const none = join(home, 'none');
    const refused = await qt.run('train', 'own-model', '--set', 'trees.leafs=3', ...DAYS, '--out', none, '--json');
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'recipe-path', field: 'trees.leafs' } });
    expect(existsSync(none)).toBe(false);
  });

  it.each<readonly [string, readonly string[], number, string, string | undefined]>([
    ['a strategy without a model', ['no-model'], 1, 'train-no-model', 'strategy'],
    ['a strategy that is none', ['nobody'], 1, 'strategy-unknown', 'strategy'],
    ['a file that is none', ['--recipe', 'none.json'], 1, 'recipe-missing', undefined],
    ['a field that is none', ['--recipe', 'unknown.json'], 1, 'recipe-invalid', 'horizon'],
    ['features of nobody without the strategy', ['--recipe', 'own.json'], 1, 'recipe-feature', 'features'],
    ['days of the synthetic market', ['own-model', '--synthetic-days', '3'], 2, 'bad-option', 'syntheticDays'],
    ['values of what has no recipe', ['--set', 'seed=3'], 2, 'bad-option', 'set'],
  ])('refuses %s', async (_, args, code, error, field) => {
    const own = checkedRecipe({ ...QUICK, features: ['body'] });
    writeFileSync(join(home, 'own.json'), recipeText(own));
    writeFileSync(join(home, 'unknown.json'), JSON.stringify({ ...QUICK, horizon: 5 }));
    const placed = args.map((each) => (each.endsWith('.json') ? join(home, each) : each));
    const outcome = await qt.run('train', ...placed, ...DAYS, '--out', join(home, 'none'), '--json');
    const told = JSON.parse(outcome.stdout).error;
    expect([outcome.code, told.code, told.field]).toEqual([code, error, field]);
  });

  it('refuses a recipe in the folder that was changed since', async () => {
    const copy = join(root, 'models', 'own-model', 'recipe.json');
    const text = readFileSync(copy, 'utf8');
    writeFileSync(copy, text.replace('"seed": 3', '"seed": 5'));
    const outcome = await qt.run('train', 'own-model', ...DAYS, '--out', join(home, 'none'), '--json');
    writeFileSync(copy, text);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: 'model-file-changed' } });
  });
});
