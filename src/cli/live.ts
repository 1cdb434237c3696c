// `qt live` and `qt shadow`: a release against the host, its orders to the account of the machine, or nowhere.

import type { Command } from 'commander';
import { amountBrl } from './arguments.ts';
import { contextOf } from './context-of.ts';
import type { LiveArguments } from './prepare-live.ts';
import { runAgainstHost } from './run-against-host.ts';

export const ARM_HELP = 'trade as soon as every gate is open; asks for the account, or takes it here';
export const CAPITAL_HELP = 'opening capital of each session, BRL (default: capitalBrl of machine.json)';
export const CHALLENGER_HELP = 'run this release in shadow beside it, in a process that can send no orders';
const INSTRUMENT_HELP = "in place of the strategy's own";

export function liveCommand(program: Command): void {
  program
    .command('live')
    .summary('a release with real money, on the account of machine.json')
    .description(
      'Verifies the release, its model on this machine and the account, then runs session after session against the host. Trading begins only with ' +
        '--arm and with every gate open; without it the session watches and waits for qt resume. Stop it with Ctrl+C or qt stop.',
    )
    .requiredOption('--release <release>', 'folder, id, STRATEGY@live, or channel file')
    .option('--arm [account]', ARM_HELP)
    .option('--capital <brl>', CAPITAL_HELP, amountBrl)
    .option('--instrument <symbol>', INSTRUMENT_HELP)
    .option('--challenger <release>', CHALLENGER_HELP)
    .addHelpText('after', '\nExamples:\n  qt live --release wdo-regime@live\n  qt live --release wdo-regime@live --arm')
    .action(async (args: LiveArguments, command: Command) => runAgainstHost(contextOf(command), 'live', args));
}

export function shadowCommand(program: Command): void {
  program
    .command('shadow')
    .summary('a release on the live market that sends no orders')
    .requiredOption('--release <release>', 'folder, id, STRATEGY@paper, or channel file')
    .option('--capital <brl>', CAPITAL_HELP, amountBrl)
    .option('--instrument <symbol>', INSTRUMENT_HELP)
    .option('--attached', 'as the challenger of a session: end it when standard input ends, and alert nobody')
    .addHelpText('after', '\nExample:\n  qt shadow --release wdo-regime@paper')
    .action(async (args: LiveArguments, command: Command) => runAgainstHost(contextOf(command), 'shadow', args));
}
