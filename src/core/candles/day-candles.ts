// A day's trades or bars in, its closed candles as bar records out: the same builder as the engine's, driven by exchange time.

import { BarFlowView, BarView } from '../market/bar-view.ts';
import { EventBatch } from '../market/event-batch.ts';
import { BAR_SPAN_SHIFT, BAR_TRADES_UNKNOWN, BAR_WARMUP, F64_A, F64_B, Kind } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { tickAt } from '../market/price-grid.ts';
import type { Candle } from './candle.ts';
import type { CandleBuilder } from './candle-builder.ts';
import type { CandleInterval } from './candle-interval.ts';
import { makeCandleBuilder } from './make-candle-builder.ts';

/** Calls `onCandle` for each candle of the day's records of one instrument, in order; the candle is reused. */
export function forEachCandle(
  market: EventBatch,
  instrumentId: number,
  instrument: Instrument,
  interval: CandleInterval,
  openUs: number,
  onCandle: (candle: Candle) => void,
): void {
  const builder = makeCandleBuilder(interval);
  const bar = new BarView();
  const flow = new BarFlowView();
  builder.startSession(openUs);
  let lastUs = openUs;
  for (let index = 0; index < market.length; index++) {
    const kind = market.kindAt(index);
    if (market.instrumentAt(index) !== instrumentId) continue;
    if (kind !== Kind.trade && kind !== Kind.bar && kind !== Kind.barFlow) continue;
    const timeUs = kind === Kind.bar ? bar.read(market, index, instrument).openTimeUs : market.exchangeTimeUsAt(index);
    if (kind === Kind.barFlow) {
      const { buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume } = flow.read(market, index);
      builder.addFlow(buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume);
      continue;
    }
    if (timeUs > lastUs) lastUs = timeUs;
    closeUpTo(builder, lastUs, onCandle);
    const f = market.f64At(index);
    const end =
      kind === Kind.bar
        ? builder.addBar(timeUs, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.trades)
        : builder.addTrade(timeUs, market.f64[f + F64_A]!, market.f64[f + F64_B]!, market.flagsAt(index));
    if (end === 'closed') onCandle(builder.candle);
  }
  // the clock goes on after the last record: the present interval ends, then the one that may have begun
  for (let left = 2; left > 0 && builder.boundaryUs !== undefined; left--) {
    closeUpTo(builder, builder.boundaryUs + 1, onCandle);
  }
}

function closeUpTo(builder: CandleBuilder, exchangeUs: number, onCandle: (candle: Candle) => void): void {
  for (let end = builder.advanceTo(exchangeUs); end !== 'none'; end = builder.advanceTo(exchangeUs)) {
    if (end === 'closed') onCandle(builder.candle);
  }
}

/** Appends a candle as warm-up records: its flow, where it has any, and its bar. */
export function pushWarmupCandle(out: EventBatch, instrumentId: number, instrument: Instrument, candle: Candle): void {
  const { closeTimeUs } = candle;
  // one span of the warm-up per instrument, numbered as the instrument is
  const flags = BAR_WARMUP | (instrumentId << BAR_SPAN_SHIFT);
  if (candle.hasFlow) {
    out.pushBarFlow(
      instrumentId,
      closeTimeUs,
      flags,
      candle.buyVolume,
      candle.sellVolume,
      candle.buyTrades,
      candle.sellTrades,
      candle.rlpVolume,
    );
  }
  out.pushBar(
    instrumentId,
    closeTimeUs,
    flags,
    tickAt(instrument, candle.open),
    tickAt(instrument, candle.high),
    tickAt(instrument, candle.low),
    tickAt(instrument, candle.close),
    candle.volume,
    candle.hasTrades ? candle.trades : BAR_TRADES_UNKNOWN,
    Math.round((closeTimeUs - candle.openTimeUs) / 1_000_000),
  );
}

/** A day's candles as warm-up records. */
export function barsOfDay(
  market: EventBatch,
  instrumentId: number,
  instrument: Instrument,
  interval: CandleInterval,
  openUs: number,
): EventBatch {
  const bars = new EventBatch(1024);
  forEachCandle(market, instrumentId, instrument, interval, openUs, (candle) =>
    pushWarmupCandle(bars, instrumentId, instrument, candle),
  );
  return bars;
}
