// Dataset store, instruments and days in; one session feed after the other out, and every part that was read for them.

import type { ContractDay } from '../adapters/datasets/contract-days.ts';
import { EarlierSessions } from '../adapters/datasets/earlier-sessions.ts';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
import { isPresent, partRef } from '../adapters/datasets/part-path.ts';
import { MeasuredRolls, type UnknownRoll } from '../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { UserError } from '../adapters/user-error.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import type { Root } from '../core/market/instrument.ts';
import type { Provenance, SideSource } from '../core/market/provenance.ts';
import type { FactsNeed, SessionFacts } from '../core/market/session-facts.ts';
import type { WarmupAcrossRoll } from '../core/signal/warmup-across-roll.ts';
import type { SessionFeed } from '../simulation/session-feed.ts';
import { checkInterval } from './check-interval.ts';
import type { DecidingCode } from './engine-code.ts';
import type { FeedDay, MarketFeeds } from './market-feeds.ts';
import { type DayRead, WarmupCandles } from './warmup-candles.ts';

export interface FeedRequest {
  readonly store: DatasetStore;
  /** Calendar, candles and session as the strategy's own engine knows them. */
  readonly code: DecidingCode;
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
  readonly warmupAcrossRoll?: WarmupAcrossRoll | undefined;
  readonly sides?: SidesNeeded | undefined;
  /** By requested symbol: what is to be read of the sessions before each; nothing of those that are absent. */
  readonly facts?: ReadonlyMap<string, FactsNeed> | undefined;
}

/** A model that was trained on the aggressors of trades reads those that were found in the same way. */
export interface SidesNeeded {
  readonly model: string;
  readonly sideSource: SideSource;
  /** Requested symbols whose aggressors it reads, each with an input that does. */
  readonly inputs: ReadonlyMap<string, string>;
}

interface ReadDay {
  readonly requested: string;
  readonly contract: string;
  readonly market: EventBatch;
  readonly history: readonly EventBatch[];
  readonly historyManifests: readonly PartManifest[];
  readonly manifests: readonly PartManifest[];
  readonly bars: EventBatch;
  readonly facts: SessionFacts | undefined;
  readonly factsManifests: readonly PartManifest[];
}

/** Loads sessions one by one; at most one day of market data is in memory. */
export class SessionFeeds implements MarketFeeds {
  readonly days: FeedDay[] = [];
  readonly missing: MarketFeeds['missing'];
  readonly root: Root;
  readonly kind: PartKind;
  /** Of the parts of all instruments on the days that will be run. */
  readonly rowsOfRange: number;
  private readonly request: FeedRequest;
  private readonly warmups: readonly WarmupCandles[];
  private readonly earlier: readonly EarlierSessions[];
  private readonly queue: readonly string[];
  private readonly unknown = new Map<string, UnknownRoll>();
  private readonly read = new Map<string, PartManifest>();
  private weakest: Provenance;
  private epoch = 0;

  constructor(request: FeedRequest) {
    this.request = request;
    const { requested, from, to } = request;
    const found = this.contractDays(requested[0]!, from, to);
    if (found.days.length === 0) throw nothingThere(request);
    checkOneKind(found.days);
    this.queue = found.days.map(({ day }) => day);
    this.missing = found.missing;
    this.root = request.code.instrumentOf(found.days[0]!.contract)!.root;
    this.kind = found.days[0]!.kind;
    const manifests = this.manifestsOfRange();
    this.rowsOfRange = manifests.reduce((sum, { rows }) => sum + rows, 0);
    this.weakest = manifests.map(({ provenance }) => provenance).reduce(request.code.weakerProvenance, 'exchange');
    this.earlier = requested.map(() => new EarlierSessions(request.store, request.kind, request.code));
    this.warmups = requested.map((symbol, instrumentId) => {
      const { store, warmupAcrossRoll = 'none', kind, code } = request;
      const rolls = new MeasuredRolls(store, symbol, warmupAcrossRoll, kind, code);
      const onRead = this.summarised(symbol, instrumentId);
      return new WarmupCandles(request, { symbol, instrumentId, contractDays: this.contractDays, rolls, onRead });
    });
  }

  get sessionDays(): readonly string[] {
    return this.queue;
  }

  get provenance(): Provenance {
    return this.weakest;
  }

  get parts(): readonly PartManifest[] {
    return [...this.read.values()];
  }

  get unknownRolls(): readonly UnknownRoll[] {
    return [...this.unknown.values()];
  }

  async nextSession(): Promise<SessionFeed | undefined> {
    const day = this.queue[this.epoch];
    if (day === undefined) return undefined;
    this.epoch += 1;
    const { code, requested, candle, warmupCandles, capitalBrl } = this.request;
    const parts: ReadDay[] = [];
    for (const [id, symbol] of requested.entries()) parts.push(await this.readDay(symbol, id, day));
    const manifests = parts.flatMap((part) => [...part.factsManifests, ...part.historyManifests, ...part.manifests]);
    for (const manifest of manifests) this.remember(manifest);
    const ownManifests = parts.flatMap((part) => part.manifests);
    const contracts = parts.map(({ contract }) => contract);
    this.days.push({ day, contracts, manifests: ownManifests, bars: parts[0]!.bars });
    return code.assembleSession({
      ...{ day, epoch: this.epoch, candle, warmupCandles, capitalBrl, parts },
      provenances: manifests.map(({ provenance }) => provenance),
      // the part that makes the candles of the traded instrument stands first
      sideSource: ownManifests[0]!.sideSource,
    });
  }

