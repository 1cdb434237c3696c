// process(event): market and account events in, decisions and orders out as effects; the one engine of every mode.

import { Account } from '../account/account.ts';
import type { AccountEvent, EpochStart } from '../account/account-event.ts';
import { assert } from '../assert.ts';
import { ExchangeClock } from '../candles/exchange-clock.ts';
import { OrderIds } from '../execution/order-ids.ts';
import type { EventBatch } from '../market/event-batch.ts';
import {
  F64_A,
  F64_B,
  F64_RECEIVED,
  F64_SEQ,
  I32_INSTRUMENT,
  I32_KIND,
  Kind,
  type PhaseNumber,
  RECORD_F64,
  RECORD_I32,
} from '../market/event-record.ts';
import type { PredictionReady, PredictionTimedOut } from '../prediction/prediction.ts';
import { Drawdown } from '../risk/drawdown.ts';
import { OrderRate } from '../risk/order-rate.ts';
import { TradingState } from '../risk/trading-state.ts';
import { AccountEvents } from './account-events.ts';
import type { Effect } from './effect.ts';
import { EngineClock } from './engine-clock.ts';
import {
  alert,
  defaultEngineSettings,
  type EngineContext,
  type EngineSettings,
  instrumentStateOf,
  type Mute,
} from './engine-context.ts';
import { clockWentBack } from './input-alerts.ts';
import { MarketEvents } from './market-events.ts';
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
  private readonly ids = new OrderIds();
  private readonly accountEvents: AccountEvents;
  private readonly engineClock: EngineClock;
  private readonly market: MarketEvents;
  /** Our clock was set anew and may have gone back by it, once. */
  private isAnchored = false;

  constructor(setups: readonly StrategySetup[], settings: Partial<EngineSettings> = {}) {
    assert(setups.length > 0, 'an engine needs a strategy');
    this.context = {
      settings: { ...defaultEngineSettings, ...settings },
      account: new Account(settings.accountUse === 'exclusive'),
      state: new TradingState(),
      rate: new OrderRate(),
      drawdown: new Drawdown(),
      effects: this.effects,
      runtimes: [],
      instruments: [],
      sessionDay: '',
      epoch: 0,
      seq: NO_SEQ,
      nowUs: 0,
      tickedUs: 0,
      capitalE4: 0,
      mutes: new Map([['warmUp', 'no epoch yet']]),
      decisions: 0,
      told: new Set(),
    };
    for (const setup of setups) this.context.runtimes.push(new StrategyRuntime(setup, this.context, this.ids));
    this.accountEvents = new AccountEvents(this.context);
    this.engineClock = new EngineClock(this.context, this.clock);
    this.market = new MarketEvents(this.context, {
      clock: this.clock,
      engineClock: this.engineClock,
      warmup: this.warmup,
      at: (seq) => this.at(seq),
      onWarmupEnd: (end) => this.onWarmupEnd(end),
    });
  }

  /** Takes one event. Effects of the one before must have been taken. */
  process(batch: EventBatch, index: number): void {
    const f = index * RECORD_F64;
    const { f64, i32 } = batch;
    const { context } = this;
    const seq = f64[f + F64_SEQ]!;
    if (seq !== context.seq + 1 && context.seq !== NO_SEQ) assert(false, `event seq ${seq} after ${context.seq}`);
    context.seq = seq;
    const receivedUs = f64[f + F64_RECEIVED]!;
    if (!(receivedUs >= context.nowUs)) this.onClockBack(receivedUs);
    // a time that is no number is no time: the last one stands
    if (receivedUs > 0) context.nowUs = receivedUs;
    const head = i32[index * RECORD_I32 + I32_KIND]!;
    switch (head & 0xff) {
      case Kind.trade:
        this.market.onTrade(i32[index * RECORD_I32 + I32_INSTRUMENT]!, batch, index, head >>> 8);
        break;
      case Kind.quote:
        this.market.onQuote(i32[index * RECORD_I32 + I32_INSTRUMENT]!, f64, f, head >>> 8);
        break;
      case Kind.bookChange:
        this.market.onBookChange(i32[index * RECORD_I32 + I32_INSTRUMENT]!, f64, f, head >>> 8);
        break;
      case Kind.clockTick:
        this.at(seq);
        this.engineClock.onTick();
        this.accountEvents.onClock();
        break;
      case Kind.bar:
        this.market.onBar(batch, index, head >>> 8);
        break;
      case Kind.barFlow:
        this.market.onBarFlow(batch, index, head >>> 8);
        break;
      case Kind.phaseChange:
        this.market.onPhase(i32[index * RECORD_I32 + I32_INSTRUMENT]!, (head >>> 8) as PhaseNumber);
        break;
      case Kind.priceLimits:
        this.market.onPriceLimits(i32[index * RECORD_I32 + I32_INSTRUMENT]!, f64[f + F64_A]!, f64[f + F64_B]!);
        break;
      case Kind.tradeCorrection:
        instrumentStateOf(context, i32[index * RECORD_I32 + I32_INSTRUMENT]!).corrections += 1;
        break;
      case Kind.dailySummary:
      case Kind.theoreticalPrice:
        break;
      default:
        this.at(seq);
        this.onPayload(batch.payloadAt(index) as EngineEvent);
    }
  }

  private at(seq: number): void {
    this.ids.at(this.context.epoch, seq);
    for (const runtime of this.context.runtimes) runtime.execution.at(seq, this.context.nowUs);
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
      case 'orderAdopted':
        return this.accountEvents.onOrderAdopted(event);
      case 'foreignOrder':
        return this.accountEvents.onForeignOrder(event);
      case 'reconciliationReport':
        return this.accountEvents.onReconciliation(event);
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
        return this.onClockAnchor();
    }
  }

  private onClockBack(receivedUs: number): void {
    if (!this.isAnchored) clockWentBack(this.context, receivedUs);
    this.isAnchored = false;
  }

  /** Times before it and after it are of two clocks. */
  private onClockAnchor(): void {
    this.clock.reset();
    for (const { watch } of this.context.instruments) watch.onClockAnchor();
    this.isAnchored = true;
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
