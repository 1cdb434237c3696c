// The port through which a strategy's features come: computed from each candle, or kept from a run that had the same candles.

import type { EpochStart } from '../account/account-event.ts';
import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { Digest128 } from '../digest128.ts';
import type { FeatureSpec } from '../features/feature.ts';
import type { FeatureSet } from '../features/feature-set.ts';
import type { FeatureVector } from '../features/feature-vector.ts';
import type { SessionContext } from '../features/session-context.ts';

/** The features of one role in one epoch. A FeatureSet is one. */
export interface FeatureStates extends FeatureVector {
  readonly readsTape: boolean;
  readonly readsBook: boolean;
  onTrade(trade: TapeTrade, session: SessionContext): void;
  onBook(book: BookView, session: SessionContext): void;
  /** A closed candle. */
  update(candle: Candle, session: SessionContext): void;
  /** A decision between two candles. */
  refresh(running: Candle, session: SessionContext): void;
}

/** The columns of one decision, as they were when it fell. */
export interface FeatureRow {
  /** Value of each column, null where it is not ready. */
  readonly values: Readonly<Record<string, number | null>>;
  /** Age in candles of each column that was carried on; undefined where none was. */
  readonly filled: Readonly<Record<string, number>> | undefined;
  /** Of a row that decisions of several runs share. */
  readonly kept?: KeptOfRow;
}

/** What follows from the columns alone, once some decision has asked for it. */
export interface KeptOfRow {
  digest: Digest128 | undefined;
  named: NamedFeatures | undefined;
}

/** The strategy's features under its own keys, or the id of the first that is not ready. */
export type NamedFeatures = { readonly values: Record<string, number> } | { readonly missing: string };

/** The columns of one role. */
export interface RoleColumns {
  readonly role: string;
  /** The instrument that it stands for, as the strategy asks for it. */
  readonly requested: string;
  readonly specs: readonly FeatureSpec[];
  /** Fresh state of them. */
  readonly fresh: () => FeatureSet;
}

/** The columns of a strategy and its model. */
export interface StrategyColumns {
  readonly roles: readonly RoleColumns[];
  /** Equal for strategies whose columns stand in the same order and have the same of them under the same keys. */
  readonly layout: string;
}

/** The features of a strategy in one epoch. */
export interface OpenedFeatures {
  /** Role by role, as the columns were given. */
  readonly states: readonly FeatureStates[];
  /** Undefined where each decision makes its own row. */
  readonly rows: FeatureRows | undefined;
}

export interface FeatureRows {
  /** The row of the states as they stand, by `make` where it is not known. */
  row(make: () => FeatureRow): FeatureRow;
}

/** Whatever it gives must be to the bit what fresh state would compute, and a row what this strategy itself would make. */
export interface FeatureSource {
  /** `columns` is the same object at each epoch of an engine. */
  open(epoch: EpochStart, columns: StrategyColumns): OpenedFeatures;
}
