// Takes trades; gives the sortable list of the first of them and the link to a CSV file of all.

import type { Trade } from '../../runner/trades/trade.ts';
import { type Html, html } from './html.ts';
import { type Cell, type Column, htmlTable } from './html-table.ts';
import { ABSENT, brl, decimal, duration, integer, localTime } from './number-format.ts';
import type { SessionResult } from './session-result.ts';
import { csvLink } from './trade-csv.ts';

/** Rows shown; a page with more is slow on a phone, and the file has all. */
const MAX_TRADE_ROWS = 2_000;
/** Characters of the CSV link. */
const MAX_CSV_CHARACTERS = 2_500_000;

const text = (label: string): Column => ({ label, kind: 'text' });
const number = (label: string): Column => ({ label, kind: 'number' });

const COLUMNS: readonly Column[] = [
  ...[number('#'), text('Entry'), number('Held'), text('Contract'), text('Side'), number('Qty')],
  ...[number('In'), number('Out'), number('Stop'), number('Target'), text('Closed by'), number('Points')],
  ...[number('Gross'), number('Costs'), number('Net'), number('Worst ticks, at least'), text('Reason')],
];

function cells(trade: Trade): readonly Cell[] {
  const price = (value: number | undefined): Cell => ({ text: decimal(value, 1), sort: value });
  const money = (e4: number): Cell => ({ text: brl(e4), sort: e4 });
  const heldUs = trade.exitTimeUs - trade.entryTimeUs;
  return [
    { text: String(trade.index) },
    { text: localTime(trade.entryTimeUs) },
    { text: duration(heldUs), sort: heldUs },
    { text: trade.contract },
    { text: trade.side },
    { text: String(trade.quantity) },
    price(trade.entryPrice),
    price(trade.exitPrice),
    price(trade.stopPrice),
    price(trade.targetPrice),
    { text: trade.exitRole },
    { text: decimal(trade.points, 1), sort: trade.points },
    money(trade.grossE4),
    money(trade.costsE4),
    money(trade.netE4),
    {
      text: trade.maxAdverseTicks === undefined ? ABSENT : integer(trade.maxAdverseTicks),
      sort: trade.maxAdverseTicks,
    },
    { text: trade.reason },
  ];
}

/** A file name from any text: letters, digits, dot and hyphen. */
function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80);
}

export function tradesSection({ trades, strategy, from, to }: SessionResult): Html {
  if (trades.length === 0) return html`<section id="trades"><h2>Trades</h2><p>There was no trade.</p></section>`;
  const shown = trades.slice(0, MAX_TRADE_ROWS);
  const link = csvLink(trades, MAX_CSV_CHARACTERS);
  const rows =
    shown.length < trades.length
      ? `The first ${integer(shown.length)} of ${integer(trades.length)} trades`
      : `${integer(trades.length)} trades`;
  const inFile =
    link.trades < trades.length
      ? `the first ${integer(link.trades)} trades; more would make this page too large`
      : 'all trades';
  return html`<section id="trades"><h2>Trades</h2>
<p>${rows}; times are those of Sao Paulo. A heading sorts. Worst ticks are of whole candles inside the trade and of its exit, so the price may have gone further against it. <a class="download" download="${fileName(`${strategy}-${from}-${to}`)}-trades.csv" href="${link.url}">Download as CSV</a> (${inFile}).</p>
${htmlTable(COLUMNS, shown.map(cells), { sortable: true })}</section>`;
}
