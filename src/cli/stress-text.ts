// A stress test and what to distrust in; lines for a terminal out.

import { brl, decimal, percent } from '../research/report/number-format.ts';
import { quantileOf } from '../research/report/stress-section.ts';
import type { Finding } from '../research/statistics/finding.ts';
import type { StressReport } from '../research/stress/stress-report.ts';
import { counted } from './counted.ts';

const NET_WIDTH = 16;
const SHARPE_WIDTH = 8;
const NO_TRADES = 'no trades, nothing to compare';

export function stressText(report: StressReport, findings: readonly Finding[]): string {
  const { result, statistics, cases } = report;
  const line = (netE4: number, sharpe: number | undefined, says: string): string =>
    `${brl(netE4).padStart(NET_WIDTH)} ${decimal(sharpe, 2).padStart(SHARPE_WIDTH)}  ${says}`;
  return [
    `${result.strategy} on ${result.instrument}, ${result.from} to ${result.to} (${counted(result.sessionDays.length, 'session')}, ${result.provenance} data), ${counted(result.trades.length, 'trade')}`,
    `${'net'.padStart(NET_WIDTH)} ${'Sharpe'.padStart(SHARPE_WIDTH)}`,
    line(statistics.netE4, statistics.sharpe, 'the run itself'),
    ...cases.map((run) => line(run.netE4, run.sharpe, run.case.says)),
    ...besideChance(report),
    ...ifAgain(report),
    findings.length === 0
      ? 'no check found anything to distrust; that is no proof that the result will hold'
      : 'what to distrust:',
    ...findings.map(({ severity, message }) => `  ${severity.padEnd(6)}  ${message}`),
  ].join('\n');
}

function besideChance({ result, statistics, randomEntries, shuffledModel }: StressReport): readonly string[] {
  const drawn = (
    name: string,
    { netE4, pValue }: { readonly netE4: Float64Array; readonly pValue: number },
    ownE4: number,
  ): string =>
    `${name}: ${brl(quantileOf(netE4, 0.05))} to ${brl(quantileOf(netE4, 0.95))} in 90 % of ${netE4.length}; this run ${brl(ownE4)}, as good or better ${percent(pValue, 1)}`;
  return [
    randomEntries === undefined
      ? `entries by lot: ${NO_TRADES}`
      : drawn('entries by lot, on candles', randomEntries, randomEntries.ownE4),
    shuffledModel === undefined
      ? `model with shuffled answers: ${result.trades.length === 0 ? NO_TRADES : 'none, no model was asked'}`
      : drawn('model with shuffled answers', shuffledModel, statistics.netE4),
  ];
}

function ifAgain({ resampled }: StressReport): readonly string[] {
  const { days, otherOrder } = resampled;
  const lines: string[] = [];
  if (days !== undefined)
    lines.push(
      `days drawn again: ${brl(days.net.low)} to ${brl(days.net.high)} in 95 %, a loss in ${percent(days.probabilityOfLoss, 1)}`,
    );
  if (otherOrder !== undefined)
    lines.push(
      `trades in another order: drawdown ${brl(otherOrder.drawdown.low)} to ${brl(otherOrder.drawdown.high)} in 95 %`,
    );
  return lines;
}
