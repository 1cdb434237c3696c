// process(event): market and account events in, decisions and orders out as effects; the one engine of every mode.

import { Account } from '../account/account.ts';
import type { AccountEvent, EpochStart } from '../account/account-event.ts';
import { assert } from '../assert.ts';
import { ExchangeClock } from '../candles/exchange-clock.ts';
import { OrderIds } from '../execution/order-ids.ts';
import { BarFlowView, BarView } from '../market/bar-view.ts';
import type { EventBatch } from '../market/event-batch.ts';
import {
  BAR_SPAN_MASK,
  BAR_SPAN_SHIFT,
  BAR_WARMUP,
  BOOK_ASK,
  BOOK_CLEAR,
  F64_A,
  F64_B,
  F64_EXCHANGE,
  F64_RECEIVED,
  F64_SEQ,
  I32_INSTRUMENT,
  I32_KIND,
  Kind,
  Phase,
  type PhaseNumber,
  RECORD_F64,
  RECORD_I32,
} from '../market/event-record.ts';
import { tickAt } from '../market/price-grid.ts';
import type { PredictionReady, PredictionTimedOut } from '../prediction/prediction.ts';
import { TradingState } from '../risk/trading-state.ts';
import { AccountEvents } from './account-events.ts';
import type { Effect } from './effect.ts';
import { EngineClock } from './engine-clock.ts';
import { alert, defaultEngineSettings, type EngineContext, type EngineSettings, type Mute } from './engine-context.ts';
import type { InstrumentState } from './instrument-state.ts';
import type { RunningStrategy } from './running-strategy.ts';
import { startEpoch } from './start-epoch.ts';
import { StrategyRuntime } from './strategy-runtime.ts';
import type { StrategySetup } from './strategy-setup.ts';
import { Warmup, type WarmupEnd } from './warmup.ts';

/** The events that travel as payload objects. */
export type EngineEvent = AccountEvent | PredictionReady | PredictionTimedOut;

const WARMING_UP = 'the epoch is warming up';
/** Before the first event, whose seq may be any. */
const NO_SEQ = -1;
const REBUILDING = 'the session so far is being rebuilt';

export class Engine {
  /** What the last event made: the loop performs them in order and empties the list before the next. */
  readonly effects: Effect[] = [];
  readonly context: EngineContext;
  private readonly clock = new ExchangeClock();
  private readonly warmup = new Warmup();
  private readonly bar = new BarView();
  private readonly flow = new BarFlowView();
  private readonly ids = new OrderIds();
  private readonly accountEvents: AccountEvents;
  private readonly engineClock: EngineClock;

  constructor(setups: readonly StrategySetup[], settings: Partial<EngineSettings> = {}) {
    assert(setups.length > 0, 'an engine needs a strategy');
    this.context = {
      settings: { ...defaultEngineSettings, ...settings },
      account: new Account(),
      state: new TradingState(),
      effects: this.effects,
      runtimes: [],
      instruments: [],
      sessionDay: '',
      epoch: 0,
      seq: NO_SEQ,
      nowUs: 0,
      capitalE4: 0,
      mutes: new Map([['warmUp', 'no epoch yet']]),
      decisions: 0,
      told: new Set(),
    };
    for (const setup of setups) this.context.runtimes.push(new StrategyRuntime(setup, this.context, this.ids));
    this.accountEvents = new AccountEvents(this.context);
    this.engineClock = new EngineClock(this.context, this.clock);
  }

