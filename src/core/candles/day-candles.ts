// A day's trades or bars in, its closed candles as bar records out: the same builder as the engine's, driven by exchange time.

import { EventBatch } from '../market/event-batch.ts';
import { BAR_SPAN_SHIFT, BAR_TRADES_UNKNOWN, BAR_WARMUP } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { tickAt } from '../market/price-grid.ts';
import type { Candle } from './candle.ts';
import type { CandleInterval } from './candle-interval.ts';
import { playDay } from './play-day.ts';

/** Calls `onCandle` for each candle of the day's records of one instrument, in order; the candle is reused. */
export function forEachCandle(
  market: EventBatch,
  instrumentId: number,
  instrument: Instrument,
  interval: CandleInterval,
  openUs: number,
  onCandle: (candle: Candle) => void,
): void {
  playDay({ market, instrumentId, instrument, interval, openUs }, { onCandle });
}

/** Appends a candle as warm-up records: its flow, where it has any, and its bar. */
function pushWarmupCandle(out: EventBatch, instrumentId: number, instrument: Instrument, candle: Candle): void {
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
    (closeTimeUs - candle.openTimeUs) / 1_000_000,
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
