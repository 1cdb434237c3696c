// `qt train [STRATEGY]`: a strategy's model by its recipe, or the wdo-regime ensemble, into a model folder.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { trainWdoRegime } from '../research/training/train-wdo-regime.ts';
import { packageRoot } from '../runner/package-root.ts';
import { SYNTHETIC_FROM } from '../runner/store-synthetic-day.ts';
import { count, positive, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { chosenRecipe, type RecipeWords, trainChosen } from './train-by-recipe.ts';
import { unwritable } from './unwritable.ts';

interface Options extends RecipeWords {
  readonly syntheticDays?: number;
  readonly seed: number;
  readonly edge: number;
  readonly out: string;
}

export function trainCommand(program: Command): void {
  program
    .command('train')
    .summary("a strategy's model by its recipe, or the wdo-regime ensemble")
    .argument('[strategy]', 'whose model is trained, by the recipe in its folder (default: the wdo-regime ensemble)')
    .option('--recipe <file>', 'train by this recipe; the strategy, where named, has features of its own')
    .option('--set <path=value...>', 'what the recipe is to have in place of its own, such as trees.leaves=8')
    .option('--instrument <symbol>', "root, continuous name or contract (default: the recipe's; WDO)")
    .option('--from <YYYY-MM-DD>')
    .option('--to <YYYY-MM-DD>')
    .option(
      '--kind <kind>',
      "candles to train on, or trades: candles built of them (default: the recipe's; candles-1m)",
    )
    .option('--allow-refused', 'use also days that the quality gate refused; the model says so and cannot be promoted')
    .option('--synthetic-days <n>', 'train wdo-regime on so many days of the synthetic market instead', count)
    .option('--seed <n>', 'of the synthetic market', wholeNumber, 1)
    .option('--edge <factor>', 'of the synthetic market: how much there is to find', positive, 1)
    .option('--name <name>', "name of the model (default: the strategy's or the recipe's; wdo-regime)")
    .requiredOption('--out <folder>', 'folder of the model; use it with --model, or models/<name> of the repository')
    .addHelpText(
      'after',
      `
Examples:
  qt train my-strategy --from 2025-08-05 --to 2025-11-28 --out models/my-model
  qt train --recipe recipe.json --set trees.leaves=8 --from 2025-08-05 --to 2025-11-28 --out my-models/eight-leaves
  qt train --instrument WDO --from 2025-08-05 --to 2025-11-28 --out my-models/wdo-regime
  qt train --synthetic-days 60 --seed 2027 --out models/wdo-regime`,
    )
    .action(async (name: string | undefined, options: Options, command: Command) => {
      const context = contextOf(command);
      const out = resolve(options.out);
      const chosen = await chosenRecipe(name, options);
      if (chosen === undefined) return trainBuiltIn(context, options, out);
      const { from, to, syntheticDays } = options;
      if (syntheticDays !== undefined) {
        const fix = 'Give --from and --to; qt synth stores days of the synthetic market';
        const message = 'A recipe trains on stored days';
        throw new UserError({ code: 'bad-option', message, field: 'syntheticDays', fix });
      }
      if (from === undefined || to === undefined) throw noDays('Give --from and --to');
      await trainChosen(context, chosen, { ...options, from, to }, out);
    });
}

async function trainBuiltIn(context: CommandContext, options: Options, out: string): Promise<void> {
  const { from, to, syntheticDays: days, seed, instrument = 'WDO', kind = 'candles-1m', name = 'wdo-regime' } = options;
  if (options.set !== undefined) {
    const message = 'The wdo-regime ensemble has no recipe to set anything of';
    throw new UserError({ code: 'bad-option', message, field: 'set', fix: 'Name a recipe with --recipe' });
  }
  if (days === undefined && (from === undefined || to === undefined)) {
    throw noDays('Give --from and --to, or --synthetic-days');
  }
  const store = context.storeAccepting(options.allowRefused);
  const span =
    days === undefined
      ? ({ kind: 'stored', store, symbol: instrument, from: from!, to: to!, parts: kind } as const)
      : ({ kind: 'synthetic', seed, days, edge: options.edge, from: SYNTHETIC_FROM } as const);
  const report = await trainWdoRegime({ span, name, out, packageRoot }).catch((error: unknown) => {
    throw unwritable(error, out, 'out');
  });
  for (const notice of report.notices) context.say(`note: ${notice}`);
  context.result(
    { model: out, ...report },
    `${out}: ${report.trainingRows} candles to train, ${report.validationRows} to validate`,
  );
}

function noDays(fix: string): UserError {
  return new UserError({ code: 'bad-option', message: 'Nothing says on which days to train', field: 'from', fix });
}
