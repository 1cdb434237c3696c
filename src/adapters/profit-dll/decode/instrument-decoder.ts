// The raw market messages of one instrument in; its events appended to a batch.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { F64_RECEIVED, RECORD_F64 } from '../../../core/market/event-record.ts';
import type { AssetName } from '../feed/feed.ts';
import { DAILY, FeedKind, THEORETICAL, TICKER_STATE } from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import { DailyDecoder } from './daily-summary.ts';
import type { DecodeCounters } from './decode-counters.ts';
import { DepthDecoder } from './depth-decoder.ts';
import type { FeedSink, FollowedInstrument } from './feed-facts.ts';
import { int64At } from './int64.ts';
import { type LocalClock, NO_UTC } from './local-clock.ts';
import type { MessageReader } from './message-reader.ts';
import { OfferDecoder } from './offer-decoder.ts';
import { QuoteDecoder } from './quote-decoder.ts';
import { pushTheoretical } from './theoretical-price.ts';
import { phaseOfTickerState } from './ticker-phase.ts';
import { TradeDecoder } from './trade-decoder.ts';

export class InstrumentDecoder {
  readonly asset: AssetName;
  readonly instrument: FollowedInstrument;
  readonly trades: TradeDecoder;
  private readonly quotes: QuoteDecoder;
  private readonly daily: DailyDecoder;
  private readonly depth: DepthDecoder;
  private readonly offers: OfferDecoder;
  private readonly counters: DecodeCounters;
  private readonly clock: LocalClock;
  private readonly sink: FeedSink;

  constructor(
    asset: AssetName,
    instrument: FollowedInstrument,
    counters: DecodeCounters,
    clock: LocalClock,
    sink: FeedSink,
  ) {
    this.asset = asset;
    this.instrument = instrument;
    this.counters = counters;
    this.clock = clock;
    this.sink = sink;
    this.trades = new TradeDecoder(instrument, counters, clock);
    this.quotes = new QuoteDecoder(instrument, counters);
    this.daily = new DailyDecoder(instrument, counters);
    this.depth = new DepthDecoder(instrument, counters);
    this.offers = new OfferDecoder(instrument, counters, clock, sink);
  }

  /** The vendor begins anew: what was known of prices and books no longer holds. Trade numbers do. */
  restart(): void {
    this.quotes.forget();
    this.daily.forget();
    this.depth.forget();
    this.offers.forget();
  }

  /** Messages of the market were lost: the next book of levels is a new one, a book of offers has to be asked for anew. */
  lose(reason: string, arrival: Arrival, batch: EventBatch): void {
    this.depth.forget();
    if (!this.offers.isBelieved) return;
    this.offers.lose(reason, arrival, batch);
    this.tellLost(arrival);
  }

  /** Any market message but trades. Gives why it cannot be read; undefined when it was. */
  take(message: MessageReader, arrival: Arrival, batch: EventBatch): string | undefined {
    const { data: view, start: at, length } = message;
    switch (message.kind) {
      case FeedKind.tinyBook:
        this.quotes.take(view, at, arrival, batch);
        return undefined;
      case FeedKind.daily: {
        if (length < DAILY.BYTES) return `a summary of the day has ${length} bytes`;
        this.daily.take(view, at, this.utcOr(int64At(view, at), arrival), arrival, batch);
        return undefined;
      }
      case FeedKind.theoretical: {
        const quantity = int64At(view, at + THEORETICAL.quantity);
        pushTheoretical(this.instrument, this.counters, view.getFloat64(at, true), quantity, arrival, batch);
        return undefined;
      }
      case FeedKind.tickerState:
        this.takeState(view, at, arrival, batch);
        return undefined;
      default:
        return this.takeBook(message, arrival, batch);
    }
  }

  private takeBook(
    { kind, flags, data, start, length }: MessageReader,
    arrival: Arrival,
    batch: EventBatch,
  ): string | undefined {
    if (this.instrument.book !== (kind === FeedKind.depth ? 'depth' : 'offers')) {
      this.counters.otherBook += 1;
      return undefined;
    }
    if (kind === FeedKind.depth) return this.depth.take(data, start, length, flags, arrival, batch);
    let fault: string | undefined;
    if (kind === FeedKind.offer) this.offers.take(data, start, arrival, batch);
    else fault = this.offers.takePage(data, start, length, flags, arrival, batch);
    if (this.offers.lostReason !== undefined) this.tellLost(arrival);
    return fault;
  }

  private tellLost(arrival: Arrival): void {
    const { asset, instrument, offers } = this;
    const reason = offers.lostReason ?? 'unknown';
    this.sink.fact({ kind: 'bookLost', asset, instrumentId: instrument.instrumentId, reason }, arrival.us);
  }

  private takeState(view: DataView, at: number, arrival: Arrival, batch: EventBatch): void {
    const phase = phaseOfTickerState(view.getInt32(at + TICKER_STATE.state, true));
    if (phase === undefined) {
      this.counters.unknownStates += 1;
      return;
    }
    const index = batch.pushPhase(this.instrument.instrumentId, this.utcOr(int64At(view, at), arrival), phase);
    batch.f64[index * RECORD_F64 + F64_RECEIVED] = arrival.us;
    this.counters.phases += 1;
  }

  private utcOr(localMs: number, arrival: Arrival): number {
    const utcUs = this.clock.utcUs(localMs);
    return utcUs === NO_UTC ? arrival.us : utcUs;
  }
}
