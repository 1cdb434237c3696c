// What a strategy threw and the trial that was recorded of its run in; the UserError that carries both to whoever runs many, out.

import type { EntryMark } from '../adapters/ledger/ledger-entry.ts';
import type { Trial } from '../adapters/ledger/trial.ts';
import { UserError } from '../adapters/user-error.ts';

export interface ThrownRun {
  readonly strategy: string;
  readonly thrown: { readonly timeUs: number; readonly text: string };
  readonly trial: Trial;
  readonly entry: EntryMark;
}

/** `strategy-threw`. Its sessions until then were seen: another home, such as that of a sweep over several machines, must record them too. */
export class StrategyThrew extends UserError {
  readonly trial: Trial;
  readonly entry: EntryMark;

  constructor({ strategy, thrown, trial, entry }: ThrownRun) {
    super({
      code: 'strategy-threw',
      message: `${thrown.text} (at ${new Date(thrown.timeUs / 1000).toISOString()})`,
      fix: `Mend decide() in the strategy ${strategy}; entries were switched off and the run was stopped`,
    });
    this.trial = trial;
    this.entry = entry;
  }
}
