// Sessions of a run and a gap in; the same sessions opening so far from where the market was before, every price of the day moved alike, out.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { UnknownRoll } from '../../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { F64_A, I32_A, I32_D, Kind, QUOTE_HAS_ASK, RECORD_F64, RECORD_I32 } from '../../core/market/event-record.ts';
import type { Instrument, Root } from '../../core/market/instrument.ts';
import { isOnGrid, priceAt, tickAt } from '../../core/market/price-grid.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { FeedDay, MarketFeeds } from '../../runner/market-feeds.ts';
import type { SessionFeed } from '../../simulation/session-feed.ts';

/** Kinds whose payload begins with so many prices, in points; 0 is no price. */
const PRICES: Readonly<Partial<Record<number, number>>> = {
  [Kind.trade]: 1,
  [Kind.tradeCorrection]: 1,
  [Kind.bookChange]: 1,
  [Kind.theoreticalPrice]: 1,
  [Kind.quote]: 2,
  [Kind.priceLimits]: 2,
};

/**
 * Warm-up candles and what was known of earlier sessions stay as they were, so each session opens with a gap. `share`: of the first price of the day
 * of each instrument, on its grid; below 0 it opens lower.
 */
export class GappedFeeds implements MarketFeeds {
  private readonly source: MarketFeeds;
  private readonly share: number;

  constructor(source: MarketFeeds, share: number) {
    this.source = source;
    this.share = share;
  }

  get days(): readonly FeedDay[] {
    return this.source.days;
  }

  get missing(): MarketFeeds['missing'] {
    return this.source.missing;
  }

  get root(): Root {
    return this.source.root;
  }

  get kind(): PartKind {
    return this.source.kind;
  }

  get sessionDays(): readonly string[] {
    return this.source.sessionDays;
  }

  get provenance(): Provenance {
    return this.source.provenance;
  }

  get parts(): readonly PartManifest[] {
    return this.source.parts;
  }

  get unknownRolls(): readonly UnknownRoll[] {
    return this.source.unknownRolls;
  }

  async nextSession(): Promise<SessionFeed | undefined> {
    const feed = await this.source.nextSession();
    return feed === undefined ? undefined : { ...feed, market: movedMarket(feed, this.share) };
  }
}

/** A copy: what was read may be kept by whoever read it. */
function movedMarket({ market, instruments }: SessionFeed, share: number): EventBatch {
  const moved = new EventBatch(market.length);
  const gaps = new Map<number, number>();
  for (let index = 0; index < market.length; index++) {
    moved.pushFrom(market, index);
    const id = market.instrumentAt(index);
    const instrument = instruments[id];
    if (instrument === undefined) continue;
    const gap = gaps.get(id) ?? gapTicks(market, index, instrument, share);
    if (gap === undefined) continue;
    gaps.set(id, gap);
    move(moved, index, instrument, gap);
  }
  return moved;
}

/** Undefined as long as the record has no price of the market: what was quoted before the first trade is moved by its own first price. */
function gapTicks(market: EventBatch, index: number, instrument: Instrument, share: number): number | undefined {
  const kind = market.kindAt(index);
  if (kind === Kind.bar) return Math.round(share * market.i32[index * RECORD_I32 + I32_A]!);
  const price = (PRICES[kind] ?? 0) > 0 ? market.f64[index * RECORD_F64 + F64_A]! : 0;
  return price > 0 ? Math.round((share * price) / instrument.tick) : undefined;
}

function move(batch: EventBatch, index: number, instrument: Instrument, ticks: number): void {
  const kind = batch.kindAt(index);
  if (kind === Kind.bar) {
    for (let word = I32_A; word <= I32_D; word++) batch.i32[index * RECORD_I32 + word]! += ticks;
    return;
  }
  const prices = PRICES[kind] ?? 0;
  for (let word = 0; word < prices; word++) {
    const at = index * RECORD_F64 + F64_A + word;
    const price = batch.f64[at]!;
    const isAbsent = kind === Kind.quote && (batch.flagsAt(index) & (word === 0 ? 1 : QUOTE_HAS_ASK)) === 0;
    if (!(price > 0) || isAbsent) continue;
    const onGrid = isOnGrid(instrument, price);
    batch.f64[at] = onGrid
      ? priceAt(instrument, tickAt(instrument, price) + ticks)
      : price + priceAt(instrument, ticks);
  }
}
