// A contract and a day in; the candles of the days before it that a warm-up needs out, each with the part it was made from.

import type { ContractDays } from '../adapters/datasets/contract-days.ts';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
import { type MeasuredRolls, RollChain, type UnknownRoll } from '../adapters/datasets/roll-chain.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { checkInterval } from './check-interval.ts';
import type { DecidingCode } from './engine-code.ts';

export interface CandlesOfDay {
  readonly day: string;
  readonly contract: string;
  /** As warm-up records. */
  readonly bars: EventBatch;
  readonly manifest: PartManifest;
}

export interface WarmupRead {
  /** Oldest first, at prices of the contract that was asked for. */
  readonly days: readonly CandlesOfDay[];
  /** Parts by which rolls were measured. */
  readonly rollManifests: readonly PartManifest[];
  /** The roll at which the candles end, because the store cannot measure it. */
  readonly unknownRoll: UnknownRoll | undefined;
}

export interface WarmupRequest {
  readonly store: DatasetStore;
  readonly code: DecidingCode;
  readonly interval: CandleInterval;
  readonly warmupCandles: number;
}

/** What warm-up candles of one instrument come from. */
export interface WarmupSource {
  readonly symbol: string;
  readonly instrumentId: number;
  readonly contractDays: (symbol: string, from: string, to: string) => ContractDays;
  readonly rolls: MeasuredRolls;
  readonly onRead: DayRead;
}

/** Told of each day that is read: its records under the instrument's id, and their part. */
export type DayRead = (contract: string, day: string, market: EventBatch, manifest: PartManifest) => void;

/** Trading days before a session that are searched for warm-up candles. */
const WARMUP_DAYS_MAX = 60;

/** Of one instrument. What it gives depends on store and day only; what it keeps saves reading a day twice. */
export class WarmupCandles {
  private readonly source: WarmupSource;
  private readonly request: WarmupRequest;
  /** As they were traded. */
  private kept = new Map<string, CandlesOfDay>();

  constructor(request: WarmupRequest, source: WarmupSource) {
    this.request = request;
    this.source = source;
  }

  /** A day that was read anyway. */
  add(candles: CandlesOfDay): void {
    this.kept.set(candles.day, candles);
  }

  /**
   * Days on which the symbol stood for another contract are passed over, unless the prices of that contract can be moved to
   * those of this one: no jump of a roll is in what it gives.
   */
  async before(contract: string, day: string): Promise<WarmupRead> {
    const { code, warmupCandles } = this.request;
    const chain = new RollChain(this.source.rolls, contract);
    const found: CandlesOfDay[] = [];
    const kept = new Map<string, CandlesOfDay>();
    let candles = 0;
    for (const earlier of code.tradingDaysBefore(day, WARMUP_DAYS_MAX)) {
      if (candles >= warmupCandles) break;
      const usable = await chain.usable(earlier);
      const each = usable === undefined ? undefined : await this.candlesOf(usable.contract, earlier);
      if (usable === undefined || each === undefined) continue;
      const { change } = usable;
      const instrument = code.instrumentOf(contract)!;
      candles += code.countBars(each.bars);
      kept.set(each.day, each);
      found.unshift(
        change === undefined ? each : { ...each, bars: code.rollAdjustedBars(each.bars, change, instrument) },
      );
    }
    this.kept = kept;
    return { days: found, rollManifests: chain.manifests, unknownRoll: chain.unknown };
  }

  private async candlesOf(contract: string, day: string): Promise<CandlesOfDay | undefined> {
    const known = this.kept.get(day);
    if (known !== undefined) return known.contract === contract ? known : undefined;
    const { symbol, instrumentId, contractDays, onRead } = this.source;
    const part = contractDays(symbol, day, day).days[0];
    if (part?.contract !== contract) return undefined;
    const { store, code, interval } = this.request;
    checkInterval(symbol, part.kind, interval);
    // quotes and levels make no candle
    const { events, manifests } = await store.readDay(contract, day, instrumentId, [part.kind], code);
    onRead(contract, day, events, manifests[0]!);
    const bars = code.candlesOfDay(events, instrumentId, contract, day, interval);
    return { day, contract, bars, manifest: manifests[0]! };
  }
}
