// The finished run of one strategy as reports and statistics take it: what was traded, on which data, under which settings.

import type { Provenance } from '../../core/market/provenance.ts';
import type { RegimeKind } from '../../core/regime/regime.ts';
import type { HoldDetails } from '../../runner/hold-details.ts';
import type { Trade } from '../../runner/trades/trade.ts';

/**
 * What orders were matched against. `bars`: closed candles, so neither queue nor path inside the bar is known; `trades`: prints;
 * `book`: levels or orders; `exchange`: real answers of the venue.
 */
export type FillSource = 'bars' | 'trades' | 'book' | 'exchange';

/** Whether the data tell how many contracts stand at a price; `unknown` as soon as one day does not. */
export type BookSizes = 'known' | 'unknown';

/** Columns of equal length, ascending by close time. Prices in points, volume in contracts. */
export interface CandleColumns {
  /** Close of the candle, microseconds UTC. */
  readonly timeUs: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  readonly volume: ArrayLike<number>;
  /** Dated contract of each candle, where the run crosses a roll. */
  readonly contract?: readonly string[] | undefined;
}

/** A stretch of one regime, from inclusive to exclusive, microseconds UTC. */
export interface RegimeSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly kind: RegimeKind;
}

/** Net result since the start, open positions marked at each candle close. Columns of equal length, ascending. */
export interface EquityColumns {
  readonly timeUs: ArrayLike<number>;
  /** Integer E4, costs included. */
  readonly netE4: ArrayLike<number>;
}

/** Costs of all fills in E4; `contracts` counts every contract bought and every one sold. */
export interface CostTotals {
  readonly exchangeE4: number;
  readonly brokerageE4: number;
  readonly totalE4: number;
  readonly contracts: number;
}

/** How often a gate was asked, and how often it let a signal pass. */
export interface GateCount {
  readonly seen: number;
  readonly passed: number;
}

export interface DatasetReference {
  /** Path relative to the home folder. */
  readonly path: string;
  readonly sha256: string;
}

/** The model that decided; days are YYYY-MM-DD, both inclusive. */
export interface ModelReference {
  readonly name: string;
  readonly trainedFrom: string;
  readonly trainedTo: string;
  readonly provenance: Provenance;
}

export interface SessionResult {
  readonly title: string;
  readonly strategy: string;
  /** backtest, replay, paper, demo, live ... */
  readonly mode: string;
  /** What the strategy asked for, e.g. WDOFUT. */
  readonly instrument: string;
  readonly provenance: Provenance;
  readonly fillSource: FillSource;
  /** Undefined where the data sets do not say. */
  readonly bookSizes?: BookSizes | undefined;
  /** First and last day asked for, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly capitalBrl: number;
  /** The loss per day in BRL at which trading stops, where the run had such a limit. */
  readonly dailyLossLimitBrl?: number | undefined;
  readonly seed: number | string;
  /** Hex digest of the run: equal digests are equal runs. */
  readonly digest: string;
  /** Smallest price step in points, and what it is worth per contract in E4. */
  readonly tick: number;
  readonly tickValueE4: number;
  readonly candles: CandleColumns;
  readonly regimes: readonly RegimeSpan[];
  readonly trades: readonly Trade[];
  readonly equity: EquityColumns;
  /** Times each HOLD code was the outcome of a decision. */
  readonly holdReasons: Readonly<Record<string, number>>;
  /** Of HOLD codes for want of inputs: times by the feature that was not ready, or by the fault of an input. */
  readonly holdDetails?: HoldDetails | undefined;
  readonly decisions: number;
  readonly costs: CostTotals;
  readonly gatePassRates: Readonly<Record<string, GateCount>>;
  readonly datasets: readonly DatasetReference[];
  readonly model: ModelReference | null;
  /** Simulation settings, as text of any number of lines. */
  readonly settings: string;
  readonly notices: readonly string[];
  readonly rollsCrossed: number;
  /** Most contracts held, absolute, while a roll was crossed; 0 is right for a day-trading run. */
  readonly maxHeldOverRoll: number;
  /** Days with data, YYYY-MM-DD, ascending. */
  readonly sessionDays: readonly string[];
}
