// The folder of a run and the code it ran in; the run beside a backtest of the same days, from datasets or its own log, out.

import { isCandleKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { RUN_FILE, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import { assert } from '../../core/assert.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { SessionFeed, SessionSource } from '../../simulation/session-feed.ts';
import { type SimulationSettings, simulationSettings } from '../../simulation/settings.ts';
import { readComposition } from '../read-composition.ts';
import type { ReplayResult } from '../replay.ts';
import type { RunPlan } from '../run-plan.ts';
import { SessionFeeds } from '../session-feeds.ts';
import { besideRun } from './beside.ts';
import { compareDay, type DayComparison } from './compare-day.ts';
import type { DayRecord } from './day-record.ts';
import { logFeeds } from './log-feeds.ts';
import { readDay } from './read-day.ts';

export interface DayReportOptions {
  readonly folder: string;
  readonly store: DatasetStore;
  readonly plan: RunPlan;
  readonly replay: ReplayResult;
  /** Where the market of the backtest comes from; datasets where they have every day, when absent. */
  readonly market?: 'datasets' | 'log' | undefined;
}

export interface DayReport {
  readonly run: string;
  readonly info: RunInfo;
  readonly sessionDays: readonly string[];
  readonly replay: ReplayResult;
  readonly market: 'datasets' | 'log';
  readonly comparison: DayComparison;
  readonly record: DayRecord;
  readonly notices: readonly string[];
}

/** Throws UserErrors of the run, the log, the datasets, and `run-empty`. */
export async function dayReport(options: DayReportOptions): Promise<DayReport> {
  const { folder, plan, replay } = options;
  const info = readRunInfo(folder);
  const composition = readComposition(info, `${folder}/${RUN_FILE}`);
  const { record, notices } = readDay(folder);
  if (record.sessionDays.length === 0) throw empty(folder);
  const beside = marketOf(options, info, record.sessionDays);
  const { days, simulation, source } = beside;
  const seed = info.seeds.simulation ?? 1;
  const other = await besideRun({ plan, composition, days, simulation, seed });
  return {
    ...{ run: folder, info, sessionDays: record.sessionDays, replay, market: source, record },
    comparison: compareDay(record, other, plan.code.instrumentOf),
    notices: [...replay.notices, ...notices, ...beside.notices],
  };
}

interface Market {
  readonly source: 'datasets' | 'log';
  readonly days: SessionSource | readonly SessionFeed[];
  readonly simulation: SimulationSettings;
  readonly notices: readonly string[];
}

function marketOf(options: DayReportOptions, info: RunInfo, sessionDays: readonly string[]): Market {
  const { folder, plan, market } = options;
  const stored = market === 'log' ? undefined : storedFeeds(options, info, sessionDays);
  if (stored !== undefined) {
    const matchedOn = isCandleKind(stored.kind) ? 'bars' : 'ticks';
    return {
      source: 'datasets',
      days: stored,
      simulation: simulationFor(plan, info, stored.root, matchedOn),
      notices: [],
    };
  }
  if (market === 'datasets') {
    throw new UserError({
      code: 'datasets-missing',
      message: `The store does not have every day of the run: ${sessionDays.join(', ')}`,
      fix: 'Store them (qt history, qt import), or leave out --market: then the log of the run is used',
    });
  }
  const days = logFeeds(folder, plan.code);
  const { root } = days[0]!.instruments[0]!;
  const hasTrades = days.some(({ market: batch }) => batch.length > 0 && batch.kindAt(0) !== Kind.bar);
  const simulation = simulationFor(plan, info, root, hasTrades ? 'ticks' : 'bars');
  const notice = 'The store does not have every day: the backtest was made on the market that the run itself recorded';
  return { source: 'log', days, simulation, notices: market === 'log' ? [] : [notice] };
}

/** Those of the run where it had a simulated venue; else the assumptions for the root. */
function simulationFor(
  { code, strategy }: RunPlan,
  { settings }: RunInfo,
  root: SessionFeed['instruments'][number]['root'],
  matchedOn: 'bars' | 'ticks',
): SimulationSettings {
  if (settings.simulation !== null) {
    return simulationSettings(matchedOn, settings.simulation as unknown as Partial<SimulationSettings>);
  }
  const interval = code.parseCandleInterval(strategy.candle);
  return code.simulationOf({ root, matchedOn, candleUs: interval?.kind === 'time' ? interval.us : 0 });
}

/** Undefined where the store lacks a day of the traded contract. */
function storedFeeds(options: DayReportOptions, info: RunInfo, days: readonly string[]): SessionFeeds | undefined {
  const { store, plan } = options;
  const { code, requested, warmupCandles, sides, facts } = plan;
  const { candle, warmupAcrossRoll } = plan.strategy;
  const interval = code.parseCandleInterval(candle);
  assert(interval !== undefined, 'the candle was checked by defineStrategy');
  try {
    const feeds = new SessionFeeds({
      ...{ store, code, requested, from: days[0]!, to: days.at(-1)! },
      ...{ candle, interval, warmupCandles, warmupAcrossRoll, capitalBrl: info.capitalBrl, sides, facts },
    });
    return days.every((day) => feeds.sessionDays.includes(day)) ? feeds : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function empty(folder: string): UserError {
  return new UserError({
    code: 'run-empty',
    message: `The run ${folder} has no session: nothing happened in it`,
    file: folder,
    fix: 'Name a run that began a session',
  });
}
