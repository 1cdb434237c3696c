// Takes statistics; gives their tables: every figure with how it is computed, and the results by regime, hour, month and side.

import { REGIME_NAMES } from '../plots/palette.ts';
import type { BreakdownRow } from '../statistics/breakdown.ts';
import type { DailyResult } from '../statistics/daily-results.ts';
import { evidenceWord } from '../statistics/risk-ratios.ts';
import type { SessionStatistics } from '../statistics/session-statistics.ts';
import { type Html, html } from './html.ts';
import { type Cell, type Column, htmlTable } from './html-table.ts';
import { ABSENT, brl, decimal, duration, integer, localTime, percent, points } from './number-format.ts';
import type { SessionResult } from './session-result.ts';

type Line = readonly [name: string, value: string, meaning: string];

const dayText = (day: DailyResult | undefined): string =>
  day === undefined ? ABSENT : `${brl(day.netE4)} (${day.day})`;

function resultLines(statistics: SessionStatistics): readonly Line[] {
  const { trades } = statistics;
  return [
    ['Net result', brl(statistics.netE4), 'Last mark of equity, after costs'],
    ['Net result in points', points(statistics.netPoints), 'Net result ÷ value of a point of one contract'],
    ['Gross result', brl(trades.grossE4), 'Before costs, closed trades'],
    ['Gross result in points', points(statistics.grossPoints), 'Σ points × contracts of closed trades'],
    ['Return', percent(statistics.returnOnCapital, 2), 'Net result ÷ capital'],
    ['Costs as share of gross', percent(statistics.costsShareOfGross), 'Costs ÷ gross result, where that is a profit'],
    ['Best day', dayText(statistics.bestDay), 'Change of marked equity in a day'],
    ['Worst day', dayText(statistics.worstDay), 'Change of marked equity in a day'],
  ];
}

function riskLines(statistics: SessionStatistics): readonly Line[] {
  const { maxDrawdown } = statistics;
  const lasted = maxDrawdown?.recoveredTimeUs === undefined ? ' and had not ended' : '';
  const drawdownMeaning =
    maxDrawdown === undefined
      ? 'Equity never fell below a peak'
      : `From ${localTime(maxDrawdown.peakTimeUs)} to ${localTime(maxDrawdown.troughTimeUs)}; marked at each candle`;
  return [
    ['Sharpe ratio', decimal(statistics.sharpe, 2), 'Mean ÷ standard deviation of daily returns × √252'],
    ['Sortino ratio', decimal(statistics.sortino, 2), 'Mean ÷ downside deviation of daily returns × √252'],
    ['t-statistic', decimal(statistics.tStatistic, 2), `Of the mean day: ${evidenceWord(statistics.tStatistic)}`],
    ['Max drawdown', brl(maxDrawdown?.depthE4), drawdownMeaning],
    [
      'Its duration',
      `${duration(maxDrawdown?.durationUs)}${maxDrawdown === undefined ? '' : lasted}`,
      'Peak to recovery',
    ],
  ];
}

function tradeLines(statistics: SessionStatistics): readonly Line[] {
  const { trades } = statistics;
  return [
    ['Trades', integer(trades.trades), `${integer(trades.wins)} won, ${integer(trades.losses)} lost, after costs`],
    ['Hit rate', percent(trades.hitRate), 'Winning trades ÷ trades'],
    ['Profit factor', decimal(trades.profitFactor, 2), 'Net of winning ÷ net of losing trades'],
    ['Expectancy', brl(trades.expectancyE4), 'Mean net result of a trade'],
    ['Average win', brl(trades.averageWinE4), 'Mean net result of winning trades'],
    ['Average loss', brl(trades.averageLossE4), 'Mean net result of losing trades'],
    ['Best and worst trade', `${brl(trades.bestTradeE4)}, ${brl(trades.worstTradeE4)}`, 'Net'],
    ['Longest losing streak', integer(trades.longestLosingStreak), 'Losing trades in a row'],
    ['Average holding time', duration(trades.averageHoldingUs), 'First entry fill to last exit fill'],
    ['Exposure', percent(statistics.exposure), 'Share of session time in a position'],
    ['Turnover', `${decimal(statistics.contractsPerDay, 1)} contracts per day`, 'Bought and sold'],
  ];
}

const LINE_COLUMNS: readonly Column[] = [
  { label: 'Figure', kind: 'text' },
  { label: 'Value', kind: 'number' },
  { label: 'How', kind: 'text' },
];

