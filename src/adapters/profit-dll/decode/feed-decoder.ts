// Raw records of the feed in; market events appended to a batch, everything else told to a sink, and counters of what was left out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import type { AssetName } from '../feed/feed.ts';
import { ASSET, FEED_LAST_PACKET, FeedKind } from '../feed/feed-record.ts';
import { Arrival } from './arrival.ts';
import { type DecodeCounters, newDecodeCounters } from './decode-counters.ts';
import { FactReader } from './fact-reader.ts';
import type { FeedSink, InstrumentLookup, ReceiveClock } from './feed-facts.ts';
import { InstrumentDecoder } from './instrument-decoder.ts';
import { LocalClock } from './local-clock.ts';
import { MessageReader } from './message-reader.ts';
import { TextReader } from './text-reader.ts';

/** Assets that one vendor process may number; numbers above are damage. */
const MAX_ASSETS = 1 << 16;
/** A record this far ahead of the one before has no time that can be believed: 30 days. */
const MAX_STEP_NS = 30 * 86_400 * 1e9;
/** Marks an asset that was numbered and is not followed. */
const NOT_FOLLOWED = undefined;

export interface FeedDecoderOptions {
  readonly clock: ReceiveClock;
  readonly instrumentOf: InstrumentLookup;
  readonly sink: FeedSink;
}

/**
 * Allocates nothing for a trade, a quote or a book message. Nothing that stands in a record makes it throw: what cannot be read is
 * told as the fact `damaged` with its place, and books are then treated as if a change had been lost. What the sink throws goes through.
 */
export class FeedDecoder {
  readonly counters: DecodeCounters = newDecodeCounters();
  /**
   * The day that is traded, whole local days since 1970-01-01: live trades of other days are left out. Undefined: the day on which a
   * trade arrives.
   */
  sessionDay: number | undefined = undefined;
  private readonly options: FeedDecoderOptions;
  /** Time of the last record; 0 before the first. */
  private lastNs = 0;
  private readonly arrival = new Arrival();
  private readonly clock = new LocalClock();
  private readonly reader = new MessageReader();
  private readonly text = new TextReader();
  private readonly facts: FactReader;
  /** By the feed's number of the asset. */
  private readonly names: (AssetName | undefined)[] = [];
  private readonly decoders: (InstrumentDecoder | undefined)[] = [];
  /** By instrument id: they outlive the vendor process. */
  private readonly instruments = new Map<number, InstrumentDecoder>();

  constructor(options: FeedDecoderOptions) {
    this.options = options;
    this.facts = new FactReader(this.clock, options.clock);
  }

  /**
   * Whole messages; valid only during the call. Events of the live market go to `live`; of a history request only the end is told, its
   * trades are for whoever asked. Received times never go back. Seq is not set.
   */
  decode(records: Uint8Array, live: EventBatch): void {
    const { reader } = this;
    reader.begin(records);
    for (let step = reader.next(); step !== 'end'; step = reader.next()) {
      if (step === 'damaged') this.onDamage(reader.reason, live);
      else this.onMessage(live);
    }
    this.counters.records = reader.records;
  }

  /** A new vendor process: it numbers assets anew and sends whole books. */
  restart(): void {
    this.names.length = 0;
    this.decoders.length = 0;
    this.lastNs = 0;
    for (const decoder of this.instruments.values()) decoder.restart();
  }

  /** Other instruments are followed from now on. Those whose book has another origin begin anew. */
  instrumentsChanged(): void {
    for (const [number, asset] of this.names.entries()) {
      if (asset !== undefined) this.decoders[number] = this.decoderOf(asset);
    }
  }

  /** A trade of the history was used for this instrument: the same one, if it still comes live, is a repetition. */
  markSeen(instrumentId: number, day: number, tradeNumber: number): void {
    this.instruments.get(instrumentId)?.trades.markSeen(day, tradeNumber);
  }

