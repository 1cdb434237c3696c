// The contract of every feature: metadata, and an incremental object that takes closed candles and gives a value or "not ready".

import type { Candle } from '../candles/candle.ts';
import type { SessionContext } from './session-context.ts';

export type FeatureInput = 'candles' | 'trades' | 'flow' | 'book' | 'agents' | 'clock';

/** What happens between the last candle of a session and the first of the next. `skipGap` leaves the overnight move out. */
export type SessionRule = 'continue' | 'reset' | 'skipGap';

export interface FeatureMeta {
  /** Catalogue name with parameters, e.g. `emaSlope_20` or `bollinger(p=20,k=2.5)`. Unique in a set. */
  readonly id: string;
  /** One line. */
  readonly meaning: string;
  readonly group: string;
  /** fraction, points, ticks, contracts, ratio, minutes, −1..1 … */
  readonly unit: string;
  /** Closed range of possible values, where bounded. */
  readonly range: readonly [number, number] | undefined;
  /** Candles needed before the first value, that candle included. */
  readonly warmup: number;
  readonly inputs: readonly FeatureInput[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly sessionRule: SessionRule;
  /** Raised when the numbers change for the same input. */
  readonly version: number;
}

/**
 * Incremental state. After `update`, `ready` says whether `value` holds one; when it is false, `value` is meaningless and must
 * not be read. `value` is finite whenever `ready` is true. `update` allocates nothing.
 */
export interface Feature {
  readonly ready: boolean;
  readonly value: number;
  update(candle: Candle, session: SessionContext): void;
}

/** What a strategy names: metadata and a maker of fresh state. */
export interface FeatureSpec {
  readonly meta: FeatureMeta;
  /** Which instrument of the strategy it is computed on; the traded one unless said. */
  readonly role?: string;
  create(): Feature;
}
