// A run that has ended in; the trial that the ledger keeps of it out.

import { basename } from 'node:path';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import type { Trial, TrialKind } from '../adapters/ledger/trial.ts';
import { E4_PER_BRL } from '../core/account/money.ts';
import type { Root } from '../core/market/instrument.ts';
import type { EngineCode } from './engine-code.ts';
import { loadedSha256 } from './loaded-code.ts';
import type { MarketFeeds } from './market-feeds.ts';
import { packageSha256 } from './package-code.ts';
import type { ResultCollector } from './result-collector.ts';
import type { SimulatedRunOptions } from './simulated-run.ts';
import { countTradesBySession } from './trades/trades-of.ts';
import { verifiedSha256 } from './verified-code.ts';

/** What a run is tried for. */
export interface TrialPurpose {
  readonly kind: TrialKind;
  /** For people and reports, such as the sweep and its point. */
  readonly labels?: Trial['labels'] | undefined;
}

export interface EndedRun {
  readonly options: SimulatedRunOptions;
  /** With the datasets that were read. */
  readonly info: RunInfo;
  readonly feeds: Pick<MarketFeeds, 'days' | 'provenance' | 'root'>;
  readonly collector: ResultCollector;
  readonly digest: string;
  readonly folder: string | undefined;
  /** All days of the range were run. */
  readonly isWhole: boolean;
}

export function trialOfRun({ options, info, feeds, collector, digest, folder, isWhole }: EndedRun): Trial {
  const { plan, mode, release } = options;
  const days = feeds.days.map(({ day }) => day);
  // a release on recorded days chooses nothing; a strategy from source that is called paper does
  const kind = options.purpose?.kind ?? (mode === 'paper' && release !== null ? 'paper' : 'backtest');
  const { model } = info;
  const trades = countTradesBySession(collector);
  return {
    kind,
    strategy: info.strategy,
    outcome: collector.strategyThrew !== undefined ? 'threw' : isWhole ? 'finished' : 'stopped',
    codeSha256: codeSha256Of(options),
    // a release brings its own, and names all of it
    ...(release === null ? { packageSha256: packageSha256() } : {}),
    release,
    settings: info.settings.strategy,
    conditions: { simulation: info.settings.simulation, capitalBrl: info.capitalBrl },
    model: model === null ? null : { name: model.name, manifestSha256: model.manifestSha256 },
    seed: options.seed,
    run: folder === undefined || options.journalFolder !== undefined ? null : basename(folder),
    labels: options.purpose?.labels ?? {},
    data: {
      instrument: plan.strategy.instruments.trade,
      provenance: feeds.provenance,
      from: days[0] ?? options.from,
      to: days.at(-1) ?? options.to,
      datasets: info.datasets,
    },
    result: {
      digest,
      trades: trades.reduce((sum, each) => sum + each, 0),
      measures: costsOf(collector, assumedCostsE4(plan.code, feeds.root)),
      daily: { ...dailyOf(collector), trades: [...trades] },
    },
  };
}

/** Its own costs, and those of the same fills at the built-in assumption for the root: fees can be chosen, and then prove nothing. */
function costsOf({ fills }: ResultCollector, assumedE4: number): Trial['result']['measures'] {
  type Fill = (typeof fills)[number]['fill'];
  const sum = (of: (fill: Fill) => number): number =>
    fills.reduce((total, { fill }) => total + of(fill), 0) / E4_PER_BRL;
  return { costsBrl: sum(({ costsE4 }) => costsE4), assumedCostsBrl: sum(({ quantity }) => quantity * assumedE4) };
}

/** Of a contract on one side, as the code of the run assumes it: a release is recorded without asking this checkout. */
function assumedCostsE4(code: EngineCode, root: Root): number {
  const usual = code.simulationOf({ root, matchedOn: 'ticks', candleUs: 0 });
  return code.engineSettingsFor(usual).roundTripCostsE4 / 2;
}

/**
 * Change of the marked equity over each session, integer E4. A session without marks had no change: its result is 0, which is a measurement. By
 * sessions and not by the calendar: a release is recorded without asking this checkout about anything.
 */
function dailyOf({ sessions, equityE4 }: ResultCollector): { days: string[]; netE4: number[] } {
  const days = sessions.map(({ day }) => day);
  const netE4 = sessions.map(({ marks }, at) => {
    const end = sessions[at + 1]?.marks ?? equityE4.length;
    return (equityE4[end - 1] ?? 0) - (equityE4[marks - 1] ?? 0);
  });
  return { days, netE4 };
}

/**
 * Of a release that was verified, its code; of a file, its own modules as they were when it was loaded; else null. Two closures share text and settings
 * and decide otherwise, and a release that nobody verified may be anything: a hash of them would say that they are the same.
 */
function codeSha256Of({ strategyFile, plan, release }: SimulatedRunOptions): string | null {
  if (release !== null) return verifiedSha256(plan, release) ?? null;
  return strategyFile === null ? null : (loadedSha256(plan) ?? null);
}
