// Checks the report page: order, agreement with the statistics, nothing loaded from outside, hostile texts, size.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_REPORT_BYTES, renderReport } from '../../../src/research/report/html-report.ts';
import { brl, decimal, integer, percent } from '../../../src/research/report/number-format.ts';
import type { SessionResult } from '../../../src/research/report/session-result.ts';
import { sessionStatistics } from '../../../src/research/statistics/session-statistics.ts';
import { aTrade } from './a-trade.ts';
import { cleanResult, generatedResult } from './generated-result.ts';
import { dataBlocks, expandFigure, markupOf, scriptsOf, visibleText } from './report-page.ts';

const RESULT: SessionResult = generatedResult({ seed: 3, days: 3, candlesPerDay: 120, tradesPerDay: 5, edge: 0.6 });
const PAGE = renderReport(RESULT);

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\'';

describe('HTML report', () => {
  it('tells what to distrust after the headline and before statistics, charts and trades', () => {
    const order = [
      '<h1>',
      'class="cards"',
      'id="distrust"',
      'id="statistics"',
      'id="charts"',
      'id="trades"',
      'id="run"',
    ];
    const places = order.map((mark) => PAGE.indexOf(mark));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(visibleText(PAGE)).toContain('Only 15 trades');
  });

  it('shows the figures of the statistics', () => {
    const found = sessionStatistics(RESULT);
    const text = visibleText(PAGE);
    expect(text).toContain(`Net result ${brl(found.netE4)}`);
    expect(text).toContain(`Sharpe ratio ${decimal(found.sharpe, 2)}`);
    expect(text).toContain(`Sortino ratio ${decimal(found.sortino, 2)}`);
    expect(text).toContain(`t-statistic ${decimal(found.tStatistic, 2)}`);
    expect(text).toContain(`Max drawdown ${brl(found.maxDrawdown?.depthE4)}`);
    expect(text).toContain(`Hit rate ${percent(found.trades.hitRate)}`);
    expect(text).toContain(`Profit factor ${decimal(found.trades.profitFactor, 2)}`);
    expect(text).toContain(`Exposure ${percent(found.exposure)}`);
    expect(text).toContain(`Worst day ${brl(found.worstDay?.netE4)} (${found.worstDay?.day})`);
    for (const row of [...found.byHour, ...found.byMonth]) expect(text).toContain(brl(row.statistics.netE4));
  });

  it('shows HOLD reasons, gates, costs, data, model, settings, seed and digest', () => {
    const text = visibleText(PAGE);
    for (const [code, count] of Object.entries(RESULT.holdReasons)) expect(text).toContain(`${code} ${integer(count)}`);
    expect(text).toContain('probability 1,500 266 17.7 %');
    expect(text).toContain(`Exchange fees ${brl(RESULT.costs.exchangeE4)}`);
    expect(text).toContain(`${RESULT.datasets[0]!.path} ${RESULT.datasets[0]!.sha256}`);
    expect(text).toContain(`Digest ${RESULT.digest}`);
    expect(text).toContain('latency 5 ms, jitter 2 ms');
    expect(text).toContain('generated, trained on 2024-01-02 to 2024-06-28, exchange data');
  });

  it('loads nothing: no address in an attribute or the style, and a policy that allows only its own scripts', () => {
    const attributes = [...markupOf(PAGE).matchAll(/\s(?:src|href|action|srcset|poster)="([^"]*)"/g)].map((m) => m[1]!);
    expect(attributes.every((value) => value.startsWith('data:text/csv'))).toBe(true);
    expect(/<style>([\s\S]*?)<\/style>/.exec(PAGE)![1]).not.toMatch(/url\(|@import/);
    expect(markupOf(PAGE)).not.toMatch(/<(link|iframe|object|embed|base)\b/);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(PAGE)![1]!;
    expect(policy).toMatch(/^default-src &#39;none&#39;/);
    expect(scriptsOf(PAGE)).toHaveLength(3);
    for (const script of scriptsOf(PAGE)) {
      expect(policy).toContain(createHash('sha256').update(script, 'utf8').digest('base64'));
    }
    expect(PAGE).toContain('showSendToCloud: false');
  });

  it('has data for every chart and every day in the list', () => {
    const blocks = dataBlocks(PAGE);
    const wanted = [...PAGE.matchAll(/(?:data-figure|option value)="([^"]*)"/g)].map((match) => match[1]!);
    expect(wanted).toContain('day-2024-08-06');
    for (const id of wanted) {
      const figure = expandFigure(blocks.get(id)) as { data: { x: unknown[]; y?: unknown[]; close?: unknown[] }[] };
      expect(figure.data.length).toBeGreaterThan(0);
      for (const trace of figure.data) expect((trace.y ?? trace.close)?.length).toBe(trace.x.length);
    }
  });

  it('says how far a trade went against its position, and that it is a lower bound', () => {
    const text = visibleText(
      renderReport({ ...RESULT, trades: [aTrade({ maxAdverseTicks: 1789, reason: 'a reason' })] }),
    );
    expect(text).toContain('Worst ticks, at least');
    expect(text).toContain('1,789 a reason');
    expect(text).toContain('the price may have gone further against it');
  });

  it('shows hostile texts as texts, wherever they come from', () => {
    const trade = aTrade({ reason: HOSTILE, contract: HOSTILE, strategyId: '=cmd()' });
    const page = renderReport({
      ...RESULT,
      title: HOSTILE,
      strategy: HOSTILE,
      mode: HOSTILE,
      instrument: HOSTILE,
      from: HOSTILE,
      to: HOSTILE,
      seed: HOSTILE,
      digest: HOSTILE,
      trades: [trade],
      holdReasons: { [HOSTILE]: 1 },
      gatePassRates: { [HOSTILE]: { seen: 1, passed: 0 } },
      datasets: [{ path: HOSTILE, sha256: HOSTILE }],
      model: { name: HOSTILE, trainedFrom: HOSTILE, trainedTo: HOSTILE, provenance: 'exchange' },
      settings: HOSTILE,
      notices: [HOSTILE],
    });
    expect(markupOf(page)).not.toMatch(/<img|<script/);
    expect(scriptsOf(page)).toEqual(scriptsOf(PAGE));
    expect(visibleText(page).split(HOSTILE).length).toBeGreaterThan(15);
    const csv = decodeURIComponent(
      /href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'"),
    );
    expect(csv).toContain(`"'=cmd()"`);
    for (const block of dataBlocks(page).values()) expect(JSON.stringify(block)).not.toMatch(/<(img|script)/);
  });

  it('lists the first trades only, says so, and keeps below its size with 70,000 candles and 6,000 trades', () => {
    const big = generatedResult({ seed: 5, days: 125, candlesPerDay: 565, tradesPerDay: 48, edge: 0.58 });
    const page = renderReport(big);
    expect(Buffer.byteLength(page)).toBeLessThan(MAX_REPORT_BYTES);
    const text = visibleText(page);
    expect(text).toContain('The first 2,000 of 6,000 trades');
    expect(text).toContain('The whole period has 70,625 candles; it is drawn with 15 candles to a bar');
    expect([...page.matchAll(/<option value="day-/g)]).toHaveLength(125);
  });

  it('leaves out days rather than grow beyond its size', () => {
    const huge = generatedResult({ seed: 6, days: 500, candlesPerDay: 565, tradesPerDay: 40, edge: 0.58 });
    const page = renderReport(huge);
    expect(Buffer.byteLength(page)).toBeLessThan(MAX_REPORT_BYTES);
    expect(visibleText(page)).toMatch(/\d+ days are left out of the list for space/);
    expect(visibleText(page)).toMatch(/the first [\d,]+ trades; more would make this page too large/);
  });

  it('is the same for the same run, and opens for a run in which nothing happened', () => {
    expect(renderReport(RESULT)).toBe(PAGE);
    const empty = generatedResult({ seed: 1, days: 1, candlesPerDay: 0, tradesPerDay: 0, edge: 0 });
    const text = visibleText(renderReport(empty));
    expect(text).toContain('There was no trade.');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(visibleText(renderReport(cleanResult()))).toContain('No check found anything.');
  });
});
