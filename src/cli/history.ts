// `qt history`: trades of the last days from the vendor's history into the dataset store.

import { type Command, InvalidArgumentError } from 'commander';
import { storedTerms } from '../adapters/datasets/instruments/instrument-file.ts';
import { builtInTerms } from '../core/market/instrument-terms.ts';
import { type CollectedDay, collectHistory, HISTORY_DAYS_MAX, historyDays } from '../runner/capture/collect-history.ts';
import { HostOperator } from '../runner/capture/host-operator.ts';
import { count } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { StopRequest } from './stop-request.ts';

interface Options {
  readonly days: number;
}

export function historyCommand(program: Command): void {
  program
    .command('history')
    .summary("trades of the last days from the vendor's history")
    .description(
      'Asks for the dated contract of each day first, then for the continuous one, and says which answered. A day that is in the store is ' +
        'not asked for again. Where trades were recorded live, history must say the same of them, or it is not used.',
    )
    .argument('<symbol>', 'WDO or WDOFUT (the contract of each day), WDOU25, or another ticker')
    .option('--days <n>', 'calendar days before today', days, HISTORY_DAYS_MAX)
    .addHelpText('after', '\nExample:\n  qt history WDO --days 30')
    .action(async (named: string, options: Options, command: Command) => {
      const symbol = named.toUpperCase();
      const context = contextOf(command);
      const { store } = context;
      const nowUs = Date.now() * 1000;
      if (historyDays(symbol, options.days, nowUs).length === 0) {
        const text = `None of the ${counted(options.days, 'day')} before today is a trading day: nothing is asked for`;
        context.result({ symbol, days: [] }, text);
        return;
      }
      const stop = new StopRequest((why) =>
        context.say(`${why}: the day that is under way is left, and asked for again next time`),
      );
      let operator: HostOperator | undefined;
      try {
        const attached = await HostOperator.attach(context.home, 'qt-history', () =>
          context.say('No host runs: starting one'),
        );
        operator = attached;
        const progress = context.progress('history');
        const collected = await collectHistory({
          ...{ store, symbol, days: options.days, nowUs },
          termsOf: (contract) => builtInTerms(contract) ?? storedTerms(store.root, contract),
          ask: (what, args) => attached.ask(what, args),
          onProgress: (share, detail) => progress.update(share, detail),
          isStopped: () => stop.isAsked,
        }).finally(() => progress.stop());
        context.result({ symbol, days: collected }, textOf(collected));
        if (collected.some(isBad)) process.exitCode = 1;
      } finally {
        operator?.close();
        stop.close();
      }
    });
}

function days(text: string): number {
  const value = count(text);
  if (value > HISTORY_DAYS_MAX)
    throw new InvalidArgumentError(`The vendor goes back ${HISTORY_DAYS_MAX} days at most.`);
  return value;
}

/** Not used, or there was no vendor to answer. */
function isBad(each: CollectedDay): boolean {
  return each.kind === 'refused' || (each.kind === 'none' && each.reason.startsWith('lost: '));
}

function textOf(collected: readonly CollectedDay[]): string {
  const lines = collected.map((each) => `${each.day} ${each.contract}: ${lineOf(each)}`);
  const stored = collected.filter(({ kind }) => kind === 'stored').length;
  return [...lines, `${counted(stored, 'day')} stored, ${collected.length - stored} not`].join('\n');
}

function lineOf(each: CollectedDay): string {
  switch (each.kind) {
    case 'there':
      return 'is in the store';
    case 'stored':
      return `${each.rows} trades, answered by ${each.ticker} (${each.verdict})`;
    case 'agrees':
      return `recorded live; ${each.compared} trades agree with ${each.ticker}, ${each.onlyLive} only live, ${each.onlyHistory} only in history`;
    case 'refused':
      return `NOT USED: ${each.reason}`;
    case 'none':
      return `no answer (${each.reason})`;
  }
}
