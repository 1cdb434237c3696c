// A day's trades or bars in, its closed candles as bar records out: the same builder as the engine's, driven by exchange time.

import type { Candle } from '../core/candles/candle.ts';
import type { CandleBuilder } from '../core/candles/candle-builder.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';
import { makeCandleBuilder } from '../core/candles/make-candle-builder.ts';
import { EventBatch } from '../core/market/event-batch.ts';
import {
  BAR_TRADES_UNKNOWN,
  BAR_WARMUP,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_E,
  I32_F,
  I32_G,
  I32_H,
  Kind,
  RECORD_I32,
} from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { priceAt, tickAt } from '../core/market/price-grid.ts';

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
  builder.startSession(openUs);
  let lastUs = openUs;
  for (let index = 0; index < market.length; index++) {
    const kind = market.kindAt(index);
    if (market.instrumentAt(index) !== instrumentId) continue;
    if (kind !== Kind.trade && kind !== Kind.bar && kind !== Kind.barFlow) continue;
    const timeUs = market.exchangeTimeUsAt(index);
    const startUs = kind === Kind.trade ? timeUs : timeUs - market.i32[index * RECORD_I32 + I32_H]! * 1_000_000;
    if (startUs > lastUs) lastUs = startUs;
    closeUpTo(builder, lastUs, onCandle);
    if (add(builder, market, index, kind, startUs, instrument) === 'closed') onCandle(builder.candle);
  }
  if (builder.boundaryUs !== undefined) closeUpTo(builder, builder.boundaryUs + 1, onCandle);
  if (builder.boundaryUs !== undefined) closeUpTo(builder, builder.boundaryUs + 1, onCandle);
}

function closeUpTo(builder: CandleBuilder, exchangeUs: number, onCandle: (candle: Candle) => void): void {
  for (let end = builder.advanceTo(exchangeUs); end !== 'none'; end = builder.advanceTo(exchangeUs)) {
    if (end === 'closed') onCandle(builder.candle);
  }
}

function add(
  builder: CandleBuilder,
  market: EventBatch,
  index: number,
  kind: number,
  startUs: number,
  instrument: Instrument,
): string {
  const i = index * RECORD_I32;
  const f = market.f64At(index);
  const { f64, i32 } = market;
  if (kind === Kind.trade) return builder.addTrade(startUs, f64[f + F64_A]!, f64[f + F64_B]!, market.flagsAt(index));
  if (kind === Kind.barFlow) {
    builder.addFlow(f64[f + F64_A]!, f64[f + F64_B]!, i32[i + I32_E]!, i32[i + I32_F]!, f64[f + F64_D]!);
    return 'none';
  }
  return builder.addBar(
    startUs,
    priceAt(instrument, i32[i + I32_A]!),
    priceAt(instrument, i32[i + I32_B]!),
    priceAt(instrument, i32[i + I32_C]!),
    priceAt(instrument, i32[i + I32_D]!),
    f64[f + F64_C]!,
    i32[i + I32_G]!,
  );
}

/** Appends a candle as warm-up records: its flow, where it has any, and its bar. */
export function pushWarmupCandle(out: EventBatch, instrumentId: number, instrument: Instrument, candle: Candle): void {
  const { closeTimeUs } = candle;
  if (candle.hasFlow) {
    out.pushBarFlow(
      instrumentId,
      closeTimeUs,
      BAR_WARMUP,
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
    BAR_WARMUP,
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
