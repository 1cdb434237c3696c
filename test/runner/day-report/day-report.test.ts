// Runs over a synthetic day beside a backtest of it: those that must agree, and those that were changed on purpose, each with its cause.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { dayReportText, summaryOf } from '../../../src/cli/day-report.ts';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import type { Fill } from '../../../src/core/account/order.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { renderDayReport } from '../../../src/research/day-report/day-report-page.ts';
import { compareDay, type DayComparison } from '../../../src/runner/day-report/compare-day.ts';
import type { DayRecord } from '../../../src/runner/day-report/day-record.ts';
import { type DayReport, dayReport } from '../../../src/runner/day-report/day-report.ts';
import { readDay } from '../../../src/runner/day-report/read-day.ts';
import { replay } from '../../../src/runner/replay.ts';
import { makeEngine, type RunPlan } from '../../../src/runner/run-plan.ts';
import type { SimulatedRun } from '../../../src/runner/simulated-run.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { engineSettingsOf, planOf, runDay, storeDays } from '../synthetic-run.ts';

const home = temporaryFolder('day-report');
let plan: RunPlan;
let run: SimulatedRun;
let record: DayRecord;
let stored: DayReport;

beforeAll(async () => {
  await storeDays(home, 3);
  plan = await planOf();
  run = await runDay(home, plan, { mode: 'paper' });
  record = readDay(run.folder!).record;
  expect(record.fills.length).toBeGreaterThan(3);
  stored = await reportOf(run);
});

afterAll(async () => {
  await plan.model?.predictor.close();
});

async function reportOf(of: SimulatedRun, market?: 'datasets' | 'log', other = plan): Promise<DayReport> {
  const replayed = await replay({ folder: of.folder!, engine: makeEngine(other, engineSettingsOf(of)) });
  return dayReport({ folder: of.folder!, store: openStore(home), plan: other, replay: replayed, market });
}

/** What is explained is all that differs. */
function expectExplained({ differences, runE4, besideE4 }: DayComparison): void {
  const explained = differences.reduce((sum, { effectE4 }) => sum + (effectE4 ?? 0), 0);
  expect(explained).toBeCloseTo(runE4 - besideE4, 6);
}

