// What a run and its reports read of the market: sessions one by one, and what was read for them; from the store, or prepared before.

import type { PartManifest } from '../adapters/datasets/manifest.ts';
import type { UnknownRoll } from '../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import type { Root } from '../core/market/instrument.ts';
import type { Provenance } from '../core/market/provenance.ts';
import type { SessionSource } from '../simulation/session-feed.ts';

/** What was read for a day, for reports. */
export interface FeedDay {
  readonly day: string;
  readonly contracts: readonly string[];
  /** Of the day's own parts. */
  readonly manifests: readonly PartManifest[];
  /** Candles of the traded contract, as bar records. */
  readonly bars: EventBatch;
}

export interface MarketFeeds extends SessionSource {
  /** Sessions that were given so far. */
  readonly days: readonly FeedDay[];
  /** Trading days of the range for which the store has nothing. */
  readonly missing: readonly { readonly day: string; readonly contract: string }[];
  /** Of the traded instrument. */
  readonly root: Root;
  /** Kind of the traded instrument's days. */
  readonly kind: PartKind;
  /** Session days that will be run, in order. */
  readonly sessionDays: readonly string[];
  /** The weakest of all parts of the range and of all that was read before it: final when the last session is loaded. */
  readonly provenance: Provenance;
  /** Every part that was read, warm-up and lead instruments included, each once, in the order of reading. */
  readonly parts: readonly PartManifest[];
  /** Rolls over which a warm-up was to go on and could not: the store has no prices of both contracts before them. */
  readonly unknownRolls: readonly UnknownRoll[];
}
