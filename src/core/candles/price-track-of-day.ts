// A day's trades or bars of one contract in; the prices at the ends of its candles out, as a roll is measured by them.

import { BarView } from '../market/bar-view.ts';
import type { PriceTrack } from '../market/continuous/roll-prices.ts';
import type { EventBatch } from '../market/event-batch.ts';
import { Kind } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { forEachCandle } from './day-candles.ts';

/** Trades are taken by the minute, so that two contracts have prices of the same time. */
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

export function priceTrackOfDay(
  market: EventBatch,
  instrumentId: number,
  instrument: Instrument,
  openUs: number,
): PriceTrack {
  const rows: {
    readonly openTimeUs: number;
    readonly closeTimeUs: number;
    readonly open: number;
    readonly close: number;
  }[] = [];
  const bar = new BarView();
  let hasTrades = false;
  for (let index = 0; index < market.length; index++) {
    if (market.instrumentAt(index) !== instrumentId) continue;
    const kind = market.kindAt(index);
    if (kind === Kind.trade) hasTrades = true;
    else if (kind === Kind.bar) {
      const { openTimeUs, closeTimeUs, open, close } = bar.read(market, index, instrument);
      rows.push({ openTimeUs, closeTimeUs, open, close });
    }
  }
  if (hasTrades) {
    forEachCandle(market, instrumentId, instrument, MINUTE, openUs, ({ openTimeUs, closeTimeUs, open, close }) => {
      rows.push({ openTimeUs, closeTimeUs, open, close });
    });
  }
  return {
    openTimeUs: Float64Array.from(rows, ({ openTimeUs }) => openTimeUs),
    closeTimeUs: Float64Array.from(rows, ({ closeTimeUs }) => closeTimeUs),
    open: Float64Array.from(rows, ({ open }) => open),
    close: Float64Array.from(rows, ({ close }) => close),
  };
}
