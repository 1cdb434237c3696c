// Takes a run and its statistics; gives the title, the numbers one looks at first, and the list of what to distrust.

import type { Finding } from '../statistics/finding.ts';
import { evidenceWord } from '../statistics/risk-ratios.ts';
import type { SessionStatistics } from '../statistics/session-statistics.ts';
import { type Html, html } from './html.ts';
import { brl, decimal, duration, integer, percent, points } from './number-format.ts';
import type { SessionResult } from './session-result.ts';

interface Headline {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

function headlines(result: SessionResult, statistics: SessionStatistics): readonly Headline[] {
  const { trades, maxDrawdown, daily } = statistics;
  return [
    {
      name: 'Net result',
      value: brl(statistics.netE4),
      note: `${percent(statistics.returnOnCapital, 2)} of ${brl(result.capitalBrl * 10_000)}, ${points(statistics.netPoints)}`,
    },
    {
      name: 'Costs',
      value: brl(result.costs.totalE4),
      note: `${integer(result.costs.contracts)} contracts bought and sold`,
    },
    {
      name: 'Trades',
      value: integer(trades.trades),
      note: `${integer(daily.length)} days, hit rate ${percent(trades.hitRate)}`,
    },
    { name: 'Profit factor', value: decimal(trades.profitFactor, 2), note: `${brl(trades.expectancyE4)} per trade` },
    { name: 'Sharpe', value: decimal(statistics.sharpe, 2), note: 'daily, annualised with 252 sessions' },
    { name: 't-statistic', value: decimal(statistics.tStatistic, 2), note: evidenceWord(statistics.tStatistic) },
    { name: 'Max drawdown', value: brl(maxDrawdown?.depthE4), note: `lasted ${duration(maxDrawdown?.durationUs)}` },
    { name: 'Worst day', value: brl(statistics.worstDay?.netE4), note: statistics.worstDay?.day ?? '' },
  ];
}

/** Title line and headline numbers. */
export function headlineSection(result: SessionResult, statistics: SessionStatistics): Html {
  const cards = headlines(result, statistics).map(
    ({ name, value, note }) =>
      html`<div class="card"><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`,
  );
  return html`<header><h1>${result.title}</h1>
<p>${result.strategy} on ${result.instrument}, ${result.mode}, ${result.from} to ${result.to}, <strong class="provenance">${result.provenance}</strong> data</p>
<dl class="cards">${cards}</dl></header>`;
}

/** Findings with their severity in words, then the notices of the run. */
export function distrustSection(findings: readonly Finding[], notices: readonly string[]): Html {
  const items = findings.map(
    ({ severity, message }) => html`<li class="${severity}"><span class="severity">${severity}</span> ${message}</li>`,
  );
  const list =
    findings.length === 0
      ? html`<p>No check found anything. That is no proof that the result will hold.</p>`
      : html`<ul class="findings">${items}</ul>`;
  const told =
    notices.length === 0
      ? html``
      : html`<h3>Notices of the run</h3><ul>${notices.map((notice) => html`<li>${notice}</li>`)}</ul>`;
  return html`<section id="distrust"><h2>What to distrust</h2>${list}${told}</section>`;
}
