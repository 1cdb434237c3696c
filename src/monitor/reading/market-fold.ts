// Market events of a run's log in; prices, book, tape and candles of the traded contract as the engine of the run had them out.

import type { EpochStart } from '../../core/account/account-event.ts';
import { emptyCandle } from '../../core/candles/candle.ts';
import type { CandleInterval } from '../../core/candles/candle-interval.ts';
import { ExchangeClock } from '../../core/candles/exchange-clock.ts';
import { makeCandleBuilder } from '../../core/candles/make-candle-builder.ts';
import { BarFlowView, BarView } from '../../core/market/bar-view.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import {
  BAR_SPAN_MASK,
  BAR_SPAN_SHIFT,
  BAR_TRADES_UNKNOWN,
  BAR_WARMUP,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  I32_G,
  I32_H,
  isPriceOfMarket,
  Kind,
  type PhaseNumber,
  RECORD_F64,
  RECORD_I32,
} from '../../core/market/event-record.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import type { CandleRow } from '../view/candle-row.ts';
import { CandleRows } from './candle-rows.ts';
import { InstrumentFold } from './instrument-fold.ts';
import { TradeTape } from './trade-tape.ts';

export interface MarketChoices {
  /** What the run trades, such as WDOFUT. */
  readonly requested: string;
  readonly candle: string;
  readonly interval: CandleInterval;
  readonly candleGraceUs: number;
}

/** Follows the engine's own steps (`market-events.ts`, `engine-clock.ts`), with the same parts, so that its candles are those of the run. */
export class MarketFold {
  readonly candles: CandleRows;
  readonly tape = new TradeTape();
  instruments: readonly InstrumentFold[] = [];
  traded: InstrumentFold | undefined = undefined;
  private readonly choices: MarketChoices;
  private readonly onClosed: (receivedUs: number) => void;
  private readonly clock = new ExchangeClock();
  private readonly bar = new BarView();
  private readonly flow = new BarFlowView();
  private readonly warm = emptyCandle();
  private readonly open = emptyCandle();
  private warmupCandles: readonly string[] = [];
  private tradedId = -1;

  constructor(choices: MarketChoices, onClosed: (receivedUs: number) => void) {
    this.choices = choices;
    this.onClosed = onClosed;
    this.candles = new CandleRows();
  }

  /** @param known in the order of the epoch's own list */
  startEpoch({ instruments, warmup }: EpochStart, known: readonly Instrument[]): void {
    const { requested, interval } = this.choices;
    this.clock.reset();
    this.warmupCandles = warmup.map(({ candle }) => candle);
    this.tradedId = instruments.findIndex((each) => each.requested === requested);
    this.instruments = instruments.map((described, id) => {
      const builder = id === this.tradedId ? makeCandleBuilder(interval) : undefined;
      return new InstrumentFold(described, known[id]!, builder);
    });
    this.traded = this.instruments[this.tradedId];
    this.tape.clear();
  }

  /** In ticks; undefined where the market of the contract has no price yet. */
  lastTicksOf(symbol: string): number | undefined {
    return this.instruments.find(({ instrument }) => instrument.symbol === symbol)?.lastTicks;
  }

  /** The candle that is open, where it has a price. */
  running(receivedUs: number): Omit<CandleRow, 'id'> | undefined {
    const { traded, clock, open } = this;
    if (traded?.builder === undefined || !clock.isKnown) return undefined;
    if (!traded.builder.writeRunning(open, receivedUs - clock.offsetUs)) return undefined;
    return this.candles.rowOf(open, traded.instrument.symbol, receivedUs, false);
  }

  onEvent(batch: EventBatch, index: number, kind: number, receivedUs: number): void {
    const instrument = this.instruments[batch.instrumentAt(index)];
    const flags = batch.flagsAt(index);
    const f = index * RECORD_F64;
    switch (kind) {
      case Kind.trade:
        if (instrument !== undefined) this.onTrade(instrument, batch, index, flags, receivedUs);
        return;
      case Kind.quote:
        if (instrument?.watch.quotes.take(batch.f64, f, flags) !== true) return;
        this.clock.observe(receivedUs, batch.exchangeTimeUsAt(index));
        return instrument.quote(batch.f64, f, flags, receivedUs);
      case Kind.bookChange:
        if (instrument?.watch.book.take(batch.f64, f, flags) !== true) return;
        this.clock.observe(receivedUs, batch.exchangeTimeUsAt(index));
        return instrument.bookChange(batch.f64, f, flags, receivedUs);
      case Kind.bar:
        if (instrument !== undefined) this.onBar(instrument, batch, index, flags, receivedUs);
        return;
      case Kind.barFlow:
        if (instrument !== undefined) this.onFlow(instrument, batch, index, flags);
        return;
      case Kind.phaseChange:
        return instrument?.watch.onPhase(flags as PhaseNumber, receivedUs);
      case Kind.clockTick:
        return this.endIntervals(receivedUs);
      default:
        return;
    }
  }

