// Trades, quotes, book changes, bars and phases of the market in; prices, books, candles and their readers brought up to date.

import type { ExchangeClock } from '../candles/exchange-clock.ts';
import { readTapeTrade } from '../candles/tape-trade.ts';
import { BarFlowView, BarView } from '../market/bar-view.ts';
import type { EventBatch } from '../market/event-batch.ts';
import {
  BAR_SPAN_MASK,
  BAR_SPAN_SHIFT,
  BAR_WARMUP,
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  I32_G,
  I32_H,
  Phase,
  type PhaseNumber,
  RECORD_F64,
  RECORD_I32,
} from '../market/event-record.ts';
import { tickAt } from '../market/price-grid.ts';
import type { EngineClock } from './engine-clock.ts';
import { alert, type EngineContext, instrumentStateOf } from './engine-context.ts';
import { tellFaults } from './input-alerts.ts';
import type { Warmup, WarmupEnd } from './warmup.ts';

/** What of the engine the market's events touch beside its context. */
export interface MarketParts {
  readonly clock: ExchangeClock;
  readonly engineClock: EngineClock;
  readonly warmup: Warmup;
  /** Orders that follow from the event carry its seq. */
  readonly at: (seq: number) => void;
  readonly onWarmupEnd: (end: WarmupEnd) => void;
}

export class MarketEvents {
  private readonly context: EngineContext;
  private readonly clock: ExchangeClock;
  private readonly engineClock: EngineClock;
  private readonly warmup: Warmup;
  private readonly at: (seq: number) => void;
  private readonly onWarmupEnd: (end: WarmupEnd) => void;
  private readonly bar = new BarView();
  private readonly flow = new BarFlowView();

  constructor(context: EngineContext, { clock, engineClock, warmup, at, onWarmupEnd }: MarketParts) {
    this.context = context;
    this.clock = clock;
    this.engineClock = engineClock;
    this.warmup = warmup;
    this.at = at;
    this.onWarmupEnd = onWarmupEnd;
  }

  onTrade(instrumentId: number, batch: EventBatch, index: number, flags: number): void {
    const state = instrumentStateOf(this.context, instrumentId);
    const { nowUs } = this.context;
    const { f64, i32 } = batch;
    const f = index * RECORD_F64;
    const i = index * RECORD_I32;
    const { watch } = state;
    const isUsable = watch.trades.take(f64, f, flags, i32[i + I32_G]!, i32[i + I32_H]!);
    if (isUsable) watch.onTrade(f64, f);
    if (watch.log.untold > 0) tellFaults(this.context, state);
    if (!isUsable) return;
    const exchangeUs = f64[f + F64_EXCHANGE]!;
    const price = f64[f + F64_A]!;
    const isFirst = !this.clock.isKnown;
    if (!this.clock.observe(nowUs, exchangeUs)) return state.leaveOut();
    state.onTrade(nowUs, price, flags);
    this.tellExecution(instrumentId);
    const { feeds, tape } = state;
    for (let k = 0; k < feeds.length; k++) {
      const feed = feeds[k]!;
      const quantity = f64[f + F64_B]!;
      let end = feed.builder.addTrade(exchangeUs, price, quantity, flags);
      if (end === 'ahead') {
        this.catchUp();
        end = feed.builder.addTrade(exchangeUs, price, quantity, flags);
        if (end === 'ahead') feed.builder.leaveOut();
      }
      if (feed.readsTape && end !== 'ahead') {
        readTapeTrade(tape, batch, index);
        feed.tell(tape, state.context);
      }
      if (end === 'closed') {
        this.at(this.context.seq);
        feed.give(state.context);
        feed.openNext(state.context);
        feed.decide();
      }
    }
    // the first sign of the exchange's clock: the end of its candle is to be heard of
    if (isFirst) this.engineClock.askForWake();
  }

  /** A price moves stops and targets only where something is held: nothing is asked while all strategies are flat. */
  private tellExecution(instrumentId: number): void {
    const { runtimes, seq } = this.context;
    for (let k = 0; k < runtimes.length; k++) {
      const { execution, tradeId } = runtimes[k]!;
      if (tradeId !== instrumentId || !execution.isWatching) continue;
      this.at(seq);
      execution.onMarket();
    }
  }

  /** The clock's ticks were missing (a backfill, a stall): intervals that are over by the exchange's clock end now. */
  private catchUp(): void {
    this.at(this.context.seq);
    this.engineClock.endIntervals();
  }

  onQuote(instrumentId: number, f64: Float64Array, f: number, flags: number): void {
    const state = instrumentStateOf(this.context, instrumentId);
    const { watch } = state;
    const isUsable = watch.quotes.take(f64, f, flags);
    if (isUsable && state.bookReaders.length > 0) watch.book.compare(state.book.levels, f64, f);
    if (watch.log.untold > 0) tellFaults(this.context, state);
    if (!isUsable) return;
    const exchangeUs = f64[f + F64_EXCHANGE]!;
    this.clock.observe(this.context.nowUs, exchangeUs);
    state.book.setQuote(flags, f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!, f64[f + F64_D]!);
    state.onQuote(this.context.nowUs, flags, f64[f + F64_A]!, f64[f + F64_B]!);
    this.tellExecution(instrumentId);
    state.tellBook(instrumentId, exchangeUs);
  }

