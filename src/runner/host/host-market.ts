// Takes the raw records of the vendor; gives decoded events to sinks and streams, and knows what of the day is whole.

import { FeedDecoder } from '../../adapters/profit-dll/decode/feed-decoder.ts';
import type { BookOrigin, FeedSink, FollowedInstrument } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { LocalClock } from '../../adapters/profit-dll/decode/local-clock.ts';
import type { AssetName } from '../../adapters/profit-dll/feed/feed.ts';
import type { ConnectionChange, Gap } from '../../core/account/account-event.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import { BOOK_LOSSES_MAX } from './book-renewals.ts';
import { DayJoin, dayOfRow, frozenRows, type JoinedTape } from './day-join.ts';
import type { HostClock } from './host-clock.ts';
import type { HostInstrument } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { HostSink } from './host-sink.ts';
import { MarketState } from './market-state.ts';
import { Subscriptions } from './subscriptions.ts';
import type { BackfillResult, ServiceState, VendorListener, VendorPort } from './vendor/vendor-port.ts';

/** Who is told what the market says: a client's session. */
export interface MarketReader {
  readonly instrumentIds: readonly number[];
  batch(batch: EventBatch): void;
  payload(event: PayloadEvent, receivedUs: number): void;
  /** Trades of its instruments are missing. */
  dayLost(): void;
  /** History knows trades that were not told live, the last of them made at this time, microseconds UTC. */
  tradesFound(reason: string, lastUs: number): void;
  /** What was missing may be there now, or will not come. */
  dayChanged(): void;
}

export interface HostMarketOptions {
  readonly vendor: VendorPort;
  readonly clock: HostClock;
  readonly log: HostLog;
  /** Facts of accounts and orders, for whoever handles those. */
  readonly facts: FeedSink['fact'];
  /** A new vendor process: its numbers of orders begin anew. */
  readonly processStarted: (run: number) => void;
}

/** Trades of a history that are given to sinks in one batch. */
const HISTORY_PIECE = 4096;
const BOOK_OFF = `the book of offers was lost ${BOOK_LOSSES_MAX} times within a minute: it is off until the vendor or a client begins anew`;

export class HostMarket implements VendorListener {
  readonly subscriptions: Subscriptions;
  private readonly options: HostMarketOptions;
  private readonly readers = new Set<MarketReader>();
  private readonly sinks = new Set<HostSink>();
  private readonly states = new Map<number, MarketState>();
  private readonly services = new Map<string, ConnectionChange>();
  /** History will not fill their gaps. */
  private readonly givenUp = new Set<number>();
  private readonly batch = new EventBatch(4096);
  private readonly decoder: FeedDecoder;
  private readonly local = new LocalClock();
  /** Events decoded since the start. */
  events = 0;

  constructor(options: HostMarketOptions) {
    this.options = options;
    this.decoder = new FeedDecoder({
      clock: options.clock.atFeedNs,
      instrumentOf: (asset) => this.followed(asset),
      sink: {
        fact: (fact, receivedUs) => this.takeFact(fact, receivedUs),
        offer: (...offer) => this.takeOffer(...offer),
      },
    });
    this.subscriptions = new Subscriptions(options.vendor, () => this.decoder.instrumentsChanged());
  }

  addReader(reader: MarketReader): void {
    this.readers.add(reader);
  }

  removeReader(reader: MarketReader): void {
    this.readers.delete(reader);
  }

  addSink(sink: HostSink): void {
    this.sinks.add(sink);
  }

  async removeSink(sink: HostSink): Promise<void> {
    if (this.sinks.delete(sink)) await sink.flush();
  }

  async flushSinks(): Promise<void> {
    await Promise.all([...this.sinks].map((sink) => sink.flush()));
  }

  /** What a stream that begins must know of the connections. */
  connections(): readonly ConnectionChange[] {
    const host: ConnectionChange = { kind: 'connectionChange', service: 'host', state: 'connected', detail: undefined };
    return [host, ...this.services.values()];
  }

  state(hostId: number): MarketState | undefined {
    return this.states.get(hostId);
  }

