// What the engine's parts may ask of a strategy that runs in it.

import type { EpochStart } from '../account/account-event.ts';
import type { Candle } from '../candles/candle.ts';
import type { CandleInterval } from '../candles/candle-interval.ts';
import type { StrategyExecution } from '../execution/strategy-execution.ts';
import type { SessionContext } from '../features/session-context.ts';
import type { PredictionReady, PredictionTimedOut } from '../prediction/prediction.ts';
import type { LiveInput } from '../quality/live/input-fault.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import type { Strategy } from '../signal/strategy.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { NewRisk } from './new-risk.ts';
import type { StrategyFeatures } from './strategy-features.ts';

export type Trigger = DecisionRecord['trigger'];

export interface RunningStrategy {
  readonly strategy: Strategy;
  readonly interval: CandleInterval;
  readonly limits: RiskLimits;
  readonly execution: StrategyExecution;
  readonly newRisk: NewRisk;
  readonly features: StrategyFeatures;
  /** Candles before the session that its state starts from. */
  readonly warmupCandles: number;
  /** Instrument id of the traded instrument in the present session. */
  readonly tradeId: number;
  /** Opening of its session, microseconds UTC. */
  readonly openUs: number;
  /** True from the time before the close at which nothing may be held. */
  readonly nearClose: boolean;
  /** When the next decision of the clock is due, microseconds UTC; 0 before the first. */
  nextClockDecisionUs: number;
  /** Whether some feature, or the regime, reads this of an instrument of the session. */
  reads(instrumentId: number, input: LiveInput): boolean;
  /** State from the beginning; within a session orders and brackets go on. */
  startEpoch(epoch: EpochStart, newSession: boolean): void;
  /** A closed candle of one of the strategy's instruments, in warm-up and after. */
  onCandle(instrumentId: number, candle: Candle, session: SessionContext): void;
  /** A decision point of the candles. */
  decide(trigger: 'candle'): void;
  /** A decision point of the clock: features that can are made fresh first. */
  decideBetween(exchangeUs: number): void;
  onPrediction(event: PredictionReady): void;
  onPredictionTimedOut(event: PredictionTimedOut): void;
  /** Gives up a prediction that has not come in time, and an entry that waits while nothing may be opened. */
  checkDeadline(): void;
  /** Decisions that wait are given up: the world they were asked in is gone. */
  forget(): void;
}
