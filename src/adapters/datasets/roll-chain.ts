// A series, one of its contracts and the days before it in; out the contract of each and how its prices become those of the later one.

import { priceTrackOfDay } from '../../core/candles/price-track-of-day.ts';
import { adjustmentOf, type PriceChange } from '../../core/market/continuous/adjustment.ts';
import { type KnownRollPrices, type PriceTrack, rollPrices } from '../../core/market/continuous/roll-prices.ts';
import { contractsOfDays, tradingDaysBefore } from '../../core/market/contracts-of-days.ts';
import { sessionOf } from '../../core/market/session.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import type { ContractDay } from './contract-days.ts';
import { checkoutEventCode, type EventCode } from './day-events.ts';
import type { PartManifest } from './manifest.ts';
import type { PartKind } from './schema.ts';
import type { DatasetStore } from './store.ts';

/** What measures a roll: of this checkout, or of the release that runs. */
export interface RollCode extends EventCode {
  readonly adjustmentOf: typeof adjustmentOf;
  readonly contractsOfDays: typeof contractsOfDays;
  readonly priceTrackOfDay: typeof priceTrackOfDay;
  readonly rollPrices: typeof rollPrices;
  readonly sessionOf: typeof sessionOf;
  readonly tradingDaysBefore: typeof tradingDaysBefore;
}

export const checkoutRollCode: RollCode = {
  ...checkoutEventCode,
  ...{ adjustmentOf, contractsOfDays, priceTrackOfDay, rollPrices, sessionOf, tradingDaysBefore },
};

/** A change of contract whose prices are not known: nothing before it can be used. */
export interface UnknownRoll {
  readonly from: string;
  readonly to: string;
}

/** A day whose candles may be used; `change` is undefined where they stay as they are. */
export interface UsableDay {
  readonly contract: string;
  readonly change: PriceChange | undefined;
}

interface MeasuredRoll {
  readonly prices: KnownRollPrices | undefined;
  readonly manifests: readonly PartManifest[];
}

/** Trading days before a roll whose prices may measure it: the distance of two contracts changes by about 0.05 % in them. */
const DAYS_BEFORE_ROLL = 5;
/** All candles of a day have ended by then. */
const EVER_US = Number.MAX_SAFE_INTEGER;

/** Rolls of one series as the store can measure them, each once. */
export class MeasuredRolls {
  readonly symbol: string;
  readonly method: WarmupAcrossRoll;
  readonly code: RollCode;
  private readonly store: DatasetStore;
  private readonly kind: PartKind | undefined;
  private readonly known = new Map<string, MeasuredRoll>();

  constructor(
    store: DatasetStore,
    symbol: string,
    method: WarmupAcrossRoll,
    kind: PartKind | undefined,
    code: RollCode,
  ) {
    this.store = store;
    this.symbol = symbol;
    this.method = method;
    this.kind = kind;
    this.code = code;
  }

  /** The contract that the series shows on a trading day of the calendar. */
  shownOn(day: string): string {
    const found = this.code.contractsOfDays(this.symbol, day, day);
    return found.kind === 'contracts' ? found.days[0]!.contract : this.symbol;
  }

  /**
   * Prices of both contracts at the last time at which a candle of each ended, on the last common day among the five up to
   * `lastDay`, on which the series showed `from` for the last time. The roll day itself never counts: there the contract that
   * was left no longer follows the market.
   */
  async measure(from: string, to: string, lastDay: string): Promise<MeasuredRoll> {
    const key = `${from}/${to}`;
    const known = this.known.get(key) ?? (await this.search(from, to, lastDay));
    this.known.set(key, known);
    return known;
  }

  private async search(from: string, to: string, lastDay: string): Promise<MeasuredRoll> {
    const manifests: PartManifest[] = [];
    for (const day of [lastDay, ...this.code.tradingDaysBefore(lastDay, DAYS_BEFORE_ROLL - 1)]) {
      if (this.shownOn(day) !== from) break;
      const [old, fresh] = [this.partOf(from, day), this.partOf(to, day)];
      if (old === undefined || fresh === undefined) continue;
      const tracks: PriceTrack[] = [];
      for (const part of [old, fresh]) tracks.push(await this.track(part, manifests));
      const prices = this.code.rollPrices(tracks[0]!, tracks[1]!, EVER_US);
      if (prices.kind === 'sameTime') return { prices, manifests };
    }
    return { prices: undefined, manifests };
  }

  private partOf(contract: string, day: string): ContractDay | undefined {
    return this.store.contractDays(contract, day, day, this.kind, this.code.contractsOfDays).days[0];
  }

  private async track({ contract, day, kind }: ContractDay, manifests: PartManifest[]): Promise<PriceTrack> {
    const { code } = this;
    const read = await this.store.readDay(contract, day, 0, [kind], code);
    manifests.push(...read.manifests);
    const instrument = code.instrumentOf(contract)!;
    return code.priceTrackOfDay(read.events, 0, instrument, code.sessionOf(instrument.root, day)!.openUs);
  }
}

/** Goes back from a contract day by day; to be asked once for each day, the latest first. */
export class RollChain {
  /** Parts by which rolls were measured. */
  readonly manifests: PartManifest[] = [];
  unknown: UnknownRoll | undefined;
  private readonly rolls: MeasuredRolls;
  /** From the earliest to the latest, and the prices at the rolls between them. */
  private readonly contracts: string[];
  private readonly prices: KnownRollPrices[] = [];

  constructor(rolls: MeasuredRolls, contract: string) {
    this.rolls = rolls;
    this.contracts = [contract];
  }

  /** Undefined where the day is of another contract whose prices must not be used, or cannot. */
  async usable(day: string): Promise<UsableDay | undefined> {
    const { method, code } = this.rolls;
    const contract = this.rolls.shownOn(day);
    if (contract === this.contracts.at(-1)) return { contract, change: undefined };
    if (method === 'none' || this.unknown !== undefined) return undefined;
    if (contract !== this.contracts[0] && !(await this.roll(contract, day))) return undefined;
    const spans = this.contracts.map((each) => ({ contract: each, fromDay: day, toDay: day }));
    return { contract, change: code.adjustmentOf(method, spans, this.prices).contracts[0]!.change };
  }

  private async roll(from: string, lastDay: string): Promise<boolean> {
    const to = this.contracts[0]!;
    const { prices, manifests } = await this.rolls.measure(from, to, lastDay);
    this.manifests.push(...manifests);
    if (prices === undefined) {
      this.unknown = { from, to };
      return false;
    }
    this.contracts.unshift(from);
    this.prices.unshift(prices);
    return true;
  }
}
