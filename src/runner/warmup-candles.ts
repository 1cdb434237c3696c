// A contract and a day in; the candles of the days before it that a warm-up needs out, each with the part it was made from.

import type { ContractDays } from '../adapters/datasets/contract-days.ts';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
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

export interface WarmupRequest {
  readonly store: DatasetStore;
  readonly code: DecidingCode;
  readonly interval: CandleInterval;
  readonly warmupCandles: number;
}

/** Trading days before a session that are searched for warm-up candles. */
const WARMUP_DAYS_MAX = 60;

/** Of one instrument. What it gives depends on store and day only; what it keeps saves reading a day twice. */
export class WarmupCandles {
  private readonly symbol: string;
  private readonly instrumentId: number;
  private readonly request: WarmupRequest;
  private readonly contractDays: (symbol: string, from: string, to: string) => ContractDays;
  private kept = new Map<string, CandlesOfDay>();

  constructor(
    symbol: string,
    instrumentId: number,
    request: WarmupRequest,
    contractDays: (symbol: string, from: string, to: string) => ContractDays,
  ) {
    this.symbol = symbol;
    this.instrumentId = instrumentId;
    this.request = request;
    this.contractDays = contractDays;
  }

  /** A day that was read anyway. */
  add(candles: CandlesOfDay): void {
    this.kept.set(candles.day, candles);
  }

  /** Oldest first; days on which the symbol stood for another contract are passed over: nothing crosses a roll. */
  async before(contract: string, day: string): Promise<readonly CandlesOfDay[]> {
    const { code, warmupCandles } = this.request;
    const found: CandlesOfDay[] = [];
    let candles = 0;
    for (const earlier of code.tradingDaysBefore(day, WARMUP_DAYS_MAX)) {
      if (candles >= warmupCandles) break;
      const each = await this.candlesOf(contract, earlier);
      if (each === undefined) continue;
      candles += code.countBars(each.bars);
      found.unshift(each);
    }
    this.kept = new Map(found.map((each) => [each.day, each]));
    return found;
  }

  private async candlesOf(contract: string, day: string): Promise<CandlesOfDay | undefined> {
    const known = this.kept.get(day);
    if (known !== undefined) return known.contract === contract ? known : undefined;
    const part = this.contractDays(this.symbol, day, day).days[0];
    if (part?.contract !== contract) return undefined;
    const { store, code, interval } = this.request;
    checkInterval(this.symbol, part.kind, interval);
    // quotes and levels make no candle
    const { events, manifests } = await store.readDay(contract, day, this.instrumentId, [part.kind], code);
    const bars = code.candlesOfDay(events, this.instrumentId, contract, day, interval);
    return { day, contract, bars, manifest: manifests[0]! };
  }
}
