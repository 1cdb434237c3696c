// `qt contracts WDO`: the contract of a day, when it is left and what to do with a position then; or the contracts of a span.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { parseDay } from '../core/market/civil-day.ts';
import { isoDay } from '../core/market/civil-time.ts';
import { calendarSchedule } from '../core/market/continuous/roll-schedule.ts';
import { parseContract } from '../core/market/contract.ts';
import type { Root } from '../core/market/instrument.ts';
import { DEFAULT_ROLL_POLICY, ROLL_POLICIES } from '../core/market/roll-plan.ts';
import { parseSymbol } from '../core/market/symbol.ts';
import {
  CALENDAR_FIRST_YEAR,
  CALENDAR_LAST_YEAR,
  isCovered,
  tradingDaysBetween,
} from '../core/market/trading-calendar.ts';
import { contextOf } from './context-of.ts';
import { contractDay, contractDayText, dayOrLater, type LastDays, lastDays } from './contract-day.ts';
import { counted } from './counted.ts';
import { wordOf } from './word-of.ts';

interface ContractsOptions {
  readonly day?: string;
  readonly from?: string;
  readonly to?: string;
  readonly policy: string;
}

const EXAMPLES = [
  'qt contracts WDO --day 2025-08-28',
  'qt contracts WDOU25 --day 2025-08-29',
  'qt contracts WIN --from 2025-01-01 --to 2025-12-31',
];

export function contractsCommand(program: Command): void {
  program
    .command('contracts')
    .summary('the contract that a day trades, its roll and expiry, session hours')
    .argument('<symbol>', 'a root (WDO), a continuous name (WDOFUT), or a contract that is held (WDOU25)')
    .option('--day <YYYY-MM-DD>', 'today in Sao Paulo when absent')
    .option('--from <YYYY-MM-DD>', 'with --to: the contracts of all days between, both included')
    .option('--to <YYYY-MM-DD>')
    .option(
      '--policy <policy>',
      `what is done with a position at a roll: ${ROLL_POLICIES.join(', ')}`,
      DEFAULT_ROLL_POLICY,
    )
    .addHelpText('after', `\nExamples:\n  ${EXAMPLES.join('\n  ')}`)
    .action((symbol: string, options: ContractsOptions, command: Command) => {
      const context = contextOf(command);
      const root = rootOf(symbol);
      if (options.from !== undefined || options.to !== undefined) {
        const contracts = contractsOf(root, options);
        context.result({ root, contracts }, contracts.map(lineOf).join('\n'));
        return;
      }
      const day = dayOf(options.day ?? isoDay(Date.now() * 1000), 'day');
      const answer = contractDay(root, day, heldOf(symbol), wordOf('policy', options.policy, ROLL_POLICIES));
      context.result(answer, contractDayText(answer));
    });
}

function rootOf(symbol: string): Root {
  const parsed = parseSymbol(symbol);
  if (parsed !== undefined) return parsed.root;
  throw new UserError({
    code: 'unknown-instrument',
    message: `${symbol} is not an instrument of the trading calendar`,
    field: 'symbol',
    fix: 'Use a root (WDO), a continuous name (WDOFUT) or a contract (WDOU25) of WDO, DOL, WIN or IND',
  });
}

/** The contract that a dated symbol names. */
function heldOf(symbol: string) {
  const held = parseContract(symbol);
  if (held === undefined || held.year > CALENDAR_FIRST_YEAR) return held;
  throw new UserError({
    code: 'bad-option',
    message: `The contract ${symbol} is older than the trading calendar`,
    field: 'symbol',
    fix: `Name a contract of ${CALENDAR_FIRST_YEAR + 1} or later`,
  });
}

function dayOf(text: string, field: string): number {
  const day = parseDay(text);
  if (day !== undefined && isCovered(day)) return day;
  throw new UserError({
    code: 'bad-option',
    message: day === undefined ? `"${text}" is no date` : `The day ${text} is outside the trading calendar`,
    field,
    fix: `Write the day as YYYY-MM-DD, from ${CALENDAR_FIRST_YEAR} to ${CALENDAR_LAST_YEAR}`,
  });
}

/** One line of a span. */
interface ListedContract extends LastDays {
  readonly contract: string;
  /** First and last trading day of the span that show it. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly tradingDays: number;
}

function contractsOf(root: Root, { day, from, to }: ContractsOptions): readonly ListedContract[] {
  if (day !== undefined || from === undefined || to === undefined) {
    throw new UserError({
      code: 'bad-option',
      message: 'A span of days is named by its first and its last day',
      field: 'from',
      fix: 'Give both --from and --to, or --day alone',
    });
  }
  return calendarSchedule(root, dayOf(from, 'from'), dayOf(to, 'to')).spans.map((span) => ({
    ...span,
    tradingDays: tradingDaysBetween(span.fromDay, span.toDay) + 1,
    ...lastDays(parseContract(span.contract)!),
  }));
}

function lineOf({ contract, fromDay, toDay, tradingDays, lastTradingDay, expiryDay }: ListedContract): string {
  const span = `${fromDay} to ${toDay}  ${counted(tradingDays, 'trading day').padStart(15)}`;
  return `${contract}  ${span}  last trading day ${dayOrLater(lastTradingDay)}, expiry ${dayOrLater(expiryDay)}`;
}