  private onMessage(live: EventBatch): void {
    const { reader, lastNs } = this;
    // the clock never goes back: one wrong time would move all that follow
    if (reader.timeNs < 0 || (lastNs > 0 && reader.timeNs - lastNs > MAX_STEP_NS)) {
      return this.onDamage(`the time ${reader.timeNs} ns lies too far from ${lastNs} ns`, live);
    }
    this.lastNs = reader.timeNs;
    this.stamp();
    const { arrival } = this;
    const decoder = this.decoders[reader.asset];
    switch (reader.kind) {
      case FeedKind.trade:
        if (decoder === NOT_FOLLOWED) this.counters.unknownAsset += 1;
        else decoder.trades.takeLive(reader.data, reader.start, reader.flags, arrival, this.sessionDay, live);
        return;
      case FeedKind.historyTrade:
        if (decoder === NOT_FOLLOWED) this.counters.unknownAsset += 1;
        else this.counters.historyTrades += 1;
        if ((reader.flags & FEED_LAST_PACKET) !== 0) this.onHistoryEnd();
        return;
      case FeedKind.tinyBook:
      case FeedKind.daily:
      case FeedKind.theoretical:
      case FeedKind.tickerState:
      case FeedKind.depth:
      case FeedKind.offer:
      case FeedKind.offerPage: {
        if (decoder === NOT_FOLLOWED) {
          this.counters.unknownAsset += 1;
          return;
        }
        const fault = decoder.take(reader, arrival, live);
        if (fault !== undefined) this.onDamage(fault, live);
        return;
      }
      case FeedKind.quotation:
        this.counters.quotations += 1;
        return;
      case FeedKind.asset:
        this.onAsset(live);
        return;
      default:
        this.onFact(live);
    }
  }

  /** By itself and small, so that the clock is compiled into it: a time that crosses a call would be an allocation. */
  private stamp(): void {
    this.arrival.us = this.options.clock(this.reader.timeNs);
  }

  private onHistoryEnd(): void {
    const asset = this.names[this.reader.asset];
    if (asset !== undefined) this.options.sink.fact({ kind: 'historyEnd', asset }, this.arrival.us);
  }

  private onAsset(live: EventBatch): void {
    const { reader, text } = this;
    text.begin(reader.data, reader.start + ASSET.BYTES, reader.start + reader.length);
    const asset: AssetName = { ticker: text.next(), exchange: text.next() };
    if (text.isDamaged) return this.onDamage('a text goes beyond the end of its message', live);
    if (reader.asset === 0 || reader.asset >= MAX_ASSETS) return this.onDamage(`asset number ${reader.asset}`, live);
    this.names[reader.asset] = asset;
    const decoder = this.decoderOf(asset);
    this.decoders[reader.asset] = decoder;
    this.options.sink.fact({ kind: 'asset', asset, isFollowed: decoder !== undefined }, this.arrival.us);
  }

  private onFact(live: EventBatch): void {
    const fact = this.facts.read(this.reader, this.names[this.reader.asset]);
    if (typeof fact === 'string') return this.onDamage(fact, live);
    if (fact.kind === 'untranslated') this.counters.untranslated += 1;
    else if (fact.kind === 'overflow') {
      this.counters.overflowed += fact.lost;
      this.loseBooks('the feed had no room for market messages', live);
    }
    this.options.sink.fact(fact, this.arrival.us);
  }

  /** What it was nobody knows: it may have been a change of a book. */
  private onDamage(reason: string, live: EventBatch): void {
    const { reader, options } = this;
    this.counters.damaged += 1;
    // a time that cannot be believed would push the clock ahead: the last one stands
    this.arrival.us = options.clock(0);
    options.sink.fact({ kind: 'damaged', record: reader.messageRecord, reason }, this.arrival.us);
    this.loseBooks('a message could not be read', live);
  }

  private loseBooks(reason: string, live: EventBatch): void {
    for (const decoder of this.instruments.values()) decoder.lose(reason, this.arrival, live);
  }

  private decoderOf(asset: AssetName): InstrumentDecoder | undefined {
    const instrument = this.options.instrumentOf(asset);
    if (instrument === undefined) return NOT_FOLLOWED;
    const known = this.instruments.get(instrument.instrumentId);
    if (known !== undefined && known.instrument.book === instrument.book) return known;
    const decoder = new InstrumentDecoder(asset, instrument, this.counters, this.clock, this.options.sink);
    this.instruments.set(instrument.instrumentId, decoder);
    return decoder;
  }
}
