// Dataset store, instruments and days in; one session feed after the other out, each with its schedule and warm-up.

import { candleIntervalUsOf } from '../adapters/datasets/candle-kind.ts';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
import { partRef } from '../adapters/datasets/part-path.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { UserError } from '../adapters/user-error.ts';
import type { SessionInstrument } from '../core/account/account-event.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';
import { warmupDigestOf } from '../core/engine/warmup-digest.ts';
import { formatDay } from '../core/market/civil-day.ts';
import { lastTradingDay, parseContract } from '../core/market/contract.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { Kind } from '../core/market/event-record.ts';
import type { Instrument, Root } from '../core/market/instrument.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import { type Provenance, type SideSource, weakerProvenance } from '../core/market/provenance.ts';
import { sessionOf } from '../core/market/session.ts';
import { previousTradingDay, tradingDaysBetween } from '../core/market/trading-calendar.ts';
import type { SessionFeed } from '../simulation/session-feed.ts';
import { barsOfDay } from './day-bars.ts';
import { mergeByTime } from './merge-market.ts';
import { WarmupHistory } from './warmup-history.ts';

export interface FeedRequest {
  readonly store: DatasetStore;
  /** What the strategy asks for, `trade` first; each resolves to its dated contract per day. */
  readonly requested: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly kind?: PartKind | undefined;
  /** Candle interval of the strategy as text, and parsed. */
  readonly candle: string;
  readonly interval: CandleInterval;
  readonly warmupCandles: number;
  readonly capitalBrl: number;
}

/** What was read for a day, for fingerprints and reports. */
export interface FeedDay {
  readonly day: string;
  readonly contracts: readonly string[];
  readonly manifests: readonly PartManifest[];
  /** Candles of the traded contract, as bar records. */
  readonly bars: EventBatch;
}

interface LoadedDay {
  readonly contract: string;
  readonly kind: PartKind;
  readonly market: EventBatch;
  readonly manifests: readonly PartManifest[];
}

/** Days before the range that are searched for warm-up candles. */
const WARMUP_DAYS_MAX = 60;

/** Loads sessions one by one; at most one day of market data is in memory. */
export class SessionFeeds {
  readonly days: FeedDay[] = [];
  /** Trading days of the range for which the store has nothing. */
  readonly missing: readonly { readonly day: string; readonly contract: string }[];
  /** Of the traded instrument. */
  readonly root: Root;
  /** Kind of the traded instrument's first day. */
  readonly kind: PartKind;
  /** The weakest of all parts of the traded instrument. */
  readonly provenance: Provenance;
  private readonly request: FeedRequest;
  private readonly histories: readonly WarmupHistory[];
  private readonly queue: readonly string[];
  private epoch = 0;
  private primed = false;

  constructor(request: FeedRequest) {
    this.request = request;
    const { store, requested, from, to, kind } = request;
    const found = store.contractDays(requested[0]!, from, to, kind);
    if (found.days.length === 0) throw nothingThere(request);
    this.queue = found.days.map(({ day }) => day);
    this.missing = found.missing;
    this.root = instrumentFor(found.days[0]!.contract).root;
    this.kind = found.days[0]!.kind;
    this.provenance = found.days.reduce<Provenance>(
      (weakest, each) =>
        weakerProvenance(weakest, store.manifest(partRef(store.root, each.contract, each.kind, each.day)).provenance),
      'exchange',
    );
    this.histories = requested.map(() => new WarmupHistory(request.warmupCandles));
  }

  /** Session days that will be run, in order. */
  get sessionDays(): readonly string[] {
    return this.queue;
  }

  async nextSession(): Promise<SessionFeed | undefined> {
    const day = this.queue[this.epoch];
    if (day === undefined) return undefined;
    if (!this.primed) await this.prime(day);
    this.epoch += 1;
    const loaded = await Promise.all(this.request.requested.map((symbol, id) => this.load(symbol, day, id)));
    const instruments = loaded.map(({ contract }) => instrumentFor(contract));
    const described = loaded.map(({ contract }, id) => describe(this.request.requested[id]!, contract, day));
    const lasts = loaded.map(({ contract }, id) => this.histories[id]!.last(contract, id));
    const warmup = mergeByTime(lasts);
    const feed: SessionFeed = {
      start: {
        kind: 'epochStart',
        epoch: this.epoch,
        sessionDay: day,
        instruments: described,
        ...originOf(loaded.flatMap(({ manifests }) => manifests)),
        warmup: lasts.map((bars, id) => ({ candle: this.request.candle, instrumentId: id, bars: countBars(bars) })),
        warmupBars: countBars(warmup),
        warmupDigest: warmupDigestOf(warmup),
        capitalBrl: this.request.capitalBrl,
      },
      warmup,
      market: loaded.length === 1 ? loaded[0]!.market : mergeByTime(loaded.map(({ market }) => market)),
      instruments,
      sessions: described.map((each) => ({
        auctionUs: Math.min(each.openUs, sessionOf(instruments[0]!.root, day)!.preOpenUs),
        openUs: each.openUs,
        closeUs: each.closeUs,
      })),
      hasReceivedTimes: false,
    };
    const bars = loaded.map((each, id) => this.remember(each, day, id, described[id]!.openUs));
    const contracts = loaded.map(({ contract }) => contract);
    this.days.push({ day, contracts, manifests: loaded.flatMap(({ manifests }) => manifests), bars: bars[0]! });
    return feed;
  }

