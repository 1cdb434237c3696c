// `qt synth`: days of the synthetic market into the dataset store, marked synthetic.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { dayNumberOf, parseDay } from '../core/market/civil-day.ts';
import {
  CALENDAR_FIRST_YEAR,
  CALENDAR_LAST_YEAR,
  isCovered,
  tradingDaysBetween,
} from '../core/market/trading-calendar.ts';
import { SYNTHETIC_FROM, type SyntheticMaking, storeSyntheticDay } from '../runner/store-synthetic-day.ts';
import { isRoot, type SyntheticSession, syntheticDays } from '../runner/synthetic-days.ts';
import { count, wholeNumber, zeroOrMore } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';

export interface SynthOptions {
  readonly instrument: string;
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  readonly edge?: number;
}

export function synthCommand(program: Command): void {
  program
    .command('synth')
    .summary('days of the synthetic market into the dataset store')
    .description(
      'Seeded order flow, book, regimes and opening auction. Marked synthetic: it can never reach a live release.',
    )
    .option('--instrument <root>', 'WDO, DOL, WIN or IND', 'WDO')
    .option('--from <YYYY-MM-DD>', 'first day', SYNTHETIC_FROM)
    .option('--days <n>', 'number of trading days', count, 2)
    .option('--seed <n>', 'the same seed gives the same days', wholeNumber, 1)
    .option('--edge <factor>', 'how much there is to find; 0 for none', zeroOrMore, 1)
    .addHelpText('after', '\nExample:\n  qt synth --days 5 --seed 7')
    .action(async (options: SynthOptions, command: Command) => {
      const context = contextOf(command);
      const days = await synthesise(context, options);
      const text = days.map(({ day, instrument, rows }) => `${day} ${instrument} ${rows} rows`);
      context.result({ provenance: 'synthetic', days }, text.join('\n'));
    });
}

export interface SynthesisedDay {
  readonly day: string;
  readonly instrument: string;
  readonly rows: number;
}

export async function synthesise(context: CommandContext, options: SynthOptions): Promise<readonly SynthesisedDay[]> {
  const { instrument: root, from, days, seed, edge } = options;
  if (!isRoot(root)) throw badOption('instrument', root, 'Use WDO, DOL, WIN or IND');
  checkFrom(from, days);
  const progress = context.progress('synth');
  const made: SynthesisedDay[] = [];
  const making = { root, seed, edge: edge ?? 1 };
  for (const session of syntheticDays({ root, seed, from, days, edge })) {
    const { day, contract, market } = session;
    await storeDay(context, session, making);
    made.push({ day, instrument: contract, rows: market.length });
    progress.update(made.length / days, day);
  }
  progress.stop();
  return made;
}

async function storeDay(context: CommandContext, session: SyntheticSession, making: SyntheticMaking): Promise<void> {
  try {
    await storeSyntheticDay(context.store, session, making);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'part-exists') throw error;
    // nothing that was recorded gives way to a made-up day
    const fix = 'Choose other days with --from, or another folder with --home';
    throw new UserError({ ...error.toJSON(), fix, cause: error });
  }
}

function checkFrom(from: string, days: number): void {
  const first = parseDay(from);
  if (first === undefined) throw badOption('from', from, 'Write the day as YYYY-MM-DD');
  // the market of a day looks one day ahead
  if (isCovered(first) && tradingDaysBetween(first, dayNumberOf(CALENDAR_LAST_YEAR, 12, 31)) > days) return;
  const span = `${CALENDAR_FIRST_YEAR} to ${CALENDAR_LAST_YEAR}`;
  throw badOption('from', from, `The calendar covers ${span}: choose a day that has ${days} trading days after it`);
}

function badOption(field: string, value: string, fix: string): UserError {
  return new UserError({ code: 'bad-option', message: `${value} cannot be used as ${field}`, field, fix });
}