  onBookChange(instrumentId: number, f64: Float64Array, f: number, flags: number): void {
    const state = instrumentStateOf(this.context, instrumentId);
    const { watch, book } = state;
    const isUsable = watch.book.take(f64, f, flags);
    if (isUsable) {
      this.clock.observe(this.context.nowUs, f64[f + F64_EXCHANGE]!);
      state.lastMarketUs = this.context.nowUs;
      if ((flags & BOOK_CLEAR) !== 0) book.clearLevels();
      book.setLevel((flags & BOOK_ASK) !== 0, tickAt(state.instrument, f64[f + F64_A]!), f64[f + F64_B]!);
    }
    if (isUsable && (flags & BOOK_MORE) === 0 && state.bookReaders.length > 0) {
      watch.book.whole(book.levels, f64, f);
      state.tellBook(instrumentId, f64[f + F64_EXCHANGE]!);
    }
    if (watch.log.untold > 0) tellFaults(this.context, state);
  }

  onBarFlow(batch: EventBatch, index: number, flags: number): void {
    if ((flags & BAR_WARMUP) !== 0) {
      this.warmup.onFlow(batch, index);
      return;
    }
    const state = instrumentStateOf(this.context, batch.instrumentAt(index));
    const isUsable = state.watch.bars.takeFlow(batch, index);
    if (state.watch.log.untold > 0) tellFaults(this.context, state);
    if (!isUsable) return;
    const { buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume } = this.flow.read(batch, index);
    for (const { builder } of state.feeds) {
      builder.addFlow(buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume);
    }
  }

  onBar(batch: EventBatch, index: number, flags: number): void {
    const instrumentId = batch.instrumentAt(index);
    const state = instrumentStateOf(this.context, instrumentId);
    const { instrument } = state;
    if ((flags & BAR_WARMUP) !== 0) {
      this.warmup.onBar(batch, index, instrument);
      state.watch.onWarmup(this.warmup.candle);
      this.warmup.give((flags >> BAR_SPAN_SHIFT) & BAR_SPAN_MASK, instrumentId, state, this.context.runtimes);
      this.onWarmupEnd(this.warmup.end());
      return;
    }
    const { watch } = state;
    const isUsable = watch.bars.take(batch, index);
    if (watch.log.untold > 0) tellFaults(this.context, state);
    // its volume by side must not go to the bar after it
    if (!isUsable) return state.leaveOut();
    const bar = this.bar.read(batch, index, instrument);
    const isFirst = !this.clock.isKnown;
    if (!this.clock.observe(this.context.nowUs, bar.closeTimeUs)) return state.leaveOut();
    state.lastPrice = bar.close;
    state.hasPrice = true;
    state.lastMarketUs = this.context.nowUs;
    this.tellExecution(instrumentId);
    for (const { builder } of state.feeds) {
      const { openTimeUs, open, high, low, close, volume, trades } = bar;
      if (builder.addBar(openTimeUs, open, high, low, close, volume, trades) !== 'ahead') continue;
      this.catchUp();
      const end = builder.addBar(openTimeUs, open, high, low, close, volume, trades);
      if (end === 'ahead') builder.leaveOut();
    }
    if (isFirst) this.engineClock.askForWake();
  }

  /** What is working stays where it is: a stop that rests inside of limits which have widened protects all the same. */
  onPriceLimits(instrumentId: number, low: number, high: number): void {
    instrumentStateOf(this.context, instrumentId).setLimits(low, high);
  }

  /** At the close a person is told how many trades came too late for their candle: a slow feed, or too short a grace. */
  onPhase(instrumentId: number, phase: PhaseNumber): void {
    const state = instrumentStateOf(this.context, instrumentId);
    state.phase = phase;
    state.watch.onPhase(phase, this.context.nowUs);
    if (phase !== Phase.closed) return;
    const late = state.feeds.reduce((sum, { builder }) => sum + builder.lateTrades, 0);
    const future = state.feeds.reduce((sum, { builder }) => sum + builder.futureTrades, 0);
    const { symbol } = state.instrument;
    const tell = (code: string, text: string): void => alert(this.context, 'warning', code, text);
    if (late > 0) tell('lateTrades', `${late} trades of ${symbol} came after their candle had closed`);
    const { refused, isTold } = state.watch.log;
    if (refused > 0 && isTold)
      tell('refusedRecords', `${refused} records of ${symbol} could not be right and were left out`);
    if (future > 0) tell('futureTrades', `${future} trades of ${symbol} were stamped ahead of the clock and left out`);
  }
}
