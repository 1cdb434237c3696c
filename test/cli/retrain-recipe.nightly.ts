// `qt retrain STRATEGY` of a model with a recipe of its own: each roll is trained by it, and what has no recipe is refused with how to get one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import type { Challenger } from '../../src/cli/challenger.ts';
import type { Retrained } from '../../src/runner/retraining/retrain.ts';
import { MARKET_DAYS, QUICK, storeMarket } from '../research/recipes/recipe-market.ts';
import { qt, temporaryFolder } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

const STRATEGY = `// A strategy with a model of its own.
import { defineStrategy, hold, rsi, ruleRegime, target } from 'quantumtrader';

export default defineStrategy({
  name: 'own-model',
  instruments: { trade: 'WDOFUT' },
  candle: '1m',
  features: { rsi: rsi() },
  regime: ruleRegime(),
  model: 'own-model',
  decide: ({ features }) => {
    if (features.rsi < 45) return target(1, { stopPoints: 5, targetPoints: 5 }, 'low');
    return hold('not low');
  },
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 1, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
});
`;
type Told = Retrained & Challenger & { readonly model: string };

const RETRAIN = ['--days', '4', '--validation-days', '1', '--rolls', '3', '--day', MARKET_DAYS[7]!];

describe('a model with a recipe', () => {
  const strategy = 'strategies/own-model.ts';
  const root = repositoryCopy({ files: { [strategy]: STRATEGY } });
  const home = temporaryFolder('retrain-recipe');
  const run = async <T>(...args: readonly string[]): Promise<{ readonly code: number | null; readonly told: T }> => {
    const { code, stdout } = await qt([...args, '--home', home, '--json'], root);
    return { code, told: JSON.parse(stdout) as T };
  };

  beforeAll(async () => {
    await storeMarket(home, 8);
    const { features, candle, regime, instrument, ...open } = QUICK;
    writeFileSync(join(home, 'recipe.json'), JSON.stringify({ ...open, features }));
  });

  it('is refused before it has one', async () => {
    const { code, told } = await run<{ error: { code: string; fix: string } }>('retrain', 'own-model', ...RETRAIN);
    expect(code).toBe(1);
    expect(told.error).toMatchObject({ code: 'recipe-missing', fix: expect.stringContaining('trainByRecipe') });
  });

  it('is trained by it in each roll, needs no machine.json, and can be the champion of the next time', async () => {
    const days = ['--from', MARKET_DAYS[0]!, '--to', MARKET_DAYS[3]!];
    const model = join(root, 'models', 'own-model');
    const made = await run('train', 'own-model', '--recipe', join(home, 'recipe.json'), ...days, '--out', model);
    expect(made.code).toBe(0);
    const recipe = readFileSync(join(model, 'recipe.json'), 'utf8');

    const first = await run<Told>('retrain', 'own-model', ...RETRAIN);
    expect(first.code, JSON.stringify(first.told)).toBe(0);
    const { rolls, model: candidate, judged, recipe: rolled, comparison, proposal } = first.told;
    expect(rolls.map(({ validation }) => validation.from)).toEqual([MARKET_DAYS[6], MARKET_DAYS[5]]);
    for (const folder of [candidate, ...rolls.map((roll) => roll.model)]) {
      expect(readFileSync(join(folder, 'recipe.json'), 'utf8')).toBe(recipe);
    }
    expect(rolled).toMatchObject({ rolls: 3, days: 3, from: MARKET_DAYS[5], to: MARKET_DAYS[7] });
    // nothing but this recipe was tried on these days
    expect(judged).toMatchObject({ days: 3, trials: 1, uncompared: 0 });
    expect(comparison).toBeNull();
    expect(proposal.reasons[0]).toBe('there are no results of both by day');
    const { entries, fault } = verifiedLedger(home);
    expect(fault).toBeUndefined();
    const finished = entries.filter(({ trial }) => trial.outcome === 'finished');
    const trainings = finished.filter(({ trial }) => trial.kind === 'training');
    // each before it has files, and with them
    expect(trainings.filter(({ trial }) => trial.model === null)).toHaveLength(4);
    expect(trainings.filter(({ trial }) => trial.model !== null)).toHaveLength(4);
    const kinds = finished.map(({ trial }) => trial.kind);
    expect(kinds.filter((kind) => kind === 'backtest')).toHaveLength(2);

    const against = ['--against', first.told.candidate];
    const again = await run<Told>('retrain', 'own-model', ...RETRAIN, ...against);
    // the same days and the same recipe: the very same model, in a release that knows of more trials; it cannot be better than itself
    expect(readFileSync(join(again.told.model, 'model.json'))).toEqual(readFileSync(join(candidate, 'model.json')));
    expect(again.told.sideBySide!.candles).toBeGreaterThan(400);
    expect(again.told.sideBySide!.differences).toEqual([]);
    expect(again.told.comparison).toMatchObject({ champion: again.told.comparison!.challenger });
  }, 600_000);
});
