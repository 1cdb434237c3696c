// A day's trades or bars of one contract in; its levels, volume and sizes of trades out.

import { BarView } from './bar-view.ts';
import type { EventBatch } from './event-batch.ts';
import { CONDITION_MASK, CONDITION_SHIFT, F64_A, F64_B, Kind, TradeCondition } from './event-record.ts';
import type { Instrument } from './instrument.ts';

export interface SessionSummary {
  /** Points. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Contracts, of all trades. */
  readonly volume: number;
  /** Regular trades by their size in contracts; undefined where the source has bars. */
  readonly sizes: ReadonlyMap<number, number> | undefined;
}

/** Crosses and exercises are no price of the market; they count in the volume. Undefined where there is no price at all. */
export function summariseSession(
  market: EventBatch,
  instrumentId: number,
  instrument: Instrument,
): SessionSummary | undefined {
  const sums = new SummarySums();
  const bar = new BarView();
  for (let index = 0; index < market.length; index++) {
    if (market.instrumentAt(index) !== instrumentId) continue;
    const kind = market.kindAt(index);
    if (kind === Kind.trade) {
      const f = market.f64At(index);
      const condition = (market.flagsAt(index) >> CONDITION_SHIFT) & CONDITION_MASK;
      sums.addTrade(market.f64[f + F64_A]!, market.f64[f + F64_B]!, condition);
    } else if (kind === Kind.bar) {
      const { open, high, low, close, volume } = bar.read(market, index, instrument);
      sums.addPrices(open, high, low, close);
      sums.volume += volume;
    }
  }
  return sums.summary();
}

class SummarySums {
  volume = 0;
  private open: number | undefined;
  private high = Number.NEGATIVE_INFINITY;
  private low = Number.POSITIVE_INFINITY;
  private close = Number.NaN;
  private sizes: Map<number, number> | undefined;

  addPrices(open: number, high: number, low: number, close: number): void {
    this.open ??= open;
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.close = close;
  }

  addTrade(price: number, quantity: number, condition: number): void {
    this.volume += quantity;
    this.sizes ??= new Map();
    if (condition === TradeCondition.regular) this.sizes.set(quantity, (this.sizes.get(quantity) ?? 0) + 1);
    if (condition !== TradeCondition.cross && condition !== TradeCondition.other) {
      this.addPrices(price, price, price, price);
    }
  }

  summary(): SessionSummary | undefined {
    const { open, high, low, close, volume, sizes } = this;
    return open === undefined ? undefined : { open, high, low, close, volume, sizes };
  }
}