  /** Takes one event. Effects of the one before must have been taken. */
  process(batch: EventBatch, index: number): void {
    const f = index * RECORD_F64;
    const { f64, i32 } = batch;
    const { context } = this;
    const seq = f64[f + F64_SEQ]!;
    if (seq !== context.seq + 1 && context.seq !== NO_SEQ) assert(false, `event seq ${seq} after ${context.seq}`);
    context.seq = seq;
    context.nowUs = f64[f + F64_RECEIVED]!;
    const head = i32[index * RECORD_I32 + I32_KIND]!;
    switch (head & 0xff) {
      case Kind.trade:
        this.onTrade(this.stateOf(i32[index * RECORD_I32 + I32_INSTRUMENT]!), f64, f, head >>> 8);
        break;
      case Kind.quote: {
        this.clock.observe(context.nowUs, f64[f + F64_EXCHANGE]!);
        const state = this.stateOf(i32[index * RECORD_I32 + I32_INSTRUMENT]!);
        state.onQuote(context.nowUs, head >>> 8, f64[f + F64_A]!, f64[f + F64_B]!);
        break;
      }
      case Kind.bookChange:
        this.onBookChange(this.stateOf(i32[index * RECORD_I32 + I32_INSTRUMENT]!), f64, f, head >>> 8);
        break;
      case Kind.clockTick:
        this.at(seq);
        this.engineClock.onTick();
        break;
      case Kind.bar:
        this.onBar(batch, index, head >>> 8);
        break;
      case Kind.barFlow:
        this.onBarFlow(batch, index, head >>> 8);
        break;
      case Kind.phaseChange:
        this.onPhase(this.stateOf(i32[index * RECORD_I32 + I32_INSTRUMENT]!), (head >>> 8) as PhaseNumber);
        break;
      case Kind.tradeCorrection:
        this.stateOf(i32[index * RECORD_I32 + I32_INSTRUMENT]!).corrections += 1;
        break;
      case Kind.dailySummary:
      case Kind.theoreticalPrice:
        break;
      default:
        this.at(seq);
        this.onPayload(batch.payloadAt(index) as EngineEvent);
    }
  }

  private stateOf(instrumentId: number): InstrumentState {
    const state = this.context.instruments[instrumentId];
    if (state === undefined) assert(false, `event of instrument ${instrumentId}, which the session does not have`);
    return state;
  }

  private at(seq: number): void {
    this.ids.at(this.context.epoch, seq);
    for (const runtime of this.context.runtimes) runtime.execution.at(seq, this.context.nowUs);
  }

  private onTrade(state: InstrumentState, f64: Float64Array, f: number, flags: number): void {
    const { nowUs } = this.context;
    const exchangeUs = f64[f + F64_EXCHANGE]!;
    const price = f64[f + F64_A]!;
    const isFirst = !this.clock.isKnown;
    if (!this.clock.observe(nowUs, exchangeUs)) return state.leaveOut();
    state.onTrade(nowUs, price, flags);
    const { feeds } = state;
    for (let k = 0; k < feeds.length; k++) {
      const feed = feeds[k]!;
      const quantity = f64[f + F64_B]!;
      let end = feed.builder.addTrade(exchangeUs, price, quantity, flags);
      if (end === 'ahead') {
        this.catchUp();
        end = feed.builder.addTrade(exchangeUs, price, quantity, flags);
        if (end === 'ahead') feed.builder.leaveOut();
      }
      if (end === 'closed') {
        this.at(this.context.seq);
        feed.give();
        feed.decide();
      }
    }
    // the first sign of the exchange's clock: the end of its candle is to be heard of
    if (isFirst) this.engineClock.askForWake();
  }

  /** The clock's ticks were missing (a backfill, a stall): intervals that are over by the exchange's clock end now. */
  private catchUp(): void {
    this.at(this.context.seq);
    this.engineClock.endIntervals();
  }

  private onBookChange(state: InstrumentState, f64: Float64Array, f: number, flags: number): void {
    this.clock.observe(this.context.nowUs, f64[f + F64_EXCHANGE]!);
    state.lastMarketUs = this.context.nowUs;
    if ((flags & BOOK_CLEAR) !== 0) state.book.clear();
    const side = (flags & BOOK_ASK) === 0 ? state.book.bids : state.book.asks;
    side.set(tickAt(state.instrument, f64[f + F64_A]!), f64[f + F64_B]!);
  }

  private onBarFlow(batch: EventBatch, index: number, flags: number): void {
    if ((flags & BAR_WARMUP) !== 0) {
      this.warmup.onFlow(batch, index);
      return;
    }
    const { buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume } = this.flow.read(batch, index);
    for (const { builder } of this.stateOf(batch.instrumentAt(index)).feeds) {
      builder.addFlow(buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume);
    }
  }

