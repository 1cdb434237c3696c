// Takes a run; finds where its own figures disagree, days are missing, limits did not hold, or it cannot be repeated.

import { formatDay, parseDay } from '../../core/market/civil-day.ts';
import { isCovered, isTradingDay } from '../../core/market/trading-calendar.ts';
import { brl, integer } from '../report/number-format.ts';
import type { DistrustCheck } from './finding.ts';

const SHOWN_DAYS = 5;
const SHA256 = /^[0-9a-f]{64}$/;

const sumsDisagree: DistrustCheck = ({ costs }, { netE4, trades }) => {
  if (netE4 === trades.netE4 && costs.totalE4 === trades.costsE4) return undefined;
  const message = `The trades sum to ${brl(trades.netE4)} net after ${brl(trades.costsE4)} of costs, the account says ${brl(netE4)} after ${brl(costs.totalE4)}: a position was open at the end, or a fill is missing.`;
  return { code: 'sums-disagree', severity: 'high', message };
};

/** Trading days of the calendar from `from` to `to` that have no data; undefined when the calendar does not cover them. */
function missingTradingDays(from: string, to: string, days: readonly string[]): readonly string[] | undefined {
  const first = parseDay(from);
  const last = parseDay(to);
  if (first === undefined || last === undefined || !isCovered(first) || !isCovered(last)) return undefined;
  const present = new Set(days);
  const missing: string[] = [];
  for (let day = first; day <= last; day += 1) {
    if (isTradingDay(day) && !present.has(formatDay(day))) missing.push(formatDay(day));
  }
  return missing;
}

const missingDays: DistrustCheck = ({ from, to, sessionDays }) => {
  const missing = missingTradingDays(from, to, sessionDays);
  if (missing === undefined) {
    const message = `Whether days are missing is not known: the trading calendar does not cover ${from} to ${to}.`;
    return { code: 'missing-days', severity: 'low', message };
  }
  if (missing.length === 0) return undefined;
  const more = missing.length > SHOWN_DAYS ? ` and ${missing.length - SHOWN_DAYS} more` : '';
  const message = `${missing.length === 1 ? '1 trading day has' : `${missing.length} trading days have`} no data: ${missing.slice(0, SHOWN_DAYS).join(', ')}${more}.`;
  return { code: 'missing-days', severity: 'medium', message };
};

const drawdownAboveDailyLimit: DistrustCheck = ({ dailyLossLimitBrl }, { maxDrawdown }) => {
  if (dailyLossLimitBrl === undefined || maxDrawdown === undefined) return undefined;
  const limitE4 = dailyLossLimitBrl * 10_000;
  if (maxDrawdown.depthE4 <= limitE4) return undefined;
  const message = `The largest drawdown, ${brl(maxDrawdown.depthE4)}, is above the daily loss limit of ${brl(limitE4)}: the limit does not bound a losing stretch.`;
  return { code: 'drawdown-above-daily-limit', severity: 'medium', message };
};

const dailyLimitBroken: DistrustCheck = ({ dailyLossLimitBrl }, { daily }) => {
  if (dailyLossLimitBrl === undefined) return undefined;
  const limitE4 = dailyLossLimitBrl * 10_000;
  const broken = daily.filter((day) => day.deepestLossE4 > limitE4);
  const worst = broken.reduce((a, b) => Math.max(a, b.deepestLossE4), 0);
  if (broken.length === 0) return undefined;
  const message = `On ${integer(broken.length)} ${broken.length === 1 ? 'day' : 'days'} the loss went beyond the daily limit of ${brl(limitE4)}, to ${brl(worst)} at worst.`;
  return { code: 'daily-limit-broken', severity: 'high', message };
};

const notRepeatable: DistrustCheck = ({ datasets }) => {
  const unsealed = datasets.filter((dataset) => !SHA256.test(dataset.sha256)).length;
  if (datasets.length > 0 && unsealed === 0) return undefined;
  const message =
    datasets.length === 0
      ? 'No data set is named: nobody can repeat this run.'
      : `${unsealed} of ${datasets.length} data sets have no sha256: nobody can tell whether a repetition uses the same data.`;
  return { code: 'not-repeatable', severity: 'medium', message };
};

const closedGates: DistrustCheck = ({ gatePassRates }) => {
  const closed = Object.entries(gatePassRates).filter(([, gate]) => gate.seen > 0 && gate.passed === 0);
  if (closed.length === 0) return undefined;
  const message = `No signal ever passed ${closed.map(([name]) => name).join(', ')}: its limit may be out of reach.`;
  return { code: 'closed-gate', severity: 'low', message };
};

export const integrityChecks: readonly DistrustCheck[] = [
  sumsDisagree,
  missingDays,
  drawdownAboveDailyLimit,
  dailyLimitBroken,
  notRepeatable,
  closedGates,
];
