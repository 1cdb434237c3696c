// Everything that the view Now shows of one run, as it stands or as the system knew it at a moment.

import type { ConditionRow } from './alert-row.ts';
import type { CandleRow, PriceLine, RegimeBand } from './candle-row.ts';
import type { DecisionRow } from './decision-row.ts';
import type { FeatureRow } from './feature-row.ts';
import type { HealthRow, LatencyRow } from './health-row.ts';
import type { BookLadder, TapeRow } from './market-view.ts';
import type { Measured } from './measured.ts';
import type { OrderRow } from './order-row.ts';
import type { PositionRow, ResultRow, RiskRow } from './result-row.ts';
import type { RunSummary } from './run-summary.ts';

export interface ContractFacts {
  /** Dated, such as WDOU25. */
  readonly contract: string;
  /** Points. */
  readonly tick: number;
  /** Of one tick of one contract. */
  readonly tickValueBrl: number;
  /** YYYY-MM-DD. */
  readonly sessionDay: string;
  readonly openUs: number;
  readonly closeUs: number;
  readonly epoch: number;
  /** Interval of the candles, such as `1m`. */
  readonly candle: string;
}

export interface TradingStateRow {
  readonly kind: 'active' | 'reducing' | 'halted';
  /** Empty where active. */
  readonly why: string;
}

export interface NowView {
  readonly run: RunSummary;
  /** Received time of the newest event in it, microseconds UTC; null before the first. */
  readonly atUs: number | null;
  readonly seq: number | null;
  /** True where a past moment was asked for. */
  readonly isReplay: boolean;
  /** What of the run cannot be read, or is not read yet; a sentence each, in English. */
  readonly notes: readonly string[];
  readonly contract: Measured<ContractFacts>;
  readonly price: Measured<number>;
  /** The open candle. */
  readonly running: Measured<CandleRow>;
  /** Candles that have closed, so far: `id` of the newest. */
  readonly candles: number;
  readonly lines: readonly PriceLine[];
  readonly regimes: readonly RegimeBand[];
  readonly book: Measured<BookLadder>;
  /** Newest first. */
  readonly tape: Measured<readonly TapeRow[]>;
  /** The one that left its training furthest first. */
  readonly features: Measured<readonly FeatureRow[]>;
  readonly decision: Measured<DecisionRow>;
  /** Empty and known where flat. */
  readonly positions: Measured<readonly PositionRow[]>;
  /** Orders that have not ended. */
  readonly working: readonly OrderRow[];
  readonly result: ResultRow;
  readonly risk: readonly RiskRow[];
  readonly trading: Measured<TradingStateRow>;
  /** Conditions of trading; empty for runs that have none. */
  readonly conditions: readonly ConditionRow[];
  readonly health: readonly HealthRow[];
  readonly latencies: readonly LatencyRow[];
}
