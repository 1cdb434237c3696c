// A model by a recipe, from `qt train` into a release: its recipe goes along, and one that was changed does not.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MARKET_DAYS, QUICK, storeMarket } from '../research/recipes/recipe-market.ts';
import { OWN_MODEL } from './support/own-model.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

it('is promoted with the recipe that it was trained by, and not with another', { timeout: 300_000 }, async () => {
  const root = repositoryCopy({ files: { 'strategies/own-model.ts': OWN_MODEL } });
  const home = temporaryFolder('train-promote');
  const qt = new WarmQt(root);
  await storeMarket(home, 4);
  const file = join(home, 'recipe.json');
  writeFileSync(file, JSON.stringify({ ...QUICK, features: ['body', 'rsi_14'] }));
  const model = join(root, 'models', 'own-model');
  const days = ['--from', MARKET_DAYS[0], '--to', MARKET_DAYS[2], '--home', home];
  await qt.json('train', 'own-model', '--recipe', file, ...days, '--out', model);
  const promote = ['promote', 'own-model', 'paper', '--from', MARKET_DAYS[3], '--to', MARKET_DAYS[3], '--home', home];
  const { dir } = await qt.json<{ dir: string }>(...promote);
  const own = join(model, 'recipe.json');
  expect(readFileSync(join(dir, 'models', 'own-model', 'recipe.json')).equals(readFileSync(own))).toBe(true);
  writeFileSync(own, readFileSync(own, 'utf8').replace('"seed": 3', '"seed": 4'));
  const refused = await qt.run(...promote, '--json');
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'release-gate-failed', field: 'modelPackage' } });
});
