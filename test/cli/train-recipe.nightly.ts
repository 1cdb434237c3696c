// A model by a recipe, from `qt train` into a release: its recipe goes along, one that was changed does not; and a training that is stopped leaves nothing.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { MARKET_DAYS, QUICK, storeMarket } from '../research/recipes/recipe-market.ts';
import { OWN_MODEL } from './support/own-model.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder, WarmQt } from './support/qt.ts';
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

it('leaves no model behind on Ctrl+C, and nothing in the ledger', { timeout: 120_000 }, async () => {
  const home = temporaryFolder('train-stopped');
  await storeMarket(home, 4);
  const file = join(home, 'recipe.json');
  writeFileSync(file, JSON.stringify(QUICK));
  const out = join(home, 'model');
  const days = ['--from', MARKET_DAYS[0], '--to', MARKET_DAYS[3], '--home', home];
  const args = ['train', '--recipe', file, '--set', 'trees.rounds=100000', ...days, '--out', out, '--json'];
  const child = startNode(join(repositoryRoot, 'src', 'cli', 'main.ts'), args);
  const ended = outcomeOf(child);
  const cache = join(home, 'cache', 'features');
  await vi.waitUntil(() => existsSync(cache) && readdirSync(cache).some((name) => name.endsWith('.frame')), 60_000);
  await new Promise((done) => setTimeout(done, 2_000));
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'train-stopped']);
  expect(existsSync(out)).toBe(false);
  expect(verifiedLedger(home).entries).toEqual([]);
});