  /** Reads as many days before the first as its warm-up needs, of the same contract. */
  private async prime(first: string): Promise<void> {
    this.primed = true;
    const { store, requested, kind, warmupCandles } = this.request;
    for (const [id, symbol] of requested.entries()) {
      const contract = store.contractDays(symbol, first, first, kind).days[0]?.contract;
      if (contract === undefined) continue;
      const days: { day: string; bars: EventBatch }[] = [];
      let candles = 0;
      let number = previousTradingDay(first);
      for (let tried = 0; tried < WARMUP_DAYS_MAX && candles < warmupCandles; tried++) {
        const day = formatDay(number);
        number = previousTradingDay(number);
        if (store.contractDays(symbol, day, day, kind).days[0]?.contract !== contract) continue;
        const { market } = await this.load(symbol, day, id);
        const bars = this.barsOf(market, contract, day, id);
        candles += countBars(bars);
        days.push({ day, bars });
      }
      for (const { day, bars } of days.reverse()) this.histories[id]!.add(day, contract, bars);
    }
  }

  private async load(symbol: string, day: string, id: number): Promise<LoadedDay> {
    const { store } = this.request;
    const found = store.contractDays(symbol, day, day, this.request.kind).days[0];
    if (found === undefined) throw nothingOn(symbol, day);
    const { contract, kind } = found;
    checkInterval(symbol, kind, this.request.interval);
    const kinds = kind === 'trades' ? tickKinds(store, contract, day) : [kind];
    const market = await store.readDayEvents(contract, day, id, kinds);
    const manifests = kinds.map((each) => store.manifest(partRef(store.root, contract, each, day)));
    return { contract, kind, market, manifests };
  }

  private remember(loaded: LoadedDay, day: string, id: number, openUs: number): EventBatch {
    const { contract, market } = loaded;
    const bars = barsOfDay(market, id, instrumentFor(contract), this.request.interval, openUs);
    this.histories[id]!.add(day, contract, bars);
    return bars;
  }

  private barsOf(market: EventBatch, contract: string, day: string, id: number): EventBatch {
    const instrument = instrumentFor(contract);
    const openUs = sessionOf(instrument.root, day)?.openUs ?? 0;
    return barsOfDay(market, id, instrument, this.request.interval, openUs);
  }
}

function tickKinds(store: DatasetStore, contract: string, day: string): readonly PartKind[] {
  const wanted: readonly PartKind[] = ['trades', 'quotes', 'levels'];
  return wanted.filter((kind) => store.parts(contract, kind).some((part) => part.day === day));
}

/** A candle can be made of bars that divide it; a finer one would have to be invented. */
function checkInterval(symbol: string, kind: PartKind, interval: CandleInterval): void {
  const barUs = candleIntervalUsOf(kind);
  if (barUs === undefined || (interval.kind === 'time' && interval.us % barUs === 0)) return;
  throw new UserError({
    code: 'bars-too-coarse',
    message: `The data of ${symbol} are ${kind}, of which the candles that the strategy decides on cannot be made`,
    field: 'kind',
    fix: 'Import trades or shorter bars, or use a strategy with longer candles',
  });
}

function countBars(batch: EventBatch): number {
  let count = 0;
  for (let index = 0; index < batch.length; index++) if (batch.kindAt(index) === Kind.bar) count += 1;
  return count;
}

function instrumentFor(symbol: string): Instrument {
  const instrument = instrumentOf(symbol);
  if (instrument !== undefined) return instrument;
  throw new UserError({
    code: 'unknown-instrument',
    message: `${symbol} is no instrument that can be traded here`,
    field: 'instrument',
    fix: 'Use WDO, DOL, WIN or IND, their continuous names (WDOFUT) or a contract (WDOU25)',
  });
}

function describe(requested: string, symbol: string, day: string): SessionInstrument {
  const instrument = instrumentFor(symbol);
  const session = sessionOf(instrument.root, day);
  if (session === undefined) throw nothingOn(symbol, day);
  const contract = parseContract(symbol);
  const daysToRoll = contract === undefined ? 0 : Math.max(0, tradingDaysBetween(day, lastTradingDay(contract)));
  const { openUs, closeUs } = session;
  return { symbol, requested, root: instrument.root, openUs, closeUs, phaseAtStart: 'closed', daysToRoll };
}

function originOf(manifests: readonly PartManifest[]): {
  readonly provenance: Provenance;
  readonly sideSource: SideSource;
} {
  let provenance: Provenance = 'exchange';
  for (const manifest of manifests) provenance = weakerProvenance(provenance, manifest.provenance);
  const trades = manifests.find(({ kind }) => kind === 'trades');
  return { provenance, sideSource: trades?.sideSource ?? 'none' };
}

function nothingThere({ store, requested, from, to }: FeedRequest): UserError {
  const symbol = requested[0]!;
  if (store.parts(symbol).some(({ day }) => day >= from && day <= to)) return adjustedSeries(symbol);
  const known = store.instruments();
  const has = known.length === 0 ? 'the store is empty' : `the store has ${known.slice(0, 12).join(', ')}`;
  return new UserError({
    code: 'no-data',
    message: `There are no data of ${symbol} from ${from} to ${to}: ${has}`,
    field: 'instrument',
    fix: 'Import the days with qt import, or ask for days that the store has (qt datasets)',
  });
}

/** The days are there under the continuous name only: contracts would stand under their own. */
function adjustedSeries(symbol: string): UserError {
  return new UserError({
    code: 'adjusted-series',
    message: `The data of ${symbol} are a roll-adjusted continuous series, whose prices were never traded`,
    field: 'instrument',
    fix: 'Import the contracts with unadjusted prices (WDOU25 ...); an adjusted series is for looking at only',
  });
}

function nothingOn(symbol: string, day: string): UserError {
  return new UserError({
    code: 'no-data',
    message: `There are no data of ${symbol} on ${day}`,
    field: 'instrument',
    fix: 'Import that day with qt import, or leave it out with --from and --to',
  });
}