  /** The day and, of the same contract, the days before it that its warm-up needs: the same ones whenever the run began. */
  private async readDay(requested: string, id: number, day: string): Promise<ReadDay> {
    const { store, code, interval, sides, facts } = this.request;
    const found = this.contractDays(requested, day, day).days[0];
    if (found === undefined) throw nothingOn(requested, day);
    const { contract, kind } = found;
    checkInterval(requested, kind, interval);
    const before = await this.warmups[id]!.before(contract, day);
    const need = facts?.get(requested);
    const read = need === undefined ? undefined : await this.earlier[id]!.factsOf(contract, day, need);
    const kinds = kind === 'trades' ? tickKinds(store, contract, day) : [kind];
    const { events: market, manifests } = await store.readDay(contract, day, id, kinds, code);
    const bars = code.candlesOfDay(market, id, contract, day, interval);
    // what made the candles; quotes and the book tell no side
    const own = { day, contract, bars, manifest: manifests[0]! };
    this.warmups[id]!.add(own);
    this.summarised(requested, id)(contract, day, market, own.manifest);
    const { unknownRoll } = before;
    if (unknownRoll !== undefined) this.unknown.set(`${unknownRoll.from}/${unknownRoll.to}`, unknownRoll);
    for (const { manifest } of [...before.days, own]) checkSides(requested, manifest, sides);
    return {
      ...{ requested, contract, market, manifests, bars },
      history: before.days.map((each) => each.bars),
      historyManifests: [...before.rollManifests, ...before.days.map((each) => each.manifest)],
      facts: read?.facts,
      factsManifests: read?.manifests ?? [],
    };
  }

  /** A day that is read for its candles or itself needs no second reading for the facts of later days. */
  private summarised(requested: string, id: number): DayRead {
    if (this.request.facts?.has(requested) !== true) return () => undefined;
    return (contract, day, market, manifest) => this.earlier[id]!.add(contract, day, market, id, manifest);
  }

  private remember(manifest: PartManifest): void {
    const { instrument, kind, day, provenance } = manifest;
    this.read.set(`${instrument}/${kind}/${day}`, manifest);
    this.weakest = this.request.code.weakerProvenance(this.weakest, provenance);
  }

  private readonly contractDays = (
    symbol: string,
    from: string,
    to: string,
  ): ReturnType<DatasetStore['contractDays']> =>
    this.request.store.contractDays(symbol, from, to, this.request.kind, this.request.code.contractsOfDays);

  /** What can be known before anything is read: all instruments on all days that will be run, none refused by the quality gate. */
  private manifestsOfRange(): readonly PartManifest[] {
    const { store, requested, from, to } = this.request;
    const run = new Set(this.queue);
    const kindsOf = ({ kind, contract, day }: ContractDay): readonly PartKind[] =>
      kind === 'trades' ? tickKinds(store, contract, day) : [kind];
    return requested
      .flatMap((symbol) => this.contractDays(symbol, from, to).days)
      .filter(({ day }) => run.has(day))
      .flatMap((each) =>
        kindsOf(each).map((kind) => store.usableManifest(partRef(store.root, each.contract, kind, each.day))),
      );
  }
}

/** Orders tell the book of a day that has no levels. */
function tickKinds(store: DatasetStore, contract: string, day: string): readonly PartKind[] {
  const isThere = (kind: PartKind): boolean => isPresent(partRef(store.root, contract, kind, day));
  const wanted: readonly PartKind[] = ['trades', 'quotes', isThere('levels') ? 'levels' : 'orders'];
  return wanted.filter(isThere);
}

/** Throws UserError `side-source-differs` when a model needs aggressors that were found in another way than these. */
function checkSides(symbol: string, manifest: PartManifest, sides: SidesNeeded | undefined): void {
  const input = sides?.inputs.get(symbol);
  if (sides === undefined || input === undefined || manifest.sideSource === sides.sideSource) return;
  const { instrument, kind, day, sideSource } = manifest;
  throw new UserError({
    code: 'side-source-differs',
    message: `${instrument} ${kind} of ${day} tell the aggressor by ${sideSource}, but ${sides.model} was trained on ${sides.sideSource}, and its input ${input} depends on it`,
    field: 'sideSource',
    fix: `Run on data whose sides come from ${sides.sideSource}, or train the model on data like these`,
  });
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

/** Trades and bars are simulated differently: a day must not depend on the kind of the range's first day. */
function checkOneKind(days: readonly ContractDay[]): void {
  const other = days.find(({ kind }) => kind !== days[0]!.kind);
  if (other === undefined) return;
  throw new UserError({
    code: 'mixed-kinds',
    message: `The range has ${days[0]!.kind} on ${days[0]!.day} and ${other.kind} on ${other.day}`,
    field: 'kind',
    fix: 'Name a kind that every day has with --kind (candles-1m), or ask for days of one kind',
  });
}
