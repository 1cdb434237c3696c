// `qt train`: the wdo-regime ensemble from stored or synthetic candles into a model folder.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { trainWdoRegime } from '../research/training/train-wdo-regime.ts';
import { packageRoot } from '../runner/package-root.ts';
import { SYNTHETIC_FROM } from '../runner/store-synthetic-day.ts';
import { count, positive, wholeNumber } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { unwritable } from './unwritable.ts';

interface Options {
  readonly instrument: string;
  readonly from?: string;
  readonly to?: string;
  readonly kind: string;
  readonly syntheticDays?: number;
  readonly seed: number;
  readonly edge: number;
  readonly allowRefused?: boolean;
  readonly name: string;
  readonly out: string;
}

export function trainCommand(program: Command): void {
  program
    .command('train')
    .summary('the wdo-regime ensemble from stored or synthetic candles')
    .option('--instrument <symbol>', 'root, continuous name or contract', 'WDO')
    .option('--from <YYYY-MM-DD>')
    .option('--to <YYYY-MM-DD>')
    .option('--kind <kind>', 'candles to train on, or trades: minutes built of them', 'candles-1m')
    .option('--allow-refused', 'use also days that the quality gate refused; the model says so and cannot be promoted')
    .option('--synthetic-days <n>', 'train on so many days of the synthetic market instead', count)
    .option('--seed <n>', 'of the synthetic market', wholeNumber, 1)
    .option('--edge <factor>', 'of the synthetic market: how much there is to find', positive, 1)
    .option('--name <name>', 'name of the model', 'wdo-regime')
    .requiredOption('--out <folder>', 'folder of the model; use it with --model, or models/<name> of the repository')
    .addHelpText(
      'after',
      `
Examples:
  qt train --instrument WDO --from 2025-08-05 --to 2025-11-28 --out my-models/wdo-regime
  qt train --synthetic-days 60 --seed 2027 --out models/wdo-regime`,
    )
    .action(async (options: Options, command: Command) => {
      const context = contextOf(command);
      const out = resolve(options.out);
      const { from, to, syntheticDays: days, seed } = options;
      if (days === undefined && (from === undefined || to === undefined)) {
        throw new UserError({
          code: 'bad-option',
          message: 'Nothing says on which days to train',
          field: 'from',
          fix: 'Give --from and --to, or --synthetic-days',
        });
      }
      const span =
        days === undefined
          ? ({
              kind: 'stored',
              store: context.storeAccepting(options.allowRefused),
              symbol: options.instrument,
              from: from!,
              to: to!,
              parts: options.kind,
            } as const)
          : ({ kind: 'synthetic', seed, days, edge: options.edge, from: SYNTHETIC_FROM } as const);
      const report = await trainWdoRegime({ span, name: options.name, out, packageRoot }).catch((error: unknown) => {
        throw unwritable(error, out, 'out');
      });
      for (const notice of report.notices) context.say(`note: ${notice}`);
      context.result(
        { model: out, ...report },
        `${out}: ${report.trainingRows} candles to train, ${report.validationRows} to validate`,
      );
    });
}
