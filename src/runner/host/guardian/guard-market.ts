// The host's market events in; phase, last trade and best prices of each instrument out, as the guardian looks at them.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import {
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  isPriceOfMarket,
  Kind,
  Phase,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
} from '../../../core/market/event-record.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import type { HostSink } from '../host-sink.ts';
import type { GuardQuote } from './guard-view.ts';

interface Prices {
  grid: PriceGrid | undefined;
  isOpen: boolean;
  isClosed: boolean;
  last: number | undefined;
  bid: number | undefined;
  ask: number | undefined;
}

const NOTHING = { grid: undefined, isOpen: true, isClosed: false, last: undefined, bid: undefined, ask: undefined };

export class GuardMarket implements HostSink {
  private readonly prices: Prices[] = [];

  quoteOf(instrumentId: number): GuardQuote {
    return this.prices[instrumentId] ?? NOTHING;
  }

  take(batch: EventBatch, instruments: readonly { readonly terms: PriceGrid }[], origin: string): void {
    // history tells what was, not what is
    if (origin !== 'live') return;
    for (let index = 0; index < batch.length; index++) {
      const kind = batch.kindAt(index);
      if (kind !== Kind.trade && kind !== Kind.quote && kind !== Kind.phaseChange) continue;
      const instrumentId = batch.instrumentAt(index);
      const prices = this.of(instrumentId);
      prices.grid ??= instruments[instrumentId]?.terms;
      const at = batch.f64At(index);
      if (kind === Kind.trade) {
        // as for the engine: what two traders agreed on between them says nothing of where a stop triggers
        const condition = (batch.flagsAt(index) >> CONDITION_SHIFT) & CONDITION_MASK;
        if (isPriceOfMarket(condition)) prices.last = batch.f64[at + F64_A];
        // the word that it has opened may have been missed
        prices.isClosed = false;
      } else if (kind === Kind.phaseChange) {
        prices.isOpen = batch.flagsAt(index) === Phase.open;
        prices.isClosed = batch.flagsAt(index) === Phase.closed;
      } else {
        const flags = batch.flagsAt(index);
        prices.bid = (flags & QUOTE_HAS_BID) === 0 ? undefined : batch.f64[at + F64_A];
        prices.ask = (flags & QUOTE_HAS_ASK) === 0 ? undefined : batch.f64[at + F64_B];
      }
    }
  }

  /** What was known of the market may be old: nothing is decided on it. */
  gap(gap: { readonly instrumentIds: readonly number[] | undefined }): void {
    for (const id of gap.instrumentIds ?? this.prices.keys()) {
      const prices = this.prices[id];
      if (prices !== undefined) {
        const { grid, isOpen, isClosed } = prices;
        this.prices[id] = { ...NOTHING, grid, isOpen, isClosed };
      }
    }
  }

  complete(): void {}

  reanchored(): void {}

  flush(): Promise<void> {
    return Promise.resolve();
  }

  private of(instrumentId: number): Prices {
    const prices = this.prices[instrumentId] ?? { ...NOTHING };
    this.prices[instrumentId] = prices;
    return prices;
  }
}
