// `qt trials`: what was tried, what came of it, and whether the record of it is whole.

import type { Command } from 'commander';
import { contextOf } from './context-of.ts';
import { judgeTrialCommand } from './trials-judge.ts';
import { listTrials, listTrialsCommand } from './trials-list.ts';
import { repairTrialsCommand } from './trials-repair.ts';
import { showTrialCommand } from './trials-show.ts';
import { verifyTrialsCommand } from './trials-verify.ts';

export function trialsCommand(program: Command): void {
  const trials = program
    .command('trials')
    .summary('the ledger of everything that was tried on data')
    .addHelpText(
      'after',
      '\nExamples:\n  qt trials list --strategy wdo-regime\n  qt trials show 12\n  qt trials verify',
    )
    .action((_options: object, command: Command) => listTrials(contextOf(command), {}));
  listTrialsCommand(trials);
  showTrialCommand(trials);
  judgeTrialCommand(trials);
  verifyTrialsCommand(trials);
  repairTrialsCommand(trials);
}
