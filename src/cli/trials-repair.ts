// `qt trials repair`: a ledger whose head.json is lost takes its last entry for the newest, where releases, runs and sweeps miss none.

import type { Command } from 'commander';
import { brokenLedger } from '../adapters/ledger/ledger-error.ts';
import { repairHead } from '../adapters/ledger/repair-head.ts';
import { ledgerFault } from '../promotion/release/ledger-fault.ts';
import { contextOf } from './context-of.ts';

export function repairTrialsCommand(trials: Command): void {
  trials
    .command('repair')
    .summary('takes the last entry for the newest, where head.json is lost and nothing else is wrong')
    .addHelpText('after', '\nExample:\n  qt trials repair')
    .action((_options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const head = repairHead(home, (ledger) => {
        const lost = ledgerFault(home, ledger);
        if (lost !== undefined) throw brokenLedger(home, lost);
      });
      const says =
        head === undefined
          ? 'Nothing is to be repaired'
          : `Entry ${head.seq} (${head.sha256}) is the newest from now on. Whether entries after it were cut off cannot be known`;
      context.result({ repaired: head !== undefined, head: head ?? null }, says);
    });
}