  /** `whole`: every trade of the day is on the tape. `pending`: history may still fill it. `partial`: it will not. */
  day(hostIds: readonly number[]): 'whole' | 'pending' | 'partial' {
    let isPartial = false;
    for (const id of hostIds) {
      const instrument = this.subscriptions.instruments.list[id]!;
      if (this.options.vendor.tape(instrument)?.complete === true) continue;
      if (!this.givenUp.has(id)) return 'pending';
      isPartial = true;
    }
    return isPartial ? 'partial' : 'whole';
  }

  /** The trades of the day so far as they stand now, for the ids that they have in a stream. */
  join(instruments: readonly HostInstrument[], receivedUs: number): DayJoin {
    const tapes: JoinedTape[] = [];
    instruments.forEach((instrument, instrumentId) => {
      const rows = this.options.vendor.tape(instrument)?.rows;
      if (rows !== undefined) tapes.push({ instrumentId, grid: instrument.terms, rows: frozenRows(rows) });
    });
    return new DayJoin(tapes, receivedUs);
  }

  processStarted(run: number): void {
    for (const state of this.states.values()) state.clear();
    this.decoder.restart();
    this.subscriptions.restart();
    this.options.processStarted(run);
    this.options.log.info('vendorStarted', { run });
  }

  records(records: Uint8Array): void {
    const { batch } = this;
    batch.clear();
    this.decoder.decode(records, batch);
    if (batch.length > 0) this.publish(batch);
  }

  service({ service, state, detail }: ServiceState): void {
    const event: ConnectionChange = { kind: 'connectionChange', service, state, detail };
    this.services.set(service, event);
    const { log } = this.options;
    if (state === 'disconnected') log.warning('service', { service, state, detail });
    else log.info('service', { service, state, detail });
    const nowUs = this.options.clock.nowUs();
    for (const reader of this.readers) reader.payload(event, nowUs);
  }

  process(state: VendorProcessStateTold): void {
    const { log } = this.options;
    if (state.kind === 'stopped') log.error('vendorProcess', { state });
    else if (state.kind === 'waiting') log.warning('vendorProcess', { state });
    else log.info('vendorProcess', { state });
  }

  gap(reason: string, lostRecords: number | undefined, asset: AssetName | undefined): void {
    const found = asset === undefined ? undefined : this.subscriptions.instruments.find(asset.ticker, asset.exchange);
    if (asset !== undefined && found === undefined) return;
    this.tellGap(reason, lostRecords, found === undefined ? undefined : [found.id]);
  }

  backfilled({ asset, complete, willRetry, added, reason }: BackfillResult): void {
    const instrument = this.subscriptions.instruments.find(asset.ticker, asset.exchange);
    if (instrument === undefined) return;
    this.options.log.info('backfilled', { ...asset, complete, willRetry, added: added.length, reason });
    if (added.length > 0) this.giveHistory(instrument, added);
    if (complete) this.givenUp.delete(instrument.id);
    else if (!willRetry) this.givenUp.add(instrument.id);
    if (complete) {
      const told = { timeUs: this.options.clock.nowUs(), instrumentIds: [instrument.id], reason };
      for (const sink of this.sinks) this.guarded(sink, () => sink.complete(told, this.subscriptions.instruments.list));
    }
    const lastUs = added.length === 0 ? undefined : this.local.utcUs(added.localMs[added.length - 1]!);
    for (const reader of this.readers) {
      if (!reader.instrumentIds.includes(instrument.id)) continue;
      if (lastUs !== undefined) reader.tradesFound(reason, lastUs);
      reader.dayChanged();
    }
  }

  subscription(status: {
    readonly asset: AssetName;
    readonly kind: string;
    readonly state: string;
    readonly reason: string | undefined;
  }): void {
    this.options.log.info('subscription', { ...status });
  }

  lateAnswer(late: { readonly id: number; readonly method: string }): void {
    this.options.log.warning('lateAnswer', { id: late.id, method: late.method });
  }

