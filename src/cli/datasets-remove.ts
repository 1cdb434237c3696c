// `qt datasets remove`: parts of one instrument leave the store, after the user has said that they shall.

import type { Command } from 'commander';
import { chosenForRemoval, removeParts } from '../adapters/datasets/removing.ts';
import { UserError } from '../adapters/user-error.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { partKindOf } from './part-kind-of.ts';

interface Options {
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  readonly yes?: boolean;
}

export function removeDatasetsCommand(datasets: Command): void {
  datasets
    .command('remove')
    .summary('parts of one instrument out of the store')
    .argument('<instrument>', 'as qt datasets list names it')
    .option('--kind <kind>', 'one kind only')
    .option('--from <YYYY-MM-DD>', 'first day')
    .option('--to <YYYY-MM-DD>', 'last day')
    .option('--yes', 'remove; without it the parts are only listed')
    .addHelpText(
      'after',
      '\nExample:\n  qt datasets remove WDOU25 --kind trades --from 2025-08-05 --to 2025-08-05 --yes',
    )
    .action(async (instrument: string, options: Options, command: Command) => {
      const context = contextOf(command);
      const { from, to } = options;
      const kind = options.kind === undefined ? undefined : partKindOf(options.kind);
      const choice = { instrument, kind, from, to };
      const chosen = chosenForRemoval(context.store, choice);
      if (chosen.length === 0) {
        throw new UserError({
          code: 'part-missing',
          message: `The store has nothing of ${instrument} that this would remove`,
          field: 'instrument',
          fix: 'qt datasets list shows what is there',
        });
      }
      const removed = options.yes === true ? await removeParts(context.store, choice) : [];
      const parts = chosen.map(({ kind: name, day }) => ({ instrument, kind: name, day }));
      const days = `${counted(chosen.length, 'part')} of ${instrument} (${chosen[0]!.day} to ${chosen.at(-1)!.day})`;
      const text = options.yes === true ? `Removed ${days}` : `Would remove ${days}: say --yes to do it`;
      context.result({ removed: removed.length, parts }, text);
    });
}
