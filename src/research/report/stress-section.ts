// What a stress test found in; the section of the report that tells what would be left of the result elsewhere out.

import type { Spread } from '../overfitting/resampled-results.ts';
import type { Resampled, StressedRun, StressReport } from '../stress/stress-report.ts';
import { type Html, html } from './html.ts';
import { type Column, htmlTable } from './html-table.ts';
import { brl, decimal, integer, percent } from './number-format.ts';

const CASE_COLUMNS: readonly Column[] = [
  { label: 'With', kind: 'text' },
  ...['Net', 'Trades', 'Sharpe', 'Max drawdown'].map((label) => ({ label, kind: 'number' }) as const),
];
const DRAW_COLUMNS: readonly Column[] = [
  { label: 'Beside', kind: 'text' },
  ...['Runs', '5 %', 'Median', '95 %', 'This run', 'As good or better'].map(
    (label) => ({ label, kind: 'number' }) as const,
  ),
];

const SPREAD_COLUMNS: readonly Column[] = [
  { label: 'Figure', kind: 'text' },
  ...['2.5 %', 'Median', '97.5 %', 'This run'].map((label) => ({ label, kind: 'number' }) as const),
];

/** The value below which this share of ascending values lies; they are at least one. */
export function quantileOf(ascending: Float64Array, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}

export function stressSection({ cases, statistics, randomEntries, shuffledModel, resampled }: StressReport): Html {
  const own = statistics.maxDrawdown?.depthE4 ?? 0;
  const usual = [
    'the circumstances of the run',
    statistics.netE4,
    statistics.trades.trades,
    statistics.sharpe,
    own,
  ] as const;
  const rows = [usual, ...cases.map(caseRow)].map(([says, netE4, trades, sharpe, drawdownE4]) =>
    [says, brl(netE4), integer(trades), decimal(sharpe, 2), brl(drawdownE4)].map((text) => ({ text })),
  );
  const beside = [
    ...(randomEntries === undefined
      ? []
      : [drawRow('Entries by lot: the same sides, sizes and holding times', randomEntries, randomEntries.ownE4)]),
    ...(shuffledModel === undefined
      ? []
      : [drawRow('The answers of the model in random order', shuffledModel, statistics.netE4)]),
  ].map((row) => row.map((text) => ({ text })));
  const by = html`<p>Entries by lot are measured on candles, without a spread, and so is this run beside them. Doing nothing makes ${brl(0)}.</p>`;
  const none =
    statistics.trades.trades === 0 ? html`<p>No trades: there is nothing to compare with chance.</p>` : html``;
  return html`<section id="stress"><h2>What would be left of it elsewhere</h2><div class="tables">${[
    htmlTable(CASE_COLUMNS, rows, { caption: 'The run again' }),
    beside.length === 0 ? html`` : htmlTable(DRAW_COLUMNS, beside, { caption: 'The run beside chance' }),
    spreadTable(resampled),
  ]}</div>${beside.length === 0 ? none : by}</section>`;
}

function spreadTable({ days, otherOrder }: Resampled): Html {
  const row = (name: string, { low, median, high, observed }: Spread): readonly string[] => [
    name,
    ...[low, median, high, observed].map(brl),
  ];
  const rows = [
    ...(days === undefined ? [] : [row('Net result, days drawn again in blocks', days.net)]),
    ...(days === undefined ? [] : [row('Max drawdown, days drawn again in blocks', days.drawdown)]),
    ...(otherOrder === undefined ? [] : [row('Max drawdown, the same trades in another order', otherOrder.drawdown)]),
  ].map((cells) => cells.map((text) => ({ text })));
  return rows.length === 0 ? html`` : htmlTable(SPREAD_COLUMNS, rows, { caption: 'If such days or trades came again' });
}

type CaseRow = readonly [string, number, number, number | undefined, number];

function caseRow(run: StressedRun): CaseRow {
  return [run.case.says, run.netE4, run.trades, run.sharpe, run.maxDrawdownE4];
}

function drawRow(
  name: string,
  { netE4, pValue }: { readonly netE4: Float64Array; readonly pValue: number },
  ownE4: number,
): readonly string[] {
  const at = [0.05, 0.5, 0.95].map((share) => brl(quantileOf(netE4, share)));
  return [name, integer(netE4.length), ...at, brl(ownE4), percent(pValue, 1)];
}