  /** Asked about each second: UTC was set anew. */
  checkClock(): void {
    const anchor = this.options.clock.check();
    if (anchor === undefined) return;
    this.options.log.warning('clock', { ...anchor });
    for (const sink of this.sinks) this.guarded(sink, () => sink.reanchored(anchor));
    const event = { kind: 'clockAnchor', correctionUs: anchor.correctionUs, reason: anchor.reason } as const;
    for (const reader of this.readers) reader.payload(event, anchor.timeUs);
  }

  private followed(asset: AssetName): FollowedInstrument | undefined {
    const instrument = this.subscriptions.instruments.find(asset.ticker, asset.exchange);
    if (instrument === undefined) return undefined;
    const book: BookOrigin = this.subscriptions.bookOf(instrument.id);
    return { instrumentId: instrument.id, grid: instrument.terms, book };
  }

  private takeFact(fact: Parameters<FeedSink['fact']>[0], receivedUs: number): void {
    if (fact.kind === 'bookLost') {
      const renewal = this.subscriptions.renewBook(fact.instrumentId, this.options.clock.nowUs());
      this.options.log.warning('bookLost', { ...fact.asset, reason: fact.reason, renewal });
      if (renewal === 'off') this.options.log.error('bookOff', { ...fact.asset, reason: BOOK_OFF });
    } else if (fact.kind === 'damaged' || fact.kind === 'invalidTicker' || fact.kind === 'untranslated') {
      this.options.log.warning(fact.kind, { ...fact });
    }
    this.options.facts(fact, receivedUs);
  }

  private takeOffer(...[id, ...offer]: Parameters<NonNullable<FeedSink['offer']>>): void {
    const instrument = this.subscriptions.instruments.list[id];
    if (instrument === undefined) return;
    for (const sink of this.sinks) this.guarded(sink, () => sink.offer?.(instrument, ...offer));
  }

  private publish(batch: EventBatch): void {
    this.events += batch.length;
    const { list } = this.subscriptions.instruments;
    for (const sink of this.sinks) this.guarded(sink, () => sink.take(batch, list, 'live'));
    for (let index = 0; index < batch.length; index++) {
      const id = batch.instrumentAt(index);
      let state = this.states.get(id);
      if (state === undefined) {
        state = new MarketState();
        this.states.set(id, state);
      }
      state.take(batch, index);
    }
    for (const reader of this.readers) reader.batch(batch);
  }

  private giveHistory(instrument: HostInstrument, added: BackfillResult['added']): void {
    const lane = { instrumentId: instrument.id, grid: instrument.terms, rows: added };
    const join = new DayJoin([lane], this.options.clock.nowUs());
    const piece = new EventBatch(Math.min(added.length, HISTORY_PIECE));
    for (let hasMore = true; hasMore; ) {
      piece.clear();
      hasMore = join.write(piece, HISTORY_PIECE);
      for (const sink of this.sinks) {
        this.guarded(sink, () => sink.take(piece, this.subscriptions.instruments.list, 'history'));
      }
    }
    for (let row = 0; row < added.length; row++) {
      this.decoder.markSeen(instrument.id, dayOfRow(added, row), added.number[row]!);
    }
  }

  private tellGap(reason: string, lostRecords: number | undefined, ids: readonly number[] | undefined): void {
    const timeUs = this.options.clock.nowUs();
    this.options.log.warning('gap', { reason, lostRecords, instruments: ids });
    if (ids === undefined) this.givenUp.clear();
    else for (const id of ids) this.givenUp.delete(id);
    const told = { timeUs, instrumentIds: ids, lostRecords, reason };
    for (const sink of this.sinks) this.guarded(sink, () => sink.gap(told, this.subscriptions.instruments.list));
    const event: Gap = { kind: 'gap', lostRecords, reason };
    for (const reader of this.readers) {
      if (ids !== undefined && !ids.some((id) => reader.instrumentIds.includes(id))) continue;
      reader.payload(event, timeUs);
      reader.dayLost();
    }
  }

  /** A sink that fails must not stop the feed. */
  private guarded(sink: HostSink, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.sinks.delete(sink);
      this.options.log.error('sinkFailed', { reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

type VendorProcessStateTold = Parameters<VendorListener['process']>[0];
