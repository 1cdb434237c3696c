// What the parts of the engine share while an event is processed: time, epoch, account, trading state, effects.

import type { Account } from '../account/account.ts';
import { assert } from '../assert.ts';
import { type BracketSettings, defaultBracketSettings } from '../execution/bracket-settings.ts';
import type { Drawdown } from '../risk/drawdown.ts';
import type { OrderRate } from '../risk/order-rate.ts';
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
  /** A prediction without answer is given up after this long, microseconds. */
  readonly predictionTimeoutUs: number;
  /** Ticks that an entry is expected to lose against the price it was decided at, for sizing. */
  readonly entrySlippageTicks: number;
  /** Share of a decision's features that may stand in with values of earlier candles, 0..1. */
  readonly filledShareMost: number;
  /** Fees and exchange costs of opening and closing one contract, in E4, for sizing. */
  readonly roundTripCostsE4: number;
  readonly brackets: BracketSettings;
  /** What ends the latch of the daily loss: the next session, or a person in it. */
  readonly lossLatchEnds: 'session' | 'person';
  /** Whether others may trade on the account: under `exclusive` an order that is not ours halts. */
  readonly accountUse: 'exclusive' | 'shared';
  /** Runs decide(); the runner gives one that takes clock, randomness and network away meanwhile. */
  readonly guard?: <T>(decide: () => T) => T;
}

export const defaultEngineSettings: EngineSettings = {
  candleGraceUs: 0,
  staleAfterUs: 120_000_000,
  predictionTimeoutUs: 60_000_000,
  entrySlippageTicks: 1,
  filledShareMost: 0.2,
  roundTripCostsE4: 0,
  brackets: defaultBracketSettings,
  lossLatchEnds: 'session',
  accountUse: 'shared',
};

/** warmUp ends with the last warm-up bar, gap with the next epoch, backfill with its completion, a service when it is connected. */
export type Mute = 'warmUp' | 'gap' | 'backfill' | 'market' | 'routing' | 'host';

export interface EngineContext {
  readonly settings: EngineSettings;
  readonly account: Account;
  readonly state: TradingState;
  /** Of all strategies together. */
  readonly rate: OrderRate;
  readonly drawdown: Drawdown;
  readonly effects: Effect[];
  instruments: InstrumentState[];
  readonly runtimes: RunningStrategy[];
  sessionDay: string;
  epoch: number;
  seq: number;
  /** Received time of the event being processed, microseconds UTC. */
  nowUs: number;
  /** Received time of the last clock tick, microseconds UTC; 0 before the first. */
  tickedUs: number;
  capitalE4: number;
  /** Why there are no decisions, by cause; each cause is ended by its own counterpart only. */
  readonly mutes: Map<Mute, string>;
  decisions: number;
  /** What halted in this session, so that nothing is told twice. */
  readonly told: Set<string>;
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

/** Stops all new risk until a person resumes. Each reason is told once a session, also when another had halted already. */
export function halt(context: EngineContext, code: string, reason: string): void {
  context.state.halt(reason);
  const told = `${code}: ${reason}`;
  if (!context.told.has(told)) alert(context, 'critical', code, reason);
  context.told.add(told);
  // also when it was told before: a person may have resumed meanwhile
  withdrawEntries(context, reason);
}

/** Stops entries until a person resumes; told each time, since a person may have resumed meanwhile. */
export function pause(context: EngineContext, code: string, reason: string): void {
  context.state.pause(reason);
  alert(context, 'critical', code, reason);
  withdrawEntries(context, reason);
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

/** An event of an instrument that the session does not have is our own mistake. */
export function instrumentStateOf(context: EngineContext, instrumentId: number): InstrumentState {
  const state = context.instruments[instrumentId];
  if (state === undefined) assert(false, `event of instrument ${instrumentId}, which the session does not have`);
  return state;
}