  onClockAnchor(): void {
    this.clock.reset();
    for (const { watch } of this.instruments) watch.onClockAnchor();
  }

  private onTrade(state: InstrumentFold, batch: EventBatch, index: number, flags: number, receivedUs: number): void {
    const { f64, i32 } = batch;
    const f = index * RECORD_F64;
    const i = index * RECORD_I32;
    const { watch, builder } = state;
    if (!watch.trades.take(f64, f, flags, i32[i + I32_G]!, i32[i + I32_H]!)) return;
    watch.onTrade(f64, f);
    const exchangeUs = batch.exchangeTimeUsAt(index);
    const price = f64[f + F64_A]!;
    const quantity = f64[f + F64_B]!;
    if (!this.clock.observe(receivedUs, exchangeUs)) return builder?.leaveOut();
    state.marketUs = receivedUs;
    if (isPriceOfMarket((flags >> CONDITION_SHIFT) & CONDITION_MASK)) state.price(price, receivedUs);
    if (builder === undefined) return;
    this.tape.take(receivedUs, price, quantity, flags);
    let end = builder.addTrade(exchangeUs, price, quantity, flags);
    if (end === 'ahead') {
      this.endIntervals(receivedUs);
      end = builder.addTrade(exchangeUs, price, quantity, flags);
      if (end === 'ahead') builder.leaveOut();
    }
    if (end === 'closed') this.close(state, receivedUs);
  }

  private onFlow(state: InstrumentFold, batch: EventBatch, index: number, flags: number): void {
    const flow = this.flow;
    if ((flags & BAR_WARMUP) !== 0) {
      flow.read(batch, index);
      this.warm.hasFlow = true;
      this.warm.buyVolume = flow.buyVolume;
      this.warm.sellVolume = flow.sellVolume;
      return;
    }
    if (!state.watch.bars.takeFlow(batch, index)) return;
    const { buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume } = flow.read(batch, index);
    state.builder?.addFlow(buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume);
  }

  private onBar(state: InstrumentFold, batch: EventBatch, index: number, flags: number, receivedUs: number): void {
    const { builder } = state;
    if ((flags & BAR_WARMUP) !== 0) return this.onWarmup(state, batch, index, flags, receivedUs);
    if (!state.watch.bars.take(batch, index)) return builder?.leaveOut();
    const { openTimeUs, closeTimeUs, open, high, low, close, volume, trades } = this.bar.read(
      batch,
      index,
      state.instrument,
    );
    if (!this.clock.observe(receivedUs, closeTimeUs)) return builder?.leaveOut();
    state.price(close, receivedUs);
    state.marketUs = receivedUs;
    if (builder === undefined) return;
    if (builder.addBar(openTimeUs, open, high, low, close, volume, trades) !== 'ahead') return;
    this.endIntervals(receivedUs);
    if (builder.addBar(openTimeUs, open, high, low, close, volume, trades) === 'ahead') builder.leaveOut();
  }

  private onWarmup(state: InstrumentFold, batch: EventBatch, index: number, flags: number, receivedUs: number): void {
    const { warm } = this;
    const bar = this.bar.read(batch, index, state.instrument);
    warm.openTimeUs = bar.openTimeUs;
    warm.closeTimeUs = bar.closeTimeUs;
    warm.open = bar.open;
    warm.high = bar.high;
    warm.low = bar.low;
    warm.close = bar.close;
    warm.volume = bar.volume;
    warm.hasTrades = bar.trades !== BAR_TRADES_UNKNOWN;
    warm.trades = warm.hasTrades ? bar.trades : 0;
    state.watch.onWarmup(warm);
    const isOurs = this.warmupCandles[(flags >> BAR_SPAN_SHIFT) & BAR_SPAN_MASK] === this.choices.candle;
    if (isOurs && state === this.traded) this.candles.add(warm, state.instrument.symbol, receivedUs, true);
    warm.hasFlow = false;
  }

  private endIntervals(receivedUs: number): void {
    const { traded, clock, choices } = this;
    if (traded?.builder === undefined || !clock.isKnown) return;
    const exchangeUs = receivedUs - clock.offsetUs - choices.candleGraceUs;
    for (let end = traded.builder.advanceTo(exchangeUs); end !== 'none'; end = traded.builder.advanceTo(exchangeUs)) {
      if (end === 'closed') this.close(traded, receivedUs);
    }
  }

  private close({ builder, instrument }: InstrumentFold, receivedUs: number): void {
    this.candles.add(builder!.candle, instrument.symbol, receivedUs, false);
    this.onClosed(receivedUs);
  }
}