  private onBar(batch: EventBatch, index: number, flags: number): void {
    const instrumentId = batch.instrumentAt(index);
    const state = this.stateOf(instrumentId);
    const { instrument } = state;
    if ((flags & BAR_WARMUP) !== 0) {
      this.warmup.onBar(batch, index, instrument);
      this.warmup.give((flags >> BAR_SPAN_SHIFT) & BAR_SPAN_MASK, instrumentId, this.context.runtimes);
      this.onWarmupEnd(this.warmup.end());
      return;
    }
    const bar = this.bar.read(batch, index, instrument);
    const isFirst = !this.clock.isKnown;
    if (!this.clock.observe(this.context.nowUs, bar.closeTimeUs)) return state.leaveOut();
    state.lastPrice = bar.close;
    state.hasPrice = true;
    state.lastMarketUs = this.context.nowUs;
    for (const { builder } of state.feeds) {
      const { openTimeUs, open, high, low, close, volume, trades } = bar;
      if (builder.addBar(openTimeUs, open, high, low, close, volume, trades) !== 'ahead') continue;
      this.catchUp();
      const end = builder.addBar(openTimeUs, open, high, low, close, volume, trades);
      if (end === 'ahead') builder.leaveOut();
    }
    if (isFirst) this.engineClock.askForWake();
  }

  /** At the close a person is told how many trades came too late for their candle: a slow feed, or too short a grace. */
  private onPhase(state: InstrumentState, phase: PhaseNumber): void {
    state.phase = phase;
    if (phase !== Phase.closed) return;
    const late = state.feeds.reduce((sum, { builder }) => sum + builder.lateTrades, 0);
    const future = state.feeds.reduce((sum, { builder }) => sum + builder.futureTrades, 0);
    const { symbol } = state.instrument;
    const tell = (code: string, text: string): void => alert(this.context, 'warning', code, text);
    if (late > 0) tell('lateTrades', `${late} trades of ${symbol} came after their candle had closed`);
    if (future > 0) tell('futureTrades', `${future} trades of ${symbol} were stamped ahead of the clock and left out`);
  }

  private onPayload(event: EngineEvent): void {
    switch (event.kind) {
      case 'epochStart':
        return this.onEpochStart(event);
      case 'orderUpdate':
        return this.accountEvents.onUpdate(event);
      case 'fill':
        return this.accountEvents.onFill(event);
      case 'commandResult':
        return this.accountEvents.onCommandResult(event);
      case 'positionReport':
        return this.accountEvents.onPositionReport(event);
      case 'operatorCommand':
        return this.accountEvents.onOperator(event);
      case 'reconciliationReport':
        if (!event.agreed) this.accountEvents.halt('reconciliation', event.differences.join('; '));
        return;
      case 'predictionReady':
        return this.runtime(event.strategyId)?.onPrediction(event);
      case 'predictionTimedOut':
        return this.runtime(event.strategyId)?.onPredictionTimedOut(event);
      case 'gap':
        return this.mute('gap', `gap: ${event.reason}`);
      case 'connectionChange':
        if (event.state !== 'connected') this.mute(event.service, `${event.service} ${event.state}`);
        else this.context.mutes.delete(event.service);
        return;
      case 'backfillComplete':
        this.context.mutes.delete('backfill');
        return;
      case 'clockAnchor':
        return this.clock.reset();
    }
  }

  private mute(cause: Mute, reason: string): void {
    if (!this.context.mutes.has(cause)) alert(this.context, 'warning', 'muted', reason);
    this.context.mutes.set(cause, reason);
    for (const runtime of this.context.runtimes) runtime.forget();
  }

  private runtime(strategyId: string): RunningStrategy | undefined {
    return this.context.runtimes.find((runtime) => runtime.strategy.name === strategyId);
  }

  private onEpochStart(epoch: EpochStart): void {
    this.clock.reset();
    this.engineClock.startSession();
    const isSameSession = epoch.sessionDay === this.context.sessionDay;
    startEpoch(this.context, this.accountEvents, epoch);
    const { mutes } = this.context;
    mutes.delete('gap');
    mutes.set('warmUp', WARMING_UP);
    if (isSameSession) mutes.set('backfill', REBUILDING);
    else mutes.delete('backfill');
    this.onWarmupEnd(this.warmup.start(epoch));
  }

  private onWarmupEnd(end: WarmupEnd): void {
    if (end.kind === 'complete') this.context.mutes.delete('warmUp');
    else if (end.kind === 'wrong') this.accountEvents.halt('warmup', end.reason);
  }
}