const linesTable = (caption: string, lines: readonly Line[]): Html =>
  htmlTable(
    LINE_COLUMNS,
    lines.map((line) => line.map((text) => ({ text }))),
    { caption },
  );

function breakdownTable(
  caption: string,
  first: string,
  rows: readonly BreakdownRow[],
  nameOf: (key: string) => string,
): Html {
  const columns: readonly Column[] = [
    { label: first, kind: 'text' },
    ...['Trades', 'Hit rate', 'Net', 'Costs', 'Per trade', 'Profit factor'].map(
      (label) => ({ label, kind: 'number' }) as const,
    ),
  ];
  const cells = rows.map(({ key, statistics }): readonly Cell[] =>
    [
      nameOf(key),
      integer(statistics.trades),
      percent(statistics.hitRate),
      brl(statistics.netE4),
      brl(statistics.costsE4),
      brl(statistics.expectancyE4),
      decimal(statistics.profitFactor, 2),
    ].map((text) => ({ text })),
  );
  return htmlTable(columns, cells, { caption });
}

const regimeName = (key: string): string => (REGIME_NAMES as Readonly<Record<string, string>>)[key] ?? key;

export function statisticsSection(statistics: SessionStatistics): Html {
  const same = (key: string): string => key;
  return html`<section id="statistics"><h2>Statistics</h2>
<p>Daily figures are marked to market, over capital, annualised with 252 sessions. A dash means: not defined for this run.</p>
<div class="tables">${[
    linesTable('Result', resultLines(statistics)),
    linesTable('Risk', riskLines(statistics)),
    linesTable('Trades', tradeLines(statistics)),
  ]}</div></section>
<section id="breakdown"><h2>Where it comes from</h2><div class="tables">${[
    breakdownTable('By regime at the entry', 'Regime', statistics.byRegime, regimeName),
    breakdownTable('By hour of the entry', 'Hour', statistics.byHour, (key) => `${key}:00`),
    breakdownTable('By month of the exit', 'Month', statistics.byMonth, same),
    breakdownTable('By side', 'Side', statistics.bySide, same),
    breakdownTable('By exit', 'Closed by', statistics.byExitRole, same),
  ]}</div></section>`;
}

/** HOLD reasons, gates and costs: why so little was done, and what it took. */
export function decisionsSection(result: SessionResult): Html {
  const holds = Object.entries(result.holdReasons).sort(([, a], [, b]) => b - a);
  const share = (count: number): string => percent(result.decisions === 0 ? undefined : count / result.decisions);
  const holdRows = holds.map(([code, count]) => [{ text: code }, { text: integer(count) }, { text: share(count) }]);
  const details = Object.entries(result.holdDetails ?? {}).flatMap(([code, times]) =>
    Object.entries(times).map(([what, count]) => [
      { text: code },
      { text: what },
      { text: integer(count) },
      { text: share(count) },
    ]),
  );
  const gates = Object.entries(result.gatePassRates).map(([gate, { seen, passed }]) => [
    { text: gate },
    { text: integer(seen) },
    { text: integer(passed) },
    { text: percent(seen === 0 ? undefined : passed / seen) },
  ]);
  const { costs } = result;
  const costRows = [
    ['Exchange fees', brl(costs.exchangeE4)],
    ['Brokerage', brl(costs.brokerageE4)],
    ['Total', brl(costs.totalE4)],
    ['Contracts bought and sold', integer(costs.contracts)],
    ['Per contract', brl(costs.contracts === 0 ? undefined : costs.totalE4 / costs.contracts)],
  ].map((row) => row.map((text) => ({ text })));
  const text = (label: string): Column => ({ label, kind: 'text' });
  const number = (label: string): Column => ({ label, kind: 'number' });
  return html`<section id="decisions"><h2>Decisions and costs</h2><p>${integer(result.decisions)} decisions were taken.</p>
<div class="tables">${[
    htmlTable([text('HOLD reason'), number('Times'), number('Of all decisions')], holdRows, {
      caption: 'Why nothing was done',
    }),
    details.length === 0
      ? html``
      : htmlTable(
          [text('HOLD reason'), text('Feature or fault'), number('Times'), number('Of all decisions')],
          details,
          {
            caption: 'Inputs that were missing or wrong (the most frequent)',
          },
        ),
    htmlTable([text('Gate'), number('Asked'), number('Passed'), number('Rate')], gates, { caption: 'Gates' }),
    htmlTable([text('Cost'), number('Amount')], costRows, { caption: 'Costs' }),
  ]}</div></section>`;
}
