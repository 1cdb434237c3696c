// The report of a day in; one HTML page that opens without a network and holds everything it shows out.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DayReport } from '../../runner/day-report/day-report.ts';
import { averageOf, type DayTrade, filledOf } from '../../runner/day-report/day-trades.ts';
import type { DayDifference } from '../../runner/day-report/difference.ts';
import { causeMeanings } from '../../runner/day-report/difference.ts';
import type { StageLatency } from '../../runner/day-report/latencies.ts';
import { escapeHtml, type Html, html } from '../report/html.ts';
import { type Cell, type Column, htmlTable } from '../report/html-table.ts';
import { ABSENT, brl, decimal, integer, localTime } from '../report/number-format.ts';

/** Rows of one table; the page says how many it leaves out. */
export const ROWS_MAX = 2000;

const text = (label: string): Column => ({ label, kind: 'text' });
const number = (label: string): Column => ({ label, kind: 'number' });
const cells = (...values: readonly string[]): readonly Cell[] => values.map((value) => ({ text: value }));

/** The same report gives the same text. */
export function renderDayReport(report: DayReport): string {
  const style = readFileSync(join(import.meta.dirname, '../report/page/report.css'), 'utf8').replaceAll('\r\n', '\n');
  const title = `Day report: ${report.info.strategy}, ${report.info.mode}, ${report.sessionDays.join(', ')}`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  const sections = [
    headline(report, title),
    replaySection(report),
    causesSection(report),
    differencesSection(report),
    tradesSection(report),
    latenciesSection(report),
    notesSection(report),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style></head>`,
    `<body><main>${sections.map(({ markup }) => markup).join('\n')}</main></body></html>\n`,
  ].join('\n');
}

function headline({ run, info, replay, comparison, market }: DayReport, title: string): Html {
  const { runE4, besideE4, differences, places, decisions, trades } = comparison;
  const cards = [
    ['Replay', replay.identical ? 'identical' : 'DIFFERS', `${integer(replay.decisions)} decisions were equal`],
    [
      'Differences',
      integer(places),
      `in ${integer(differences.length)} rows; of ${integer(decisions.run)} decisions and ${integer(trades.length)} trades`,
    ],
    ['Run', brl(runE4), 'before costs'],
    ['Backtest', brl(besideE4), market === 'datasets' ? 'on the stored day' : 'on the market that the run recorded'],
    ['Run less backtest', brl(runE4 - besideE4), 'the effects below add up to it'],
  ].map(
    ([name, value, note]) =>
      html`<div class="card"><dt>${name!}</dt><dd>${value!}</dd><dd class="note">${note!}</dd></div>`,
  );
  return html`<header><h1>${title}</h1>
<p>Run ${basename(run)}, release ${info.release ?? 'none (from source)'}, <strong class="provenance">${info.provenance}</strong> data</p>
<dl class="cards">${cards}</dl></header>`;
}

function replaySection({ replay }: DayReport): Html {
  const { identical, firstDifference, predictions } = replay;
  const checked =
    predictions === null
      ? html``
      : html`<p>${integer(predictions.checked)} predictions were computed again; they deviate by ${predictions.maxDeviation} at most.</p>`;
  if (identical || firstDifference === null) {
    return html`<section id="replay"><h2>Replay</h2><p>The recorded events through the same code give the same decisions, commands and alerts.</p>${checked}</section>`;
  }
  const { index, timeUs, path, expected, actual } = firstDifference;
  return html`<section id="replay"><h2>Replay</h2><p><strong>The replay differs</strong> at decision ${index}, ${localTime(timeUs)}: ${path} was ${JSON.stringify(expected)}, is now ${JSON.stringify(actual)}.</p>${checked}</section>`;
}

function causesSection({ comparison }: DayReport): Html {
  const { causes, otherInputs, decisions } = comparison;
  const inputs = Object.entries(otherInputs).map(([name, count]) => `${name} ${count}×`);
  const note =
    inputs.length === 0
      ? html``
      : html`<p>Decisions with the same outcome from other inputs, by the first input that differs: ${inputs.join(', ')}.</p>`;
  const same = html`<p>${integer(decisions.same)} decisions have the same outcome.</p>${note}`;
  if (causes.length === 0)
    return html`<section id="causes"><h2>Causes</h2><p>Run and backtest agree.</p>${same}</section>`;
  const rows = causes.map(({ cause, count, effectE4 }) =>
    cells(cause, causeMeanings[cause], integer(count), brl(effectE4)),
  );
  const columns = [text('Cause'), text('Meaning'), number('Differences'), number('Effect before costs')];
  return html`<section id="causes"><h2>Causes</h2>${htmlTable(columns, rows)}${same}</section>`;
}

function differencesSection({ comparison }: DayReport): Html {
  const { differences } = comparison;
  if (differences.length === 0) return html``;
  const columns = [
    ...[text('Time'), text('What'), text('Run'), text('Backtest'), text('Cause'), text('Detail')],
    number('Effect'),
  ];
  const rows = differences.slice(0, ROWS_MAX).map(differenceRow);
  return html`<section id="differences"><h2>Differences, one by one</h2>${leftOut(differences.length)}${htmlTable(columns, rows)}</section>`;
}

function differenceRow(difference: DayDifference): readonly Cell[] {
  const { timeUs, lastUs, count, what, run, beside, cause, detail, effectE4 } = difference;
  const times = count === 1 ? detail : `${detail} (${integer(count)} until ${localTime(lastUs)})`;
  return cells(localTime(timeUs), what, run, beside, cause, times, effectE4 === undefined ? '' : brl(effectE4));
}

function tradesSection({ comparison }: DayReport): Html {
  const { trades } = comparison;
  if (trades.length === 0) return html`<section id="trades"><h2>Trades</h2><p>There were none.</p></section>`;
  const rows = trades.slice(0, ROWS_MAX).map(({ run, beside, runE4, besideE4 }) => {
    const trade = (run ?? beside)!;
    const timeUs = trade.decision?.timeUs ?? trade.entries[0]?.sentUs ?? 0;
    return cells(
      ...[localTime(timeUs), trade.contract, trade.side, tradeText(run), tradeText(beside)],
      ...[slippage(run), slippage(beside), brl(runE4), brl(besideE4)],
    );
  });
  const columns = [
    ...[text('Decided'), text('Contract'), text('Side'), text('Run'), text('Backtest')],
    ...[number('Slippage, run'), number('Slippage, backtest'), number('Run'), number('Backtest')],
  ];
  const note = html`<p class="note">Slippage: points by which the entry was filled worse than the price it was decided at.</p>`;
  return html`<section id="trades"><h2>Trades</h2>${leftOut(trades.length)}${htmlTable(columns, rows)}${note}</section>`;
}

function tradeText(trade: DayTrade | undefined): string {
  if (trade === undefined) return ABSENT;
  const entry = averageOf(trade.entryFills);
  if (entry === undefined) return 'not filled';
  const exit = averageOf(trade.exitFills);
  return `${filledOf(trade.entryFills)} at ${decimal(entry, 2)}, ${exit === undefined ? 'not closed' : `out at ${decimal(exit, 2)}`}`;
}

function slippage(trade: DayTrade | undefined): string {
  const entry = trade && averageOf(trade.entryFills);
  if (trade?.outcome === undefined || entry === undefined) return ABSENT;
  return decimal((trade.side === 'buy' ? 1 : -1) * (entry - trade.outcome.entryPrice), 2);
}

function latenciesSection({ comparison }: DayReport): Html {
  const rows = [
    ...comparison.runLatencies.map((each) => latencyRow('run', each)),
    ...comparison.besideLatencies.map((each) => latencyRow('backtest', each)),
  ];
  const columns = [text('Of'), text('Stage'), number('Count'), number('p50 ms'), number('p99 ms'), number('most ms')];
  return html`<section id="latencies"><h2>Latencies</h2>${htmlTable(columns, rows)}<p class="note">As far as the events of the run tell them; the backtest has the latencies that it assumes.</p></section>`;
}

function latencyRow(of: string, { stage, count, p50Us, p99Us, mostUs }: StageLatency): readonly Cell[] {
  const ms = (us: number): string => decimal(us / 1000, 1);
  return cells(of, stage, integer(count), ms(p50Us), ms(p99Us), ms(mostUs));
}

function notesSection({ notices, record, info }: DayReport): Html {
  const incidents = record.incidents.slice(0, ROWS_MAX);
  const list = incidents.map(({ timeUs, kind, text: what }) => html`<li>${localTime(timeUs)} ${kind}: ${what}</li>`);
  const notes = notices.map((notice) => html`<li>${notice}</li>`);
  return html`<section id="notes"><h2>What happened to the run</h2>
${list.length === 0 ? html`<p>No gap, no further epoch, no operator.</p>` : html`<ul>${list}</ul>`}
<p>${integer(record.alerts)} alerts; finished ${info.finishedAtUtc ?? 'never: it crashed or still runs'}.</p>
${notes.length === 0 ? html`` : html`<h3>Notes</h3><ul>${notes}</ul>`}</section>`;
}

function leftOut(rows: number): Html {
  return rows <= ROWS_MAX ? html`` : html`<p>The first ${integer(ROWS_MAX)} of ${integer(rows)}.</p>`;
}
