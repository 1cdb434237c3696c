// The contract of every feature: metadata, and an incremental object that takes what happens and gives a value or "not ready".

import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { SessionContext } from './session-context.ts';
import type { SharedParts } from './shared-parts.ts';

/**
 * What a feature reads. candles: prices and volume; trades: the number of trades of a candle; flow: volume by aggressor; tape: each
 * trade; agents: the brokers of each trade; quotes: best prices with sizes; book: levels below the best; clock: the session's
 * calendar; sessions: facts of earlier sessions.
 */
export type FeatureInput = 'candles' | 'trades' | 'flow' | 'tape' | 'agents' | 'quotes' | 'book' | 'clock' | 'sessions';

/** What happens between the last candle of a session and the first of the next. `skipGap` leaves the overnight move out. */
export type SessionRule = 'continue' | 'reset' | 'skipGap';

/**
 * What stands in a vector where a feature has no value. `notReady`: nothing. `lastValid`: its last value, for at most so many
 * candles; its age stands beside it.
 */
export type MissingPolicy = { readonly kind: 'notReady' } | { readonly kind: 'lastValid'; readonly candles: number };

export interface FeatureMeta {
  /** Catalogue name with parameters, e.g. `emaSlope_20` or `bollinger(p=20,k=2.5)`. Unique in a set. */
  readonly id: string;
  /** One line. */
  readonly meaning: string;
  /** As it is computed: `o h l c v n` of the candle, `x[k]` is x k candles earlier, windows include the candle. */
  readonly formula: string;
  /** Publication, or whose convention it follows. */
  readonly source: string;
  readonly group: string;
  /** fraction, points, ticks, contracts, ratio, minutes, −1..1 … */
  readonly unit: string;
  /** Closed range of possible values, where bounded. */
  readonly range: readonly [number, number] | undefined;
  /** `discrete` (flags, counts, prices on the grid) may rightly stay the same for long; `continuous` may not while the market moves. */
  readonly scale: 'continuous' | 'discrete';
  /** Candles needed before the first value, that candle included. */
  readonly warmup: number;
  /**
   * Candles after which the value differs by less than 1e-6 (relative, and at least of one unit in the scale of its own spread) from
   * that of an endless history; equal to `warmup` where the window is finite.
   */
  readonly settled: number;
  readonly inputs: readonly FeatureInput[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly sessionRule: SessionRule;
  readonly missing: MissingPolicy;
  /** True where a decision between two candles gets a fresh value; else it gets the last candle's, with its age. */
  readonly freshBetweenCandles: boolean;
  /** Raised when the numbers change for the same input. */
  readonly version: number;
}

/**
 * Incremental state. After `update`, `ready` says whether `value` holds one; when it is false, `value` is meaningless and must
 * not be read. `value` is finite whenever `ready` is true. Nothing here allocates once it has warmed up.
 */
export interface Feature {
  readonly ready: boolean;
  readonly value: number;
  /** The last thing said between two candles was that there is no value at present; then `ready` is false. Absent: never said. */
  readonly cleared?: boolean;
  /** A closed candle. */
  update(candle: Candle, session: SessionContext): void;
  /**
   * A decision between two candles: `running` is the candle so far (`closeTimeUs` is now). Sets a value where the feature has a
   * fresh one, clears it where it knows that there is none, and leaves the last one where it knows nothing new; changes no other state.
   */
  refresh(running: Candle, session: SessionContext): void;
  /** A trade of the candle that is open; undefined where the feature does not read the tape. */
  readonly onTrade: ((trade: TapeTrade, session: SessionContext) => void) | undefined;
  /** After a whole update of the book; undefined where the feature does not follow it. */
  readonly onBook: ((book: BookView, session: SessionContext) => void) | undefined;
}

/** What a strategy names: metadata and a maker of fresh state. */
export interface FeatureSpec {
  readonly meta: FeatureMeta;
  /** Which instrument of the strategy it is computed on; the traded one unless said. */
  readonly role?: string;
  /** Defined outside of the catalogue. */
  readonly own?: boolean;
  /** With `shared` its sub-computations are those of a set, which feeds them; without, the feature has and feeds its own. */
  create(shared?: SharedParts): Feature;
}
