// `qt trials verify`: the chain walked and laid beside releases and runs; the first line that is not what was written, the last entry that is.

import type { Command } from 'commander';
import type { LedgerEntry } from '../adapters/ledger/ledger-entry.ts';
import { verifiedLedger } from '../adapters/ledger/verify-ledger.ts';
import { ledgerFault, otherLedgers } from '../promotion/release/ledger-fault.ts';
import { countedTrials } from '../research/trials/counted-trials.ts';
import { killedRuns } from '../research/trials/killed-runs.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

export function verifyTrialsCommand(trials: Command): void {
  trials
    .command('verify')
    .summary('whether the ledger is one unbroken chain that has lost nothing (exit code 1 where it is not)')
    .addHelpText('after', '\nExample:\n  qt trials verify --json')
    .action((_options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const ledger = verifiedLedger(home);
      const { entries, head, hasTornTail } = ledger;
      const fault = ledgerFault(home, ledger);
      const lines = [`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} in one chain`];
      if (head !== undefined) lines.push(`the last is ${head.seq} (${head.sha256})`);
      if (hasTornTail) lines.push('an entry at the end is half written: the next one takes its place');
      const unfinished = unfinishedRuns(entries);
      if (unfinished.length > 0) {
        lines.push(
          `${counted(unfinished.length, 'run')} without an end, each counted as a trial: ${unfinished.join(', ')}`,
        );
      }
      const killed = killedRuns(home);
      if (killed.length > 0) {
        const runs = counted(killed.length, 'backtest');
        lines.push(`${runs} of an earlier version ended by force, each an uncounted trial: ${killed.join(', ')}`);
      }
      const others = otherLedgers(home, ledger).map(({ what }) => what);
      if (others.length > 0) lines.push(`of the ledger of another home, and no loss here: ${others.join(', ')}`);
      if (fault !== undefined) {
        lines.push(`NOT WHOLE: ${fault}`);
        process.exitCode = 1;
      }
      const found = { line: ledger.fault?.line ?? null, reason: fault ?? null };
      const result = {
        whole: fault === undefined,
        entries: entries.length,
        head: head ?? null,
        tornTail: hasTornTail,
        unfinished,
        killed,
        ofOtherLedgers: others,
      };
      context.result({ ...result, fault: fault === undefined ? null : found }, lines.join('\n'));
    });
}

/** Numbers of their beginnings: somebody ended them by force, or they are under way. */
function unfinishedRuns(entries: readonly LedgerEntry[]): readonly number[] {
  return countedTrials(entries).flatMap(({ entry, standing }) => (standing.kind === 'unfinished' ? [entry.seq] : []));
}