describe('a run that must agree', () => {
  it('agrees with the stored day in every decision, order and fill', () => {
    const report = stored;
    expect(report.market).toBe('datasets');
    expect(report.replay.identical).toBe(true);
    expect(report.comparison.differences).toEqual([]);
    expect(report.comparison.otherInputs).toEqual({});
    expect(report.comparison.decisions.same).toBe(run.collector.decisions);
    expect(report.comparison.trades.length).toBeGreaterThan(0);
  });

  it('agrees with the market of its own log', async () => {
    const { comparison, market } = await reportOf(run, 'log');
    expect(market).toBe('log');
    expect(comparison.differences).toEqual([]);
    expect(comparison.decisions.same).toBe(run.collector.decisions);
  });

  it('the results are those of the ledger before costs', () => {
    const { runE4 } = compareDay(record, record, instrumentOf);
    const cash = record.fills.reduce((sum, { fill: { side, price, quantity } }) => {
      return sum + (side === 'sell' ? 1 : -1) * price * quantity;
    }, 0);
    expect(runE4).toBeCloseTo((cash / 0.5) * instrumentOf('WDOJ27')!.tickValueE4, 0);
  });

  it('makes a page without any address, the same each time', () => {
    const page = renderDayReport(stored);
    expect(renderDayReport(stored)).toBe(page);
    expect(page).toContain('Run and backtest agree');
    expect(page).not.toMatch(/(?:src|href)=|<script|@import|url\(/);
  });
});

describe('a run that differs', () => {
  it('by an input names the input', () => {
    const at = record.decisions.findIndex(({ outcome }) => outcome.kind === 'enter');
    const decisions = record.decisions.map((decision, k) =>
      k !== at
        ? decision
        : {
            ...decision,
            inputs: { ...decision.inputs, features: { ...decision.inputs.features, slope: 7 } },
            outcome: { kind: 'hold', code: 'weakDirection', reason: 'x' } as const,
          },
    );
    const { differences } = compareDay({ ...record, decisions }, record, instrumentOf);
    expect(differences[0]).toMatchObject({ what: 'decision', cause: 'input', run: 'HOLD weakDirection' });
    expect(differences[0]!.detail).toContain('7 in the run');
  });

  it('by a gap names what held it back', () => {
    const decisions = record.decisions.map((decision, k) =>
      k % 50 === 0
        ? { ...decision, outcome: { kind: 'hold', code: 'muted', reason: 'gap: 12 records lost' } as const }
        : decision,
    );
    const { differences } = compareDay({ ...record, decisions }, record, instrumentOf);
    const muted = differences.filter(({ what }) => what === 'decision');
    expect(muted.length).toBeGreaterThan(5);
    expect(muted.every(({ cause }) => cause === 'heldBack')).toBe(true);
    expect(muted[0]!.detail).toContain('12 records lost');
  });

  it('by a late start names that it was not running', () => {
    const late = record.decisions[Math.floor(record.decisions.length / 2)]!;
    const decisions = record.decisions.filter(({ timeUs }) => timeUs >= late.timeUs);
    const { causes, differences } = compareDay({ ...record, decisions, firstUs: late.timeUs }, record, instrumentOf);
    expect(causes[0]!.cause).toBe('notRunning');
    // told as one row
    expect(differences[0]!.count).toBe(record.decisions.length - decisions.length);
  });

  it('counts what differs so that the causes add up to it, in the text, the summary and on the page', () => {
    const late = record.decisions[Math.floor(record.decisions.length / 2)]!;
    const decisions = record.decisions.filter(({ timeUs }) => timeUs >= late.timeUs);
    const comparison = compareDay({ ...record, decisions, firstUs: late.timeUs }, record, instrumentOf);
    const { causes, places, differences } = comparison;
    expect(places).toBe(causes.reduce((sum, { count }) => sum + count, 0));
    expect(places).toBeGreaterThan(differences.length);
    const report = { ...stored, comparison };
    expect(summaryOf(report)).toMatchObject({ differences: places, rows: differences.length });
    expect(dayReportText(report)).toContain(`differs in ${places} places, which are ${differences.length} rows`);
    expect(renderDayReport(report)).toContain(`in ${differences.length} rows`);
  });

  const withEntry = (change: (fill: Fill) => Fill | undefined, laterUs = 0): DayRecord => {
    const entry = record.orders.find(({ role }) => role === 'entry')!.clientOrderId;
    const fills = record.fills.flatMap((story) => {
      if (story.fill.clientOrderId !== entry) return [story];
      const fill = change(story.fill);
      return fill === undefined ? [] : [{ ...story, fill, timeUs: story.timeUs + laterUs }];
    });
    return { ...record, fills };
  };

  it('by a worse fill as fast names the fill model, and its money', () => {
    const worse = withEntry((fill) => ({ ...fill, price: fill.price + (fill.side === 'buy' ? 1 : -1) }));
    const comparison = compareDay(worse, record, instrumentOf);
    expect(comparison.differences.map(({ cause }) => cause)).toEqual(['fillModel']);
    expect(comparison.differences[0]!.effectE4).toBeLessThan(0);
    expectExplained(comparison);
  });

  it('by a later fill at another price names the latency', () => {
    const later = withEntry((fill) => ({ ...fill, price: fill.price + 0.5 }), 300_000);
    expect(compareDay(later, record, instrumentOf).differences[0]!.cause).toBe('orderLatency');
  });

  it('by a refused entry names the refusal', () => {
    const entry = record.orders.find(({ role }) => role === 'entry')!;
    const fills = record.fills.filter(({ fill }) => {
      const order = record.orders.find(({ clientOrderId }) => clientOrderId === fill.clientOrderId);
      return fill.clientOrderId !== entry.clientOrderId && order?.bracketId !== entry.clientOrderId;
    });
    const orders = record.orders.map((order) =>
      order === entry ? { ...order, status: 'rejected' as const, reason: 'margin' } : order,
    );
    const comparison = compareDay({ ...record, orders, fills }, record, instrumentOf);
    expect(comparison.differences.find(({ what }) => what === 'entry')).toMatchObject({
      cause: 'rejected',
      detail: 'margin',
    });
  });

  it('by an exit of the guardian, or of a person, names who', () => {
    const exit = record.fills.find(({ fill }) => {
      return record.orders.find(({ clientOrderId }) => clientOrderId === fill.clientOrderId)?.role !== 'entry';
    })!;
    const fills = record.fills.map((story) =>
      story === exit ? { ...story, fill: { ...story.fill, price: story.fill.price + 2 } } : story,
    );
    const changed = (change: object): DayRecord => ({
      ...record,
      fills,
      orders: record.orders.map((order) =>
        order.clientOrderId === exit.fill.clientOrderId ? { ...order, ...change } : order,
      ),
    });
    const byGuardian = compareDay(changed({ adoptedBy: 'guardian' }), record, instrumentOf);
    expect(byGuardian.differences.map(({ cause }) => cause)).toEqual(['guardian']);
    const asked: OperatorCommand = { kind: 'operatorCommand', command: 'flatten', by: 'ana', reason: 'news' };
    const text = `${asked.command} by ${asked.by}: ${asked.reason}`;
    const incidents = [{ timeUs: exit.timeUs - 1, kind: 'operator' as const, text }];
    const byPerson = compareDay({ ...changed({ role: 'exit' }), incidents }, record, instrumentOf);
    expect(byPerson.differences.map(({ cause }) => cause)).toEqual(['operator']);
  });

  it('by another strategy is explained to the last cent', async () => {
    const strategy = { ...plan.strategy, regime: ruleRegime({ adxEnter: 30 }) };
    const other: RunPlan = { ...plan, strategy, setup: { ...plan.setup, strategy } };
    const careful = await runDay(home, other, { mode: 'paper' });
    const report = await reportOf(careful, 'datasets');
    expect(report.replay.identical).toBe(false);
    expect(report.comparison.differences.length).toBeGreaterThan(0);
    expectExplained(report.comparison);
    const page = renderDayReport(report);
    expect(page).toContain('The replay differs');
    expect(page).toContain('Differences, one by one');
  });

  it('escapes whatever stands in a reason', () => {
    const comparison = compareDay(record, record, instrumentOf);
    const incidents = [{ timeUs: record.firstUs, kind: 'gap' as const, text: '<script>alert(1)</script>' }];
    const replayed = { identical: true, decisions: 1, firstDifference: null, predictions: null, notices: [] };
    const page = renderDayReport({
      ...{ run: join(home, 'x'), info: run.info, sessionDays: ['2027-03-01'], replay: replayed, market: 'log' },
      ...{ comparison, record: { ...record, incidents }, notices: ['<b>'] },
    });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });
});
