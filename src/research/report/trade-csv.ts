// Takes trades; gives them as CSV that no spreadsheet runs as a formula, and as a link that holds the file itself.

import type { Trade } from '../../runner/trades/trade.ts';
import { localTime } from './number-format.ts';

const COLUMNS = [
  ...['index', 'strategy', 'contract', 'side', 'quantity', 'entryLocal', 'exitLocal', 'entryUs', 'exitUs'],
  ...['entryPrice', 'exitPrice', 'stopPrice', 'targetPrice', 'exitRole', 'points'],
  ...['grossBrl', 'costsBrl', 'netBrl', 'maxAdverseTicks', 'reason'],
];

/** Text that a spreadsheet would take as a formula gets an apostrophe in front; quotes and line ends are quoted. */
export function csvText(text: string): string {
  const harmless = /^\s*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** E4 with its four decimals, exact: `-12.3450`. */
function exactBrl(e4: number): string {
  const digits = String(Math.abs(e4)).padStart(5, '0');
  return `${e4 < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function row(trade: Trade): string {
  const optional = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return [
    trade.index,
    csvText(trade.strategyId),
    csvText(trade.contract),
    trade.side,
    trade.quantity,
    localTime(trade.entryTimeUs).replace(' ', 'T'),
    localTime(trade.exitTimeUs).replace(' ', 'T'),
    trade.entryTimeUs,
    trade.exitTimeUs,
    trade.entryPrice,
    trade.exitPrice,
    optional(trade.stopPrice),
    optional(trade.targetPrice),
    trade.exitRole,
    trade.points,
    exactBrl(trade.grossE4),
    exactBrl(trade.costsE4),
    exactBrl(trade.netE4),
    optional(trade.maxAdverseTicks),
    csvText(trade.reason),
  ].join(',');
}

/** One header line and one line per trade; numbers are plain and exact, absent ones empty. */
export function tradesCsv(trades: readonly Trade[]): string {
  return `${[COLUMNS.join(','), ...trades.map(row)].join('\n')}\n`;
}

export interface CsvLink {
  /** `data:text/csv...`, safe inside a quoted attribute once escaped. */
  readonly url: string;
  /** Trades in it: the first ones, fewer than all where the limit was reached. */
  readonly trades: number;
}

function dataUrl(csv: string): string {
  // Commas and colons need no escape in a data URL; escaped they would make the file half as large again.
  const encoded = encodeURIComponent(csv.toWellFormed()).replaceAll('%2C', ',').replaceAll('%3A', ':');
  return `data:text/csv;charset=utf-8,${encoded}`;
}

/** The CSV inside a link of at most `maxCharacters`. */
export function csvLink(trades: readonly Trade[], maxCharacters: number): CsvLink {
  let count = trades.length;
  let url = dataUrl(tradesCsv(trades));
  while (url.length > maxCharacters && count > 0) {
    count = Math.floor(count * Math.min(0.98, maxCharacters / url.length));
    url = dataUrl(tradesCsv(trades.slice(0, count)));
  }
  return { url, trades: count };
}
