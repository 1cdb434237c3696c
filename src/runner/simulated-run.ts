// A plan, recorded market data and a simulated exchange in; a run with its journal, digest and results out: backtest and paper.

import { randomBytes } from 'node:crypto';
import { isCandleKind, type PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { DigestJournal } from '../adapters/journal/digest-journal.ts';
import { NullJournal } from '../adapters/journal/null-journal.ts';
import { createFolderAt, createRunFolder, writeRunInfo } from '../adapters/journal/run-folder.ts';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import { RunJournal } from '../adapters/journal/run-journal.ts';
import type { EntryMark } from '../adapters/ledger/ledger-entry.ts';
import { assertRecordable, recordTrial } from '../adapters/ledger/record-trial.ts';
import type { Trial } from '../adapters/ledger/trial.ts';
import { assert } from '../core/assert.ts';
import type { Exchange } from '../core/engine/exchange.ts';
import type { Journal } from '../core/engine/journal.ts';
import type { Predictor } from '../core/prediction/predictor.ts';
import type { WorseMarket } from '../simulation/run-settings.ts';
import type { SimulationSettings } from '../simulation/settings.ts';
import { type BegunRun, begunTrial, isSeenBeforeItsEnd } from './begun-trial.ts';
import { type Drive, drive } from './drive.ts';
import { loadStrategy } from './load-strategy.ts';
import { assertPlanned } from './loaded-code.ts';
import type { MarketFeeds } from './market-feeds.ts';
import type { PreparedMarket } from './prepared-market.ts';
import { ResultCollector } from './result-collector.ts';
import { observers, type RunObserver } from './run-observer.ts';
import { makeEngine, type RunPlan } from './run-plan.ts';
import { datasetReferences, runInfoAtStart } from './run-record.ts';
import { type FeedRequest, SessionFeeds } from './session-feeds.ts';
import { StrategyThrew } from './strategy-threw.ts';
import { type TrialPurpose, trialOfRun } from './trial-of-run.ts';

export interface SimulatedRunOptions {
  readonly mode: 'backtest' | 'paper';
  readonly home: string;
  readonly store: DatasetStore;
  readonly plan: RunPlan;
  /** That the plan's strategy was loaded from; null for one that is no file. */
  readonly strategyFile: string | null;
  readonly release: string | null;
  readonly from: string;
  readonly to: string;
  readonly kind?: PartKind | undefined;
  readonly seed: number;
  readonly capitalBrl: number;
  /** Multiplies fees and exchange costs. */
  readonly costsFactor?: number | undefined;
  /** Fees and brokerage together, BRL per contract and side, in place of the assumption for the root. */
  readonly feesBrl?: number | undefined;
  /** A market worse than its settings, to see what is left of a result there. */
  readonly worse?: WorseMarket | undefined;
  /** The same days otherwise: what would have been left of a result on them. It is no trial of its own: its purpose is a check. */
  readonly changedFeeds?: ((feeds: MarketFeeds) => MarketFeeds) | undefined;
  /** Writes a run folder; without it nothing is kept but the result and its entry in the ledger of trials. */
  readonly record: boolean;
  /**
   * Keeps run.json and the journal in this folder, without the events and in place of a run folder: what was decided can be read and compared, not
   * replayed.
   */
  readonly journalFolder?: string | undefined;
  /** What it is tried for, where it is no plain backtest. */
  readonly purpose?: TrialPurpose | undefined;
  /** Puts something between exchange and engine, such as a pace. */
  readonly wrap?: ((exchange: Exchange) => Exchange) | undefined;
  readonly observer?: RunObserver | undefined;
  readonly onDay?: ((done: number, total: number, day: string) => void) | undefined;
  readonly stopped?: (() => boolean) | undefined;
  /** Of backtests only: days that earlier runs of this process have read are not read again. The run is to the bit the same. */
  readonly market?: PreparedMarket | undefined;
}

export interface SimulatedRun {
  readonly plan: RunPlan;
  readonly feeds: MarketFeeds;
  readonly collector: ResultCollector;
  readonly digest: string;
  readonly folder: string | undefined;
  readonly simulation: SimulationSettings;
  readonly info: RunInfo;
  /** As it was recorded in the home, and where: another home (that of a sweep over several machines) can record it too. */
  readonly trial: Trial;
  readonly entry: EntryMark;
}

/** Milliseconds between two flushes of what is journalled while nothing is sent. */
const FLUSH_MS = 250;

/** It is recorded in the ledger of trials of the home before anybody sees its result. UserErrors of `recordTrial`, `strategy-threw` and `strategy-file-other`. */
export async function simulatedRun(options: SimulatedRunOptions): Promise<SimulatedRun> {
  const { plan, strategyFile } = options;
  if (strategyFile !== null && options.release === null) {
    assertPlanned(plan, (await loadStrategy(strategyFile)).strategy, strategyFile);
  }
  const { code } = plan;
  const { feeds, simulation } = marketOf(options);
  assertRecordable(options.home);
  const engineSettings = code.engineSettingsFor(simulation);
  const engine = makeEngine(plan, engineSettings, { featureSource: options.market?.featureSource });
  const collector = new ResultCollector(engine, code.lastTicksOf);
  const startedAtUtc = new Date().toISOString();
  const { provenance } = feeds;
  let info = runInfoAtStart({ ...options, simulation, engine: engineSettings, provenance, startedAtUtc });
  const folder = runFolderOf(options, startedAtUtc);
  const write = (changes: Partial<RunInfo>): void => {
    info = { ...info, ...changes };
    if (folder !== undefined) writeRunInfo(folder, info);
  };
  const kept = folder === undefined ? new NullJournal() : new RunJournal(folder, journalOptions(options, plan));
  const journal = new DigestJournal(kept);
  const total = feeds.sessionDays.length;
  const began = beginningOf(options, { info, feeds, collector, folder });
  // a run that is cut off must not look better than what it has read
  const onSession = (): void => {
    if (feeds.provenance !== info.provenance) write({ provenance: feeds.provenance });
  };
  const ended = (isWhole: boolean): EndedTrial => {
    const datasets = datasetReferences(feeds.parts);
    const data = datasets.map(({ sha256 }) => sha256);
    const digest = journal.digest.hex({ data, model: plan.model?.manifestSha256 ?? null });
    const run = { options, info: { ...info, datasets }, feeds, collector, digest, folder, isWhole };
    return { datasets, digest, trial: { ...trialOfRun(run), ...(began === undefined ? {} : { began }) } };
  };
  const flusher = folder === undefined || options.mode === 'backtest' ? undefined : flushEvery(kept);
  try {
    write(began === undefined ? {} : { trial: began });
    await drive({ ...partsOf(options, { feeds, simulation, collector, onSession }), engine, journal });
  } catch (error) {
    if (began !== undefined) recordThrown(options.home, () => ended(false).trial);
    throw error;
  } finally {
    clearInterval(flusher);
    journal.close();
  }
  // a run that was stopped ends where it is
  if (feeds.days.length === total) options.onDay?.(total, total, feeds.days.at(-1)!.day);
  const { datasets, digest, trial } = ended(feeds.days.length === total);
  const counts = { decisions: collector.decisions, commands: collector.commands, fills: collector.fills.length };
  const eventsSha256 = kept instanceof RunJournal ? kept.log?.sha256 : undefined;
  const entry = recordTrial(options.home, trial);
  write({ finishedAtUtc: new Date().toISOString(), digest, eventsSha256, datasets, counts, trial: entry });
  const thrown = collector.strategyThrew;
  if (thrown !== undefined) throw new StrategyThrew({ strategy: plan.strategy.name, thrown, trial, entry });
  return { plan, feeds, collector, digest, folder, simulation, info, trial, entry };
}

interface EndedTrial {
  readonly datasets: RunInfo['datasets'];
  readonly digest: string;
  readonly trial: Trial;
}

/** Its entry, where something of the run can be seen before it ends: whoever ends it by force has tried all the same. */
function beginningOf(options: SimulatedRunOptions, run: Omit<BegunRun, 'options'>): EntryMark | undefined {
  return isSeenBeforeItsEnd(options, run.folder)
    ? recordTrial(options.home, begunTrial({ ...run, options }))
    : undefined;
}

/** What was thrown is told in any case; where this cannot be recorded, the beginning stays without an end and counts. */
function recordThrown(home: string, trial: () => Trial): void {
  try {
    recordTrial(home, { ...trial(), outcome: 'threw' });
  } catch {
    // the first error is the one that a person must see
  }
}

interface DriveRequest extends Pick<SimulatedRun, 'feeds' | 'simulation' | 'collector'> {
  /** After each session was loaded. */
  readonly onSession: () => void;
}

function partsOf(
  options: SimulatedRunOptions,
  { feeds, simulation, collector, onSession }: DriveRequest,
): Omit<Drive, 'engine' | 'journal'> {
  const { plan, seed, observer, market, wrap, onDay, stopped } = options;
  const total = feeds.sessionDays.length;
  const exchange = new plan.code.SimulatedExchange({
    days: {
      async nextSession() {
        const feed = await feeds.nextSession();
        onSession();
        if (feed !== undefined) onDay?.(feeds.days.length - 1, total, feed.start.sessionDay);
        return feed;
      },
    },
    ...{ settings: simulation, seed, firstSeq: 0 },
  });
  const predictors = new Map<string, Predictor>();
  const predictor = market?.predictor(plan) ?? plan.model?.predictor;
  if (predictor !== undefined) predictors.set(plan.strategy.name, predictor);
  return {
    exchange: wrap?.(exchange) ?? exchange,
    predictors,
    observer: observers(observer === undefined ? [collector] : [collector, observer]),
    stopped: () => (stopped?.() ?? false) || collector.strategyThrew !== undefined,
  };
}

function runFolderOf(options: SimulatedRunOptions, startedAtUtc: string): string | undefined {
  const { home, mode, plan, journalFolder } = options;
  if (journalFolder !== undefined) return createFolderAt(journalFolder);
  if (!options.record) return undefined;
  const suffix = randomBytes(3).toString('hex');
  return createRunFolder(home, { startedAtUtc, mode, strategy: plan.strategy.name, suffix });
}

/** The sessions of the run and the exchange's settings for what they hold. */
function marketOf(options: SimulatedRunOptions): Pick<SimulatedRun, 'feeds' | 'simulation'> {
  const { mode, plan, store, from, to, kind, capitalBrl, costsFactor, feesBrl, worse, market } = options;
  assert(market === undefined || mode === 'backtest', 'only backtests run on prepared days');
  const { code, requested, warmupCandles, sides, facts } = plan;
  const { candle, warmupAcrossRoll } = plan.strategy;
  const interval = code.parseCandleInterval(candle);
  assert(interval !== undefined, 'the candle was checked by defineStrategy');
  const request: FeedRequest = {
    ...{ store, code, requested, from, to, kind },
    ...{ candle, interval, warmupCandles, warmupAcrossRoll, capitalBrl, sides, facts },
  };
  const read = market?.feeds(request) ?? new SessionFeeds(request);
  const feeds = options.changedFeeds?.(read) ?? read;
  const simulation = code.simulationOf({
    root: feeds.root,
    matchedOn: isCandleKind(feeds.kind) ? 'bars' : 'ticks',
    candleUs: interval.kind === 'time' ? interval.us : 0,
    ...{ costsFactor, feesBrl, worse },
  });
  return { feeds, simulation };
}

function journalOptions(options: SimulatedRunOptions, plan: RunPlan): ConstructorParameters<typeof RunJournal>[1] {
  if (options.journalFolder !== undefined) return { mode: 'bulk', events: null };
  return {
    mode: options.mode === 'backtest' ? 'bulk' : 'durable',
    events: { mode: options.mode, strategy: plan.strategy.name },
  };
}

function flushEvery(journal: Journal): NodeJS.Timeout | undefined {
  return journal instanceof RunJournal ? setInterval(() => journal.flushInBackground(), FLUSH_MS) : undefined;
}
