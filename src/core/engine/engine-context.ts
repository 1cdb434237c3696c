// What the parts of the engine share while an event is processed: time, epoch, account, trading state, effects.

import type { Account } from '../account/account.ts';
import type { TradingState } from '../risk/trading-state.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { Effect } from './effect.ts';
import type { InstrumentState } from './instrument-state.ts';
import type { RunningStrategy } from './running-strategy.ts';

export interface EngineSettings {
  /** Grace after a candle's end by the exchange clock, microseconds; 0 on datasets, 250,000 in live. */
  readonly candleGraceUs: number;
  /** No market event for this long makes the price stale, microseconds. */
  readonly staleAfterUs: number;
  /** Fees and exchange costs of opening and closing one contract, in E4, for sizing. */
  readonly roundTripCostsE4: number;
  /** Runs decide(); the runner gives one that takes clock, randomness and network away meanwhile. */
  readonly guard?: <T>(decide: () => T) => T;
}

export const defaultEngineSettings: EngineSettings = {
  candleGraceUs: 0,
  staleAfterUs: 120_000_000,
  roundTripCostsE4: 0,
};

export interface EngineContext {
  readonly settings: EngineSettings;
  readonly account: Account;
  readonly state: TradingState;
  readonly effects: Effect[];
  instruments: InstrumentState[];
  readonly runtimes: RunningStrategy[];
  sessionDay: string;
  epoch: number;
  seq: number;
  /** Received time of the event being processed, microseconds UTC. */
  nowUs: number;
  capitalE4: number;
  /** Why the epoch is not warm yet: no decisions. Undefined once it is. */
  warmingUp: string | undefined;
  /** Gap or lost connection: no decisions until the backfill is complete. */
  feedLost: string | undefined;
  decisions: number;
}

export function record(context: EngineContext, decision: DecisionRecord): void {
  context.effects.push({ kind: 'decision', record: decision });
}

export function alert(
  context: EngineContext,
  severity: 'info' | 'warning' | 'critical',
  code: string,
  text: string,
): void {
  context.effects.push({ kind: 'alert', severity, code, text });
}

/** No new risk from now on: entries that still work are taken back, what they filled keeps its bracket. */
export function withdrawEntries(context: EngineContext, reason: string): void {
  for (const runtime of context.runtimes) runtime.execution.cancelEntry(reason);
}

/** Last price in ticks of a contract of the session, by symbol. */
export function lastTicksOf(context: EngineContext, symbol: string): number | undefined {
  for (const state of context.instruments) if (state.instrument.symbol === symbol) return state.lastTicks;
  return undefined;
}
